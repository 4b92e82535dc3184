// The package as it is given to people.
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'vitest';
import { contentProblems, nativeKind } from '../../scripts/package-content.mjs';
import { ownTarget, targets } from '../../scripts/package.mjs';
import { editorTest, installation } from './use.js';

// What was measured when the package was first made, and a quarter more.
const mostMegabytes = 210;

/** Folder of the installed package. */
function installed(): string {
  const extensions = join(installation().home, 'extensions');
  return join(extensions, readdirSync(extensions).find((name) => name.startsWith('interp.interp-vscode-')) ?? '');
}

function filesOf(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => statSync(join(folder, name)).isFile());
}

editorTest('R123 The package keeps the executable bit, brings its model and nothing of the sources', () => {
  const listing = execFileSync('python3', ['-c', script, installation().package], { encoding: 'utf8' });
  expect(/^(\S+)\textension\/server\/interp$/m.exec(listing)?.[1]).toMatch(/^1?0?755$/);
  const folder = installed();
  expect(contentProblems(ownTarget(), filesOf(folder), (name) => nativeKind(join(folder, name)))).toEqual([]);
  expect(statSync(installation().package).size / 1e6).toBeLessThan(mostMegabytes);
});

editorTest('A package with the files of one system is refused for every other', () => {
  const folder = installed();
  const names = filesOf(folder);
  for (const target of Object.keys(targets).filter((name) => name !== ownTarget())) {
    const problems = contentProblems(target, names, (name) => nativeKind(join(folder, name)));
    expect(problems.length, target).toBeGreaterThan(3);
  }

  const withSource = contentProblems(ownTarget(), [...names, 'server/a.pdb', 'src/a.ts'], () => undefined);
  expect(withSource).toEqual(['server/a.pdb is a source or for debugging only', 'src/a.ts is a source or for debugging only']);
});

editorTest('No library of the package needs a newer GNU C library than the documents say', () => {
  const folder = join(installed(), 'server');
  const versions = filesOf(folder)
    .filter((name) => nativeKind(join(folder, name))?.kind === 'ELF')
    .flatMap((name) =>
      [...readFileSync(join(folder, name), 'latin1').matchAll(/\0GLIBC_2\.(\d+)/g)].map((match) => Number(match[1])),
    );
  expect(`Linux needs the GNU C library 2.${String(Math.max(...versions))} or newer`).toBe(
    /Linux needs the GNU C library [\d.]+ or newer/.exec(guide())?.[0],
  );
});

editorTest('What the documents say of the sizes in the package is so', () => {
  const folder = installed();
  const sizes = new Map<string, number>();
  for (const name of filesOf(folder)) {
    const part = parts.find(([, pattern]) => pattern.test(name))?.[0] ?? '';
    sizes.set(part, (sizes.get(part) ?? 0) + statSync(join(folder, name)).size / 1e6);
  }

  const said = new Map([...guide().matchAll(/^\| ([^|]+) \| (\d+) \|$/gm)].map((match) => [match[1], Number(match[2])]));
  for (const [part] of parts) {
    expect(Math.abs((said.get(part) ?? 0) - (sizes.get(part) ?? 0)), `${part}: ${String(sizes.get(part))} MB`).toBeLessThan(2);
  }
});

const parts = [
  ['embedded model, SmolLM2-135M-Instruct', /^server\/models\//],
  ['the extension and its views', /^(?!server\/)|^server\/views\//],
  ['ONNX Runtime', /onnxruntime/i],
  ['drawing: ScottPlot, Skia, HarfBuzz, two fonts', /ScottPlot|Skia|HarfBuzz|\.[ot]tf$/i],
  ['.NET and the program', /^server\//],
] as const;

function guide(): string {
  return readFileSync(resolve(import.meta.dirname, '..', '..', 'docs', 'editor.md'), 'utf8');
}

// Python's zipfile shows the mode that the archive keeps for each file.
const script = `
import sys, zipfile
for entry in zipfile.ZipFile(sys.argv[1]).infolist():
    print(f"{(entry.external_attr >> 16) & 0o7777:o}\\t{entry.filename}")
`;
