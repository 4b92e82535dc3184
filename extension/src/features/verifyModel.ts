// Verify Model: every activation against a float64 reference, once for each model and provider.
import * as vscode from 'vscode';
import { commands } from '../commands.js';
import { methods } from '../daemon/methods.js';
import type { Interp } from '../interp.js';
import { registerCommand } from './command.js';

export function registerVerifyModel(interp: Interp): void {
  const { daemon, panels } = interp;
  registerCommand(interp, commands.verifyModel, async () => {
    const shown = panels.active?.request?.model;
    const params = shown === undefined ? {} : { model: shown };
    const result = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: 'Verifying the model', cancellable: true },
      (progress, token) => {
        let done = 0;
        return daemon.tasks.run('Verify Model', token, (cancel) =>
          daemon.request(methods.verifyModel, params, {
            token: cancel,
            onProgress: ({ message, percentage }) => {
              progress.report({ message, increment: Math.max(0, (percentage ?? done) - done) });
              done = percentage ?? done;
            },
          }),
        );
      },
    );
    const difference =
      result.maxDifference === undefined
        ? ''
        : ` Largest difference ${result.maxDifference.toExponential(1)}${result.worstTap === undefined ? '' : ` at ${result.worstTap}`}.`;
    const message = `${result.model.name} is ${result.badge}.${difference}`;
    if (result.badge === 'refused') {
      const failed = result.checks.filter((check) => !check.passed).map((check) => check.name);
      void vscode.window.showErrorMessage(`${message} Not passed: ${failed.join(', ')}.`);
    } else {
      void vscode.window.showInformationMessage(message);
    }
  });
}
