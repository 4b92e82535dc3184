// Builds the command line into artifacts/interp when its sources changed. `interp` and `interp.cmd` call it.
// Two calls at once build once; a running program is never overwritten; a failed build leaves the last good one aside.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  closeSync, existsSync, mkdirSync, openSync, readFileSync, readdirSync, renameSync, rmSync, statSync, utimesSync, writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { Problem, quietDotnet, requirePackages, requireTools, root } from './requirements.mjs';

const artifacts = join(root, 'artifacts');
const built = join(artifacts, 'interp');
const next = join(artifacts, 'next');
const lock = join(artifacts, 'build.lock');
const log = join(artifacts, 'build.log');
const stamp = join(built, '.stamp');
// What the compilers leave for the next build, and the options that they had.
const kept = join(artifacts, 'build');
const keptOptions = join(kept, '.options');
const program = process.platform === 'win32' ? 'interp.exe' : 'interp';

// Generic code of the framework that is used with our types is compiled ahead of time, too; it is checked against the framework when it is loaded.
const aheadOfTime = ['-p:PublishReadyToRun=true', '-p:PublishReadyToRunCrossgen2ExtraArgs=--opt-cross-module:*%3B--non-local-generics-module:*'];

let compiler;
const heartbeatMs = 1000;
const staleMs = 15000;

try {
  await main();
} catch (error) {
  if (!(error instanceof Problem)) {
    throw error;
  }

  process.stderr.write(`interp: ${error.message}\n`);
  process.exitCode = 1;
}

async function main() {
  if (process.platform === 'win32' && upToDate()) {
    return;
  }

  try {
    mkdirSync(artifacts, { recursive: true });
  } catch (error) {
    return useExisting(error);
  }

  let unlock;
  try {
    unlock = await takeLock();
  } catch (error) {
    return useExisting(error);
  }

  try {
    if (!upToDate()) {
      await build();
    }
  } finally {
    unlock();
  }
}

/** Every source file of the command line with its content, as one hash. */
function fingerprint() {
  const hash = createHash('sha256');
  for (const name of sources()) {
    hash.update(`${name}\0`).update(readFileSync(join(root, name))).update('\0');
  }

  return hash.digest('hex');
}

