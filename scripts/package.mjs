// Packages the extension with the program inside: `npm run package [-- TARGET ... | --all]`; without a target, for this machine.
// The packages are written to artifacts/vsix and need neither .NET nor Node.js where they are installed.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { requireContent } from './package-content.mjs';
import { Problem, quietDotnet, requirePackages, requireTools, root } from './requirements.mjs';

/** VS Code's names of systems, with .NET's. ONNX Runtime has no library for the others. */
export const targets = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'win32-x64': 'win-x64',
  'win32-arm64': 'win-arm64',
  'darwin-arm64': 'osx-arm64',
};

/** Targets that run the program of another where the package source has no .NET for them: Windows on ARM runs x64 programs by emulation. */
const emulated = { 'win32-arm64': 'win32-x64' };

const extension = join(root, 'extension');
const shipped = ['language-configuration.json', 'syntaxes', 'images', 'walkthrough', 'samples', 'dist'];
const model = 'smollm2-135m-instruct';

/**
 * Builds and packages for one target; gives the path of the package.
 * @returns {string}
 */
export function packageFor(target, { quiet = false } = {}) {
  const folder = join(root, 'artifacts', 'package', target);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const program = publishFor(target, join(folder, 'server'));
  stage(target, folder);
  requireContent(program, folder);
  const { version } = JSON.parse(readFileSync(join(extension, 'package.json'), 'utf8'));
  const file = join(root, 'artifacts', 'vsix', `interp-${target}-${version}.vsix`);
  mkdirSync(join(file, '..'), { recursive: true });
  const vsce = join(root, 'node_modules', '@vscode', 'vsce', 'vsce');
  // Its search for secrets reads every byte of the model; nothing here comes from anywhere but the repository.
  const options = ['package', '--no-dependencies', '--target', target, '--out', file, '--allow-package-all-secrets', '--allow-package-env-file'];
  run(process.execPath, [vsce, ...options, '--allow-missing-repository'], { cwd: folder });
  rmSync(folder, { recursive: true, force: true });
  if (!quiet) {
    console.log(`${relative(root, file)}  ${Math.round(statSync(file).size / 1e6)} MB`);
  }

  return file;
}

/** The program for a target; gives the target whose program it is. */
function publishFor(target, folder) {
  try {
    publish(target, folder);
    return target;
  } catch (error) {
    // NU1101: the source has no package of this name.
    if (!(error instanceof Problem) || !(target in emulated) || !error.message.includes('NU1101')) {
      throw error;
    }

    console.error(`${target}: the package source has no .NET for it; the package holds the program of ${emulated[target]}, which runs there by emulation`);
    rmSync(folder, { recursive: true, force: true });
    publish(emulated[target], folder);
    return emulated[target];
  }
}

/** The program for a system, with its own .NET and the embedded model. */
function publish(target, folder) {
  run('dotnet', [
    'publish', join(root, 'server', 'Interp.Cli'), '-c', 'Release', '-r', targets[target], '--self-contained', 'true',
    `-p:ArtifactsPath=${escaped(join(root, 'artifacts', 'package-build'))}`, `-p:PublishDir=${escaped(`${folder}/`)}`, '-p:HostBuild=true', `-p:OnnxNativeFor=${targets[target]}`,
    '-p:PublishReadyToRun=true', '-p:PublishDocumentationFiles=false', '-p:DebugType=none',
    '-p:UseSharedCompilation=false', '-p:RunAnalyzers=false', '-nodeReuse:false', '-v:quiet', '-nologo',
  ], { env: quietDotnet });
  if (!target.startsWith('win32')) {
    chmodSync(join(folder, 'interp'), 0o755);
  }

  cpSync(join(root, 'models', model), join(folder, 'models', model), { recursive: true });
}

/** The extension's own files as they are shipped: no sources, no development dependencies. */
function stage(target, folder) {
  for (const name of shipped.filter((entry) => existsSync(join(extension, entry)))) {
    cpSync(join(extension, name), join(folder, name), { recursive: true, filter: (path) => !path.endsWith('.map') });
  }

  // The program makes pages of the same views (`--html`, interp/html).
  cpSync(join(extension, 'dist', 'webview'), join(folder, 'server', 'views'), { recursive: true });
  const manifest = JSON.parse(readFileSync(join(extension, 'package.json'), 'utf8'));
  delete manifest.scripts;
  delete manifest.devDependencies;
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, undefined, 2)}\n`);
  cpSync(join(extension, 'README.md'), join(folder, 'README.md'));
  cpSync(join(root, 'LICENSE'), join(folder, 'LICENSE.txt'));
  cpSync(join(root, 'THIRD-PARTY-NOTICES.md'), join(folder, 'THIRD-PARTY-NOTICES.md'));
}

function bundle() {
  run(process.execPath, [join(extension, 'esbuild.mjs')]);
}

function run(program, options, settings = {}) {
  const { status, stdout, stderr, error } = spawnSync(program, options, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28, ...settings });
  if (status !== 0) {
    throw new Problem(`${program} ${options[0]} failed:\n${`${stdout ?? ''}${stderr ?? ''}${error?.message ?? ''}`.trimEnd()}`);
  }
}

/** A path as MSBuild wants it in a property. */
function escaped(path) {
  return path.replace(/[%$@'();?*]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);
}

/**
 * The target of this machine.
 * @returns {string}
 */
export function ownTarget() {
  const name = `${process.platform}-${process.arch}`;
  if (!(name in targets)) {
    throw new Problem(`ONNX Runtime has no native library for ${name}; packages are made for ${Object.keys(targets).join(', ')}`);
  }

  return name;
}

/**
 * Packages for each of the targets named; gives the paths of the packages.
 * @param {readonly string[]} names
 * @param {{ quiet?: boolean }} [options]
 * @returns {string[]}
 */
export function packageAll(names, options) {
  requireTools();
  requirePackages({ everything: true });
  bundle();
  return names.map((name) => packageFor(name, options));
}

function main(options) {
  const names = options.includes('--all') ? Object.keys(targets) : options.length > 0 ? options : [ownTarget()];
  const unknown = names.find((name) => !(name in targets));
  if (unknown !== undefined) {
    throw new Problem(`there is no target ${unknown}; there are ${Object.keys(targets).join(', ')} and --all`);
  }

  packageAll(names);
}

if (import.meta.url === pathToFileURL(resolve(process.argv[1] ?? '')).href) {
  try {
    main(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof Problem)) {
      throw error;
    }

    console.error(error.message);
    process.exitCode = 1;
  }
}
