// Settings and trust reach the daemon when they change; another program means another process.
import * as vscode from 'vscode';
import type { Interp } from '../interp.js';

/** True where other settings say which model computes, and how. */
export function affectsComputing(event: vscode.ConfigurationChangeEvent): boolean {
  return ['model', 'modelDirectories', 'provider', 'device', 'precision'].some((name) =>
    event.affectsConfiguration(`interp.${name}`),
  );
}

export function registerSettings({ context, daemon, log, panels }: Interp): void {
  context.subscriptions.push(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('interp.server.path') && daemon.state !== 'stopped') {
        daemon.restart().catch((error: unknown) => {
          log.debug(String(error));
        });
      } else if (event.affectsConfiguration('interp')) {
        void daemon.sendSettings(event);
      }
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => daemon.sendSettings()),
    daemon.onDidTakeSettings((event) => {
      if (affectsComputing(event)) {
        panels.recompute();
      }
    }),
  );
}
