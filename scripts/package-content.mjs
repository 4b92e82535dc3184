// What a package must hold for its system, and what it must not: a library of another system would be found only by a user.
import { closeSync, openSync, readSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { Problem } from './requirements.mjs';

const models = 'models/smollm2-135m-instruct';
const ofEvery = [`server/${models}/card.json`, 'server/views/lens.js', 'dist/extension.js', 'dist/webview/lens.js', 'dist/webview/contributions.js', 'samples/tour.interp', 'LICENSE.txt', 'THIRD-PARTY-NOTICES.md'];

/** Of each system: the program, the native libraries, and how its native files begin. */
const systems = {
  linux: { program: 'interp', libraries: ['libonnxruntime.so', 'libSkiaSharp.so', 'libHarfBuzzSharp.so', 'libcoreclr.so'], kind: 'ELF' },
  win32: { program: 'interp.exe', libraries: ['onnxruntime.dll', 'DirectML.dll', 'libSkiaSharp.dll', 'libHarfBuzzSharp.dll', 'coreclr.dll'], kind: 'PE' },
  darwin: { program: 'interp', libraries: ['libonnxruntime.dylib', 'libSkiaSharp.dylib', 'libHarfBuzzSharp.dylib', 'libcoreclr.dylib'], kind: 'Mach-O' },
};

const machines = {
  ELF: { x64: 0x3e, arm64: 0xb7 },
  PE: { x64: 0x8664, arm64: 0xaa64 },
  'Mach-O': { x64: 0x01000007, arm64: 0x0100000c },
};

/** Throws unless the folder of a package has what its target needs, and nothing that is of another system or a source. */
export function requireContent(target, folder) {
  const names = readdirSync(folder, { recursive: true }).map((name) => String(name).replaceAll('\\', '/')).filter((name) => statSync(join(folder, name)).isFile());
  const problems = contentProblems(target, names, (name) => nativeKind(join(folder, name)));
  if (problems.length > 0) {
    throw new Problem(`the package for ${target} is wrong:\n${problems.join('\n')}`);
  }
}

/**
 * What is wrong with a package, one line each.
 * @param {string} target
 * @param {readonly string[]} names files of the package
 * @param {(name: string) => { kind: string, machine: number } | undefined} native what a file is, where it is native
 * @returns {string[]}
 */
export function contentProblems(target, names, native) {
  const [system, machine] = target.split('-');
  const { program, libraries, kind } = systems[system];
  const needed = [...ofEvery, ...[program, ...libraries].map((name) => `server/${name}`)];
  const missing = needed.filter((name) => !names.includes(name)).map((name) => `${name} is missing`);
  const sources = names.filter((name) => /\.(ts|cs|pdb|map)$|(^|\/)node_modules\//.test(name)).map((name) => `${name} is a source or for debugging only`);
  const foreign = names.flatMap((name) => {
    const found = native(name);
    // Managed libraries are PE files on every system, marked for the machine or for any.
    if (found === undefined || (found.kind === 'PE' && (kind !== 'PE' || !isNative(name, program, libraries)))) {
      return [];
    }

    return found.kind === kind && found.machine === machines[kind][machine] ? [] : [`${name} is ${found.kind} for machine 0x${found.machine.toString(16)}`];
  });
  const libraryOfOthers = names.filter((name) => Object.entries(systems).some(([other, { libraries: theirs }]) => other !== system && theirs.includes(basename(name))));
  return [...missing, ...sources, ...foreign, ...libraryOfOthers.map((name) => `${name} is of another system`)];
}

function isNative(name, program, libraries) {
  return [program, ...libraries].includes(basename(name));
}

/** How a file begins: ELF, PE or Mach-O, and for which machine; undefined for other files. */
export function nativeKind(path) {
  const head = Buffer.alloc(4096);
  const file = openSync(path, 'r');
  const length = readSync(file, head, 0, head.length, 0);
  closeSync(file);
  if (length < 64) {
    return undefined;
  }

  if (head.readUInt32BE(0) === 0x7f454c46) {
    return { kind: 'ELF', machine: head.readUInt16LE(18) };
  }

  if (head.readUInt32LE(0) === 0xfeedfacf) {
    return { kind: 'Mach-O', machine: head.readUInt32LE(4) };
  }

  const header = head.readUInt32LE(60);
  const isPortable = head.readUInt16BE(0) === 0x4d5a && header + 6 <= length && head.readUInt32BE(header) === 0x50450000;
  return isPortable ? { kind: 'PE', machine: head.readUInt16LE(header + 4) } : undefined;
}
