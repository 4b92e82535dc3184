// The editor's settings as the daemon takes them.
import * as vscode from 'vscode';
import { protocolVersion } from '../../shared/protocolVersion.js';
import type { DaemonSettings } from '../../shared/contracts.js';

/** All settings that reach the daemon; those that an untrusted folder may not set are left out by the editor itself. */
export function daemonSettings(): DaemonSettings {
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

/** What computes, as the settings name it; a block's `@provider` goes first. */
export function providerSetting(): string {
  return text('provider');
}

/** Defaults stand in package.json and nowhere else. They hold too where a file of settings has a value of another kind, or null. */
function setting(name: string): unknown {
  const settings = vscode.workspace.getConfiguration('interp');
  const given = settings.get(name);
  const usual = settings.inspect(name)?.defaultValue;
  return typeof given === typeof usual ? given : usual;
}

function text(name: string): string {
  return String(setting(name)).trim();
}

function number(name: string): number {
  return Number(setting(name));
}

function flag(name: string): boolean {
  return setting(name) === true;
}
