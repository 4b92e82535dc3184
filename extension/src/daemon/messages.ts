// Messages: one for what happened, with the buttons that help.
import * as vscode from 'vscode';
import type { FailureAction } from '../../shared/viewProtocol.js';
import { commands } from '../commands.js';
import { failureOf, isCancelled } from './failures.js';
import { StartProblem, type Remedy } from './problems.js';
import type { Report } from './supervisor.js';

const remedyTitles: Readonly<Record<Remedy, string>> = {
  log: 'Show Log',
  settings: 'Open Settings',
  restart: 'Restart',
  chooseModel: 'Choose Model',
  useCpu: 'Use CPU',
};

/** The one place in which the extension says that something went wrong. */
export async function showReport({ severity, message, remedies }: Report): Promise<void> {
  const items = remedies.map((remedy) => ({ title: remedyTitles[remedy], remedy }));
  const chosen = await (severity === 'error'
    ? vscode.window.showErrorMessage(message, ...items)
    : vscode.window.showWarningMessage(message, ...items));
  if (chosen !== undefined) {
    await carryOut(chosen.remedy);
  }
}

/** Says why a command failed. A daemon that could not start has said so already, unless a person asks again. */
export async function showFailure(error: unknown): Promise<void> {
  if (isCancelled(error) || (error instanceof StartProblem && error.told)) {
    return;
  }

  if (error instanceof StartProblem) {
    await showReport({ severity: 'error', message: error.message, remedies: error.remedies });
    return;
  }

  const failure = failureOf(error);
  const message = failure.hint === undefined ? failure.message : `${failure.message} ${failure.hint}`;
  await showReport({
    severity: 'error',
    message,
    remedies: failure.actions.map(remedyOf).filter((remedy) => remedy !== undefined),
  });
}

/** Does what a button says. */
export async function carryOut(remedy: Remedy): Promise<void> {
  switch (remedy) {
    case 'log':
      await vscode.commands.executeCommand(commands.showLog);
      return;
    case 'settings':
      await vscode.commands.executeCommand('workbench.action.openSettings', 'interp.server.path');
      return;
    case 'restart':
      await vscode.commands.executeCommand(commands.restart);
      return;
    case 'chooseModel':
      await vscode.commands.executeCommand(commands.chooseModel);
      return;
    case 'useCpu':
      await vscode.workspace.getConfiguration('interp').update('provider', 'cpu', vscode.ConfigurationTarget.Global);
  }
}

export function remedyOf(action: FailureAction): Remedy | undefined {
  switch (action) {
    case 'showLog':
      return 'log';
    case 'restart':
    case 'chooseModel':
    case 'useCpu':
      return action;
    case 'retry':
      return undefined;
  }
}
