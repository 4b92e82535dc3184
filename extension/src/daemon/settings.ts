// The editor's settings as the daemon takes them.
import * as vscode from 'vscode';
import { protocolVersion } from '../../shared/protocolVersion.js';
import type { DaemonSettings } from '../../shared/contracts.js';

/** All settings that reach the daemon; those that an untrusted folder may not set are left out by the editor itself. */
export function daemonSettings(): DaemonSettings {
  const settings = vscode.workspace.getConfiguration('interp');
  const text = (name: string): string => (settings.get<string>(name) ?? missing(name)).trim();
  return {
    protocolVersion,
    trusted: vscode.workspace.isTrusted,
    model: text('model'),
    modelDirectories: settings.get<string[]>('modelDirectories') ?? missing('modelDirectories'),
    provider: text('provider'),
    device: text('device'),
    precision: text('precision'),
    threads: settings.get<number>('threads') ?? missing('threads'),
    memoryBudget: settings.get<number>('memoryBudget') ?? missing('memoryBudget'),
    lens: text('lens'),
    hover: {
      enabled: settings.get<boolean>('hover.enabled') ?? missing('hover.enabled'),
      layers: settings.get<number>('hover.layers') ?? missing('hover.layers'),
    },
    codeLens: { enabled: settings.get<boolean>('codeLens.enabled') ?? missing('codeLens.enabled') },
  };
}

/** Defaults stand in package.json and nowhere else. */
function missing(name: string): never {
  throw new Error(`package.json has no setting interp.${name}.`);
}
