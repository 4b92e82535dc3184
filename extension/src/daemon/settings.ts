// The editor's settings as the daemon takes them.
import * as vscode from 'vscode';
import { protocolVersion } from '../../shared/protocolVersion.js';
import type { DaemonSettings } from '../../shared/contracts.js';

/** All settings that reach the daemon; those that an untrusted folder may not set are left out by the editor itself. */
export function daemonSettings(): DaemonSettings {
  const settings = vscode.workspace.getConfiguration('interp');
  const text = (name: string): string => settings.get<string>(name, '').trim();
  return {
    protocolVersion,
    trusted: vscode.workspace.isTrusted,
    model: text('model'),
    modelDirectories: settings.get<string[]>('modelDirectories', []),
    provider: text('provider'),
    device: text('device'),
    precision: text('precision'),
    threads: settings.get<number>('threads', 0),
    memoryBudget: settings.get<number>('memoryBudget', 512),
    lens: text('lens'),
    hover: { enabled: settings.get<boolean>('hover.enabled', true), layers: settings.get<number>('hover.layers', 9) },
    codeLens: { enabled: settings.get<boolean>('codeLens.enabled', true) },
  };
}
