// Run Expectations: all of the document's, those that need contributions included.
import * as vscode from 'vscode';
import { commands } from '../commands.js';
import { methods } from '../daemon/methods.js';
import type { Interp } from '../interp.js';
import { registerCommand } from './command.js';

export function registerRunExpectations(interp: Interp): void {
  registerCommand(interp, commands.runExpectations, async () => {
    const document = vscode.window.activeTextEditor?.document;
    if (document === undefined || !['interp', 'markdown'].includes(document.languageId)) {
      void vscode.window.showInformationMessage('Open an .interp file first.');
      return;
    }

    const { blocks, count } = await vscode.window.withProgress(
      { location: vscode.ProgressLocation.Notification, title: 'Running expectations', cancellable: true },
      (_, token) =>
        interp.daemon.tasks.run('Run Expectations', token, (cancel) =>
          interp.daemon.request(methods.runExpectations, { textDocument: { uri: document.uri.toString() } }, { token: cancel }),
        ),
    );
    const all = blocks.flatMap(({ expectations }) => expectations);
    const met = all.filter((expectation) => expectation.met === true).length;
    const where = blocks.length < count ? ` in the first ${blocks.length} of ${count} prompts; interp test runs the others` : '';
    if (all.length === 0) {
      void vscode.window.showInformationMessage(
        where === '' ? 'This document has no @expect line.' : `There is no @expect line${where}.`,
      );
    } else if (met === all.length) {
      void vscode.window.showInformationMessage(`All ${all.length} expectations are met${where}.`);
    } else {
      const chosen = await vscode.window.showWarningMessage(
        `${met} of ${all.length} expectations are met${where}.`,
        'Show Problems',
      );
      if (chosen !== undefined) {
        await vscode.commands.executeCommand('workbench.actions.view.problems');
      }
    }
  });
}
