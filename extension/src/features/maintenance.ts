// Show Log, Restart, Cancel.
import * as vscode from 'vscode';
import { commands } from '../commands.js';
import type { Interp } from '../interp.js';
import { registerCommand } from './command.js';

export function registerMaintenance(interp: Interp): void {
  const { daemon, log } = interp;
  registerCommand(interp, commands.showLog, () => {
    log.show();
    return Promise.resolve();
  });
  registerCommand(interp, commands.restart, async () => {
    await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title: 'Interp is starting' }, () =>
      daemon.restart(),
    );
  });
  registerCommand(interp, commands.cancel, () => {
    daemon.tasks.cancelAll();
    return Promise.resolve();
  });
}
