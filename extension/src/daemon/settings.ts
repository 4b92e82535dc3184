// The editor's settings as the daemon takes them.
import * as vscode from 'vscode';
import { protocolVersion } from '../../shared/protocolVersion.js';
import type { DaemonSettings } from '../../shared/contracts.js';

/** All settings that reach the daemon; those that an untrusted folder may not set are left out by the editor itself. */
export function daemonSettings(): DaemonSettings {
  const settings = vscode.workspace.getConfiguration('interp');

  // Defaults stand in package.json and nowhere else. They hold too where a file of settings has a value of another kind, or null.
  const setting = (name: string): unknown => {
    const given = settings.get(name);
    const usual = settings.inspect(name)?.defaultValue;
    return typeof given === typeof usual ? given : usual;
  };
  const text = (name: string): string => String(setting(name)).trim();
  const number = (name: string): number => Number(setting(name));
  const flag = (name: string): boolean => setting(name) === true;
  const folders = setting('modelDirectories');
  return {
    protocolVersion,
    trusted: vscode.workspace.isTrusted,
    model: text('model'),
    modelDirectories: Array.isArray(folders) ? folders.map(String) : [],
    provider: text('provider'),
    device: text('device'),
    precision: text('precision'),
    threads: number('threads'),
    memoryBudget: number('memoryBudget'),
    lens: text('lens'),
    hover: {
      enabled: flag('hover.enabled'),
      layers: number('hover.layers'),
    },
    codeLens: { enabled: flag('codeLens.enabled') },
  };
}
