// What a machine needs to build Interp: Node.js 20, the .NET SDK 10, and the packages of package-lock.json.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The root of the repository. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

// npm explains all its options when it fails; the reason stands first.
const mostLines = 8;
const windows = process.platform === 'win32';

/** A failure that the person at the machine can mend: it is printed without a stack. */
export class Problem extends Error {}

/** Environment of every dotnet command: nothing is sent anywhere, nothing stays running. */
export const quietDotnet = {
  ...process.env,
  DOTNET_NOLOGO: '1',
  DOTNET_CLI_TELEMETRY_OPTOUT: '1',
  TESTINGPLATFORM_TELEMETRY_OPTOUT: '1',
  DOTNET_GENERATE_ASPNET_CERTIFICATE: 'false',
  DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE: 'true',
  DOTNET_CLI_USE_MSBUILD_SERVER: '0',
  MSBUILDDISABLENODEREUSE: '1',
};

/** Checks this Node.js and the .NET SDK; gives the folder in which .NET is installed. */
export function requireTools() {
  const major = Number.parseInt(process.versions.node, 10);
  if (major < 20) {
    throw new Problem(`Node.js 20 or newer is needed, this is ${process.versions.node}; get it from https://nodejs.org/en/download`);
  }

  const dotnet = findOnPath(windows ? 'dotnet.exe' : 'dotnet');
  const where = 'get it from https://dotnet.microsoft.com/download/dotnet/10.0';
  if (dotnet === undefined) {
    throw new Problem(`the .NET SDK 10 is missing; ${where}`);
  }

  const found = spawnSync(dotnet, ['--list-sdks'], { cwd: root, env: quietDotnet, encoding: 'utf8' }).stdout ?? '';
  const sdks = [...found.matchAll(/^(\S+) \[(.+)\]\r?$/gm)].map(([, version, folder]) => ({ version, folder }));
  const usable = sdks.find((sdk) => sdk.version.startsWith('10.'));
  if (usable === undefined) {
    throw new Problem(`the .NET SDK 10 is missing (found: ${sdks.map((sdk) => sdk.version).join(', ') || 'no SDK'}); ${where}`);
  }

  return dirname(usable.folder);
}

/**
 * Runs `npm ci` unless the locked packages are already there. The program alone needs few of them; `everything` adds those
 * of the extension, its views and the tests.
 */
export function requirePackages({ everything = false } = {}) {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const missing = (withTools) => Object.entries(packages).some(([path, entry]) => isNeeded(path, entry, withTools) && !isInstalled(path, entry));
  if (!missing(everything)) {
    return;
  }

  // What was installed for development stays complete, also when only the program asks.
  const withTools = everything || existsSync(join(root, 'node_modules', 'typescript'));
  const options = ['ci', '--no-audit', '--no-fund', ...(withTools ? [] : ['--omit=dev'])];

  // npm is a batch file on Windows, which only a shell starts; no argument here needs quoting.
  const npm = spawnSync('npm', options, { cwd: root, encoding: 'utf8', shell: windows });
  if (npm.error !== undefined) {
    throw new Problem(`npm is missing (it comes with Node.js, https://nodejs.org/en/download): ${npm.error.message}`);
  }

  if (npm.status !== 0) {
    const reasons = `${npm.stdout}${npm.stderr}`.split('\n').filter((line) => line.trim() !== '' && line.trim() !== 'npm error').slice(0, mostLines);
    throw new Problem(`\`npm ${options[0]}\` failed:\n${reasons.join('\n')}`);
  }
}

function isNeeded(path, entry, withTools) {
  const ownOrOptional = !path.includes('node_modules/') || entry.link || entry.optional || entry.devOptional || entry.peer;
  return !ownOrOptional && (withTools || !entry.dev);
}

function isInstalled(path, entry) {
  const manifest = join(root, path, 'package.json');
  return existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).version === entry.version;
}

function findOnPath(program) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  if (process.env.DOTNET_ROOT) {
    folders.push(process.env.DOTNET_ROOT);
  }

  return folders.map((folder) => join(folder, program)).find((path) => existsSync(path));
}
