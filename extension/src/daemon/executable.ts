// Finds the program `interp`: the one the settings name, the one packaged with the extension, or the checkout's.
import { accessSync, chmodSync, constants, existsSync, statSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, isAbsolute, join } from 'node:path';
import { StartProblem } from './problems.js';

/** Where to look. */
export interface ExecutableSearch {
  /** The setting interp.server.path; empty where it is not set. */
  readonly setting: string;
  /** The folder in which the extension is installed. */
  readonly extensionPath: string;
  readonly platform: NodeJS.Platform;
}

/** A program that can be started as it is, without a shell. */
export interface Executable {
  readonly path: string;
  readonly origin: 'setting' | 'package' | 'checkout';
}

/** Throws a StartProblem that says what to install or to set. */
export function findExecutable(search: ExecutableSearch): Executable {
  const found = search.setting.trim() === '' ? withoutSetting(search) : fromSetting(search.setting.trim());
  if (search.platform !== 'win32') {
    makeExecutable(found.path);
  }

  return found;
}

function fromSetting(setting: string): Executable {
  const path = setting === '~' || setting.startsWith('~/') ? join(homedir(), setting.slice(1)) : setting;
  if (!isAbsolute(path)) {
    throw new StartProblem(`The setting interp.server.path must be an absolute path; it is "${setting}".`, ['settings']);
  }

  if (!isFile(path)) {
    throw new StartProblem(`There is no program at ${path}, which the setting interp.server.path names.`, ['settings']);
  }

  return { path, origin: 'setting' };
}

function withoutSetting({ extensionPath, platform }: ExecutableSearch): Executable {
  const windows = platform === 'win32';
  const packaged = join(extensionPath, 'server', windows ? 'interp.exe' : 'interp');
  if (isFile(packaged)) {
    return { path: packaged, origin: 'package' };
  }

  // In a checkout the start script builds what changed. Windows starts no script without a shell: there it is what was built last.
  const checkout = dirname(extensionPath);
  const script = windows ? join(checkout, 'artifacts', 'interp', 'interp.exe') : join(checkout, 'interp');
  if (isFile(join(checkout, 'Interp.sln')) && isFile(script)) {
    return { path: script, origin: 'checkout' };
  }

  const advice = isFile(join(checkout, 'Interp.sln'))
    ? 'Run `interp --version` once in the checkout, which builds it.'
    : 'Install the package made for this system, or name the program in the setting interp.server.path.';
  throw new StartProblem(`The program interp is missing. ${advice}`, ['settings']);
}

/** Some ways of unpacking lose the executable bit; where it cannot be set, the message says the command. */
function makeExecutable(path: string): void {
  try {
    accessSync(path, constants.X_OK);
    return;
  } catch {
    // Not executable as it is.
  }

  try {
    chmodSync(path, statSync(path).mode | 0o111);
    accessSync(path, constants.X_OK);
  } catch {
    throw new StartProblem(`${path} is not executable and cannot be made so. Run: chmod +x ${quoted(path)}`, ['log']);
  }
}

/** A path as a POSIX shell takes it literally. */
function quoted(path: string): string {
  return /^[\w@%+=:,./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}

function isFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}
