// Installs a real VS Code for the editor's tests: code-server and the Node.js it needs, outside the checkout.
// `node scripts/editor.mjs` installs and prints the folder; what is installed once is used by every checkout.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Problem } from './requirements.mjs';

// code-server 4.139.1 is VS Code 1.139.1. Its native modules are compiled on this machine.
const codeServer = '4.139.1';
const nodeVersion = '24.21.0';
const debian = ['build-essential', 'python3', 'pkg-config', 'libkrb5-dev', 'libsecret-1-dev', 'libx11-dev', 'libxkbfile-dev'];
const browsers = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The folder that holds it, whether installed or not: named after the versions, so that another version is another folder. */
export const editorFolder = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'interp-editor', `code-server-${codeServer}-node-${nodeVersion}`);

const complete = join(editorFolder, '.complete');
const log = `${editorFolder}.log`;

/** The programs of the installed editor: `{ node, codeServer }`, to be started as `node codeServer OPTIONS`. */
export function editorPrograms() {
  return {
    node: join(editorFolder, 'node_modules', `node-linux-${process.arch}`, 'bin', 'node'),
    codeServer: join(editorFolder, 'node_modules', 'code-server', 'out', 'node', 'entry.js'),
  };
}

/**
 * The browser that shows the editor; the environment variable INTERP_CHROMIUM names another.
 * @returns {string}
 */
export function browser() {
  const found = [process.env.INTERP_CHROMIUM, ...browsers].find((path) => path && existsSync(path));
  if (found === undefined) {
    throw new Problem('Chromium is missing: `apt-get install chromium`, or name it in INTERP_CHROMIUM');
  }

  return found;
}

/** True where the tests may install it without asking: 800 MB are not put into a person's home unasked. */
export function mayInstall() {
  return process.env.CI === 'true' || process.getuid?.() === 0;
}

/** Throws, with what to do, where the editor is not there and is not to be installed unasked. */
export function requireEditor() {
  if (!existsSync(complete) && !mayInstall()) {
    throw new Problem('the editor is not installed; `node scripts/editor.mjs` installs it outside the checkout (800 MB, some minutes)');
  }
}

/** Installs what is missing. What only root can install is installed by root, and named to everybody else. */
export async function installEditor() {
  if (process.platform !== 'linux') {
    throw new Problem(`the editor's tests run on Linux; this is ${process.platform}`);
  }

  requireDebianPackages();
  browser();
  if (existsSync(complete)) {
    return editorFolder;
  }

  rmSync(editorFolder, { recursive: true, force: true });
  const next = `${editorFolder}.${process.pid}`;
  mkdirSync(next, { recursive: true });
  writeFileSync(log, '');
  try {
    await install(next);
    renameSync(next, editorFolder);
    writeFileSync(complete, '');
  } finally {
    rmSync(next, { recursive: true, force: true });
  }

  return editorFolder;
}

async function install(folder) {
  const node = `node-linux-${process.arch}`;
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify({ name: 'interp-editor', private: true })}\n`);
  // What an npm that runs this (`npm test`) says of itself and of its Node.js is not for the one below.
  const outer = Object.fromEntries(Object.entries(process.env).filter(([name]) => name === 'npm_config_registry' || !name.startsWith('npm_')));
  await npm(folder, outer, ['install', '--save-exact', '--ignore-scripts', `${node}@${nodeVersion}`]);
  const home = join(folder, 'node_modules', node);
  await npm(folder, {
    ...outer,
    PATH: `${join(home, 'bin')}${delimiter}${process.env.PATH}`,
    // The headers of exactly this Node.js come with it; nothing is fetched for compiling.
    npm_config_nodedir: home,
    JOBS: 'max',
    npm_config_ignore_scripts: 'false',
    CI: 'true',
  }, ['install', '--save-exact', `code-server@${codeServer}`]);
}

/** npm with its output in a file: the installation prints thousands of lines. */
function npm(folder, environment, options) {
  const output = openSync(log, 'a');
  return new Promise((done, fail) => {
    const child = spawn('npm', [...options, '--no-audit', '--no-fund'], { cwd: folder, env: environment, stdio: ['ignore', output, output] });
    child.on('error', fail);
    child.on('exit', (code) => (code === 0 ? done() : fail(new Problem(`\`npm ${options.join(' ')}\` failed (all of it: ${log}):\n${lastLines()}`))));
  });
}

function lastLines() {
  return readFileSync(log, 'utf8').trimEnd().split('\n').slice(-12).join('\n');
}

function requireDebianPackages() {
  const state = (name) => spawnSync('dpkg-query', ['-W', '-f=${db:Status-Status}', name], { encoding: 'utf8' }).stdout;
  const wanted = [...debian, ...(browsers.some((path) => existsSync(path)) || process.env.INTERP_CHROMIUM ? [] : ['chromium'])];
  const missing = existsSync(complete) ? wanted.filter((name) => name === 'chromium') : wanted.filter((name) => state(name) !== 'installed');
  if (missing.length === 0) {
    return;
  }

  const command = `apt-get install -y --no-install-recommends ${missing.join(' ')}`;
  if (process.getuid?.() !== 0) {
    throw new Problem(`packages are missing: \`sudo ${command}\``);
  }

  const apt = (options) => spawnSync('apt-get', options, { encoding: 'utf8', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
  apt(['update']);
  const { status, stderr } = apt(command.split(' ').slice(1));
  if (status !== 0) {
    throw new Problem(`\`${command}\` failed:\n${stderr?.trim()}`);
  }
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  try {
    console.log(await installEditor());
  } catch (error) {
    if (!(error instanceof Problem)) {
      throw error;
    }

    console.error(error.message);
    process.exitCode = 1;
  }
}
