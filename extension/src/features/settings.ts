// Settings and trust reach the daemon when they change; another program means another process.
import * as vscode from 'vscode';
import { daemonSettings } from '../daemon/settings.js';
import type { Interp } from '../interp.js';

export function registerSettings({ context, daemon, log }: Interp): void {
  const send = async (): Promise<void> => {
    if (daemon.state === 'running') {
      const client = await daemon.client();
      await client.sendNotification('workspace/didChangeConfiguration', { settings: { interp: daemonSettings() } });
    }
  };
  const sendAndLog = (): void => {
    send().catch((error: unknown) => {
      log.warn(`Settings did not reach the daemon: ${String(error)}`);
    });
  };
  context.subscriptions.push(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('interp.server.path') && daemon.state !== 'stopped') {
        daemon.restart().catch((error: unknown) => {
          log.debug(String(error));
        });
      } else if (event.affectsConfiguration('interp')) {
        sendAndLog();
      }
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(sendAndLog),
  );
}
