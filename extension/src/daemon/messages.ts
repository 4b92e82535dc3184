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
  openTour: 'Open the Tour',
  openWalkthrough: 'Walkthrough',
};

/** The one place in which the extension says that something went wrong. */
export async function showReport({ severity, message, remedies }: Report): Promise<void> {
  await offer(severity, message, remedies);
}

async function offer(severity: Report['severity'] | 'information', message: string, remedies: readonly Remedy[]): Promise<void> {
  const items = remedies.map((remedy) => ({ title: remedyTitles[remedy], remedy }));
  const show = {
    error: vscode.window.showErrorMessage,
    warning: vscode.window.showWarningMessage,
    information: vscode.window.showInformationMessage,
  }[severity];
  const chosen = await show<(typeof items)[number]>(message, ...items);
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
      await useProvider('cpu');
      return;
    case 'openTour':
      await vscode.commands.executeCommand(commands.openTour);
      return;
    case 'openWalkthrough':
      await vscode.commands.executeCommand(commands.openWalkthrough);
  }
}

/** Sets what computes where it is set now: what a folder says goes before what a person says. */
export async function useProvider(name: string): Promise<void> {
  const settings = vscode.workspace.getConfiguration('interp');
  const inFolder = settings.inspect('provider')?.workspaceValue !== undefined;
  await settings.update('provider', name, inFolder ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global);
}

/** Says that there is no prompt to work on, and where there are some. */
export async function showNoPrompt(message: string): Promise<void> {
  await offer('information', message, ['openTour', 'openWalkthrough']);
}

export function remedyOf(action: FailureAction): Remedy | undefined {
  switch (action) {
    case 'showLog':
      return 'log';
    case 'restart':
    case 'chooseModel':
    case 'useCpu':
    case 'openTour':
    case 'openWalkthrough':
      return action;
    case 'retry':
      return undefined;
  }
}