function sources() {
  const below = (folder) => readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => !['bin', 'obj', 'node_modules'].includes(entry.name))
    .flatMap((entry) => (entry.isDirectory() ? below(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`]));
  const shared = readdirSync(root).filter((name) => name.startsWith('Directory.'));
  return [...below('server'), ...below('extension/webview'), ...below('extension/shared'), ...shared, 'global.json', 'package-lock.json', 'scripts/build.mjs', 'extension/esbuild.mjs'].sort();
}

/** True where the last build was made of the sources as they are now; then their times no longer matter. */
function upToDate() {
  if (!existsSync(stamp) || !existsSync(join(built, program))) {
    return false;
  }

  const now = new Date();
  if (readFileSync(stamp, 'utf8') !== fingerprint()) {
    return false;
  }

  try {
    utimesSync(stamp, now, now);
  } catch {
    // The folder cannot be written: the next start compares contents again.
  }

  return true;
}

/** A folder that cannot be written still runs what was built there. */
function useExisting(error) {
  if (!['EROFS', 'EACCES', 'EPERM'].includes(error.code)) {
    throw error;
  }

  if (!existsSync(join(built, program))) {
    throw new Problem(`cannot build: ${artifacts} cannot be written (${error.code}); copy the repository to a folder of your own`);
  }

  if (!upToDate()) {
    process.stderr.write(`interp: sources changed, but ${artifacts} cannot be written (${error.code}); running the last build\n`);
  }
}

/** Waits until no other start builds; gives what releases the lock. */
async function takeLock() {
  const mine = `${hostname()} ${process.pid}`;
  for (;;) {
    try {
      const file = openSync(lock, 'wx');
      writeFileSync(file, mine);
      closeSync(file);
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') {
        throw error;
      }
    }

    if (abandoned()) {
      rmSync(lock, { force: true });
    } else {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  const heartbeat = setInterval(() => {
    const now = new Date();
    utimesSync(lock, now, now);
  }, heartbeatMs);
  const release = () => {
    clearInterval(heartbeat);
    rmSync(lock, { force: true });
  };
  for (const [signal, code] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]]) {
    process.once(signal, () => {
      compiler?.kill();
      release();
      process.exit(code);
    });
  }

  return release;
}

/** True where the builder that holds the lock has died. */
function abandoned() {
  try {
    const [host, id] = readFileSync(lock, 'utf8').split(' ');
    if (Date.now() - statSync(lock).mtimeMs > staleMs) {
      return true;
    }

    if (host === hostname() && id !== undefined) {
      process.kill(Number(id), 0);
    }

    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}

async function build() {
  const why = existsSync(stamp) ? 'sources changed: about a minute' : 'first start: some minutes, later ones start at once';
  process.stderr.write(`interp: building (${why}) ...\n`);
  const dotnetFolder = requireTools();
  const made = fingerprint();
  const started = new Date();
  const progress = beginProgress();
  try {
    progress.note('packages');
    requirePackages();
    rmSync(stamp, { force: true });
    rmSync(next, { recursive: true, force: true });
    await publish(progress);
    // The bundler is one of the packages that were asked for above.
    progress.note('views');
    const { bundleViews } = await import('../extension/esbuild.mjs');
    await bundleViews(join(next, 'views'));
  } finally {
    progress.end();
  }

  writeFileSync(join(next, '.dotnet'), `${dotnetFolder}\n`);
  writeFileSync(join(next, '.stamp'), made);
  utimesSync(join(next, '.stamp'), started, started);

  // Renamed, not overwritten: a program that still runs keeps the files that it has open.
  const old = join(artifacts, `old-${process.pid}`);
  if (existsSync(built)) {
    renameSync(built, old);
  }

  renameSync(next, built);
  rmSync(old, { recursive: true, force: true });
}

/** A line on a terminal that says for how long and at what the build is; nothing anywhere else. */
function beginProgress() {
  const started = Date.now();
  let step = '';
  if (!process.stderr.isTTY || process.env.TERM === 'dumb') {
    return { note: () => {}, end: () => {} };
  }

  const clear = '\r\x1b[K';
  const draw = () => {
    const seconds = Math.floor((Date.now() - started) / 1000);
    const shown = `  ${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')} ${step}`;
    process.stderr.write(clear + shown.slice(0, (process.stderr.columns || 80) - 1));
  };
  const timer = setInterval(draw, 1000);
  return {
    note: (next) => {
      step = next;
      draw();
    },
    end: () => {
      clearInterval(timer);
      process.stderr.write(clear);
    },
  };
}

/** Compiles ahead of time for a quick start; where that compiler's package is not to be had, plainly. */
async function publish(progress) {
  // MSBuild compares times only: what was compiled ahead of time under other options would be taken for done.
  const options = JSON.stringify(aheadOfTime);
  if (!existsSync(keptOptions) || readFileSync(keptOptions, 'utf8') !== options) {
    rmSync(kept, { recursive: true, force: true });
    mkdirSync(kept, { recursive: true });
    writeFileSync(keptOptions, options);
  }

  progress.note('packages of .NET');
  let result = await dotnetPublish(aheadOfTime, progress);
  if (result.code !== 0 && /error NU1\d+.*crossgen/i.test(result.output)) {
    result = await dotnetPublish(['-p:PublishReadyToRun=false'], progress);
  }

  if (result.code !== 0) {
    const errors = new Set(result.output.split('\n').filter((line) => /\berror\b/i.test(line)).map((line) => line.trim()));
    const shown = errors.size > 0 ? [...errors].slice(0, 20).join('\n') : result.output.trimEnd();
    throw new Problem(`the build failed (all of it: ${log}):\n${shown}`);
  }
}

function dotnetPublish(options, progress) {
  const all = [
    'publish', join(root, 'server', 'Interp.Cli'), '-c', 'Release', '-r', runtimeIdentifier(), '--self-contained', 'false',
    `-p:ArtifactsPath=${escaped(kept)}`, `-p:PublishDir=${escaped(`${next}/`)}`, '-p:HostBuild=true',
    '-p:PublishDocumentationFiles=false', '-p:UseSharedCompilation=false', '-p:RunAnalyzers=false', '-nodeReuse:false', '-v:minimal', ...options,
  ];
  return new Promise((resolve, reject) => {
    let output = '';
    compiler = spawn('dotnet', all, { cwd: root, env: quietDotnet, stdio: ['ignore', 'pipe', 'pipe'] });
    compiler.stdout.on('data', (text) => {
      output += text;
      for (const [, project, made] of String(text).matchAll(/^ *(Interp\.\w+) -> (.*)$/gm)) {
        progress.note(project === 'Interp.Cli' ? (made.endsWith('.dll') ? 'compiling ahead of time' : 'done') : `compiled ${project}`);
      }
    });
    compiler.stderr.on('data', (text) => { output += text; });
    compiler.on('error', reject);
    compiler.on('close', (code) => {
      writeFileSync(log, output);
      resolve({ code, output });
    });
  });
}

/** A path as MSBuild wants it in a property: an apostrophe, for one, would end the text that it stands in. */
function escaped(path) {
  return path.replace(/[%$@'();?*]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);
}

/** .NET's name for this machine. */
function runtimeIdentifier() {
  const system = { linux: 'linux', darwin: 'osx', win32: 'win' }[process.platform];
  const processor = { x64: 'x64', arm64: 'arm64' }[process.arch];
  const name = `${process.platform} ${process.arch}`;
  if (system === undefined || processor === undefined || (system === 'osx' && processor === 'x64')) {
    throw new Problem(`ONNX Runtime has no native library for ${name}; Linux and Windows on x64 or arm64 and macOS on arm64 are served`);
  }

  if (system === 'linux' && process.report.getReport().header.glibcVersionRuntime === undefined) {
    throw new Problem('ONNX Runtime needs the GNU C library; this system has another (Alpine, for example)');
  }

  return `${system}-${processor}`;
}
