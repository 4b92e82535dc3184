// code-server as a person would have it: a folder of their own, their settings, and no program on the way to it.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Installation } from './setup.js';

export interface EditorOptions {
  /** Files of the folder that is opened, by name. */
  readonly files: Readonly<Record<string, string>>;
  /** A folder that is not trusted opens in restricted mode. */
  readonly trusted?: boolean;
  readonly theme?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly scale?: number;
  readonly size?: { readonly width: number; readonly height: number };
  readonly folderName?: string;
  /** Settings that the folder itself brings along. */
  readonly folderSettings?: Readonly<Record<string, unknown>>;
}

/** A person's own settings; those that belong to the machine, models and programs, are kept beside the server. */
export function writeSettings(data: string, options: EditorOptions, settings: Readonly<Record<string, unknown>>): void {
  const entries = Object.entries({ ...plainSettings(options), ...settings });
  const own = (name: string): boolean => name.startsWith('interp.');
  for (const [place, wanted] of [
    ['User', entries.filter(([name]) => !own(name))] as const,
    ['Machine', entries.filter(([name]) => own(name))] as const,
  ]) {
    mkdirSync(join(data, place), { recursive: true });
    writeFileSync(join(data, place, 'settings.json'), JSON.stringify(Object.fromEntries(wanted)));
  }
}

function plainSettings(options: EditorOptions): Record<string, unknown> {
  return {
    'workbench.colorTheme': options.theme ?? 'Default Dark Modern',
    'security.workspace.trust.enabled': options.trusted === false,
    'security.workspace.trust.startupPrompt': 'never',
    'security.workspace.trust.banner': 'never',
    'workbench.startupEditor': 'none',
    'workbench.tips.enabled': false,
    'workbench.secondarySideBar.defaultVisibility': 'hidden',
    'chat.disableAIFeatures': true,
    'telemetry.telemetryLevel': 'off',
    'extensions.autoUpdate': false,
    'extensions.autoCheckUpdates': false,
    'update.mode': 'none',
    'files.autoSave': 'off',
    'files.simpleDialog.enable': true,
    'editor.fontSize': 14,
    'editor.minimap.enabled': false,
    'editor.stickyScroll.enabled': false,
    'git.enabled': false,
  };
}

/** A person's environment; nothing is on the way to programs but an empty folder. */
export function environmentOf(home: string): Record<string, string> {
  const empty = join(home, 'bin');
  mkdirSync(empty, { recursive: true });
  return { PATH: empty, HOME: home, LANG: 'C.UTF-8', TMPDIR: home };
}

/** No program is found on the way to this server: neither .NET nor Node.js is there for the extension. */
export function startServer(installation: Installation, home: string, data: string): ChildProcess {
  const options = [
    '--auth',
    'none',
    '--bind-addr',
    '127.0.0.1:0',
    '--disable-telemetry',
    '--disable-update-check',
    '--ignore-last-opened',
  ];
  return spawn(
    installation.node,
    [installation.codeServer, ...options, '--extensions-dir', join(installation.home, 'extensions'), '--user-data-dir', data],
    { env: environmentOf(home), stdio: ['ignore', 'pipe', 'pipe'] },
  );
}

/** Where it listens. */
export function addressOf(server: ChildProcess): Promise<string> {
  let output = '';
  return new Promise((done, fail) => {
    const read = (text: Buffer): void => {
      output += text.toString();
      const address = /listening on (http:\/\/127\.0\.0\.1:\d+\/)/.exec(output)?.[1];
      if (address !== undefined) {
        done(address);
      }
    };
    server.stdout?.on('data', read);
    server.stderr?.on('data', read);
    server.once('exit', (code) => {
      fail(new Error(`code-server ended with ${String(code)}:\n${output}`));
    });
  });
}
