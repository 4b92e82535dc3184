// The package as it is given to people.
import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { expect } from 'vitest';
import { editorTest, installation } from './use.js';

// What was measured when the package was first made, and a quarter more.
const mostMegabytes = 260;

editorTest('The package keeps the executable bit, brings its model and nothing of the sources', () => {
  const listing = execFileSync('python3', ['-c', script, installation().package], { encoding: 'utf8' });
  const entries = listing
    .trim()
    .split('\n')
    .map((line) => line.split('\t'));
  const names = entries.map(([, name]) => name ?? '');
  expect(entries.find(([, name]) => name === 'extension/server/interp')?.[0]).toMatch(/^1?0?755$/);
  expect(names).toContain('extension/server/models/smollm2-135m-instruct/card.json');
  expect(names).toContain('extension/server/libonnxruntime.so');
  expect(names).toContain('extension/dist/webview/lens.js');
  expect(names).toContain('extension/dist/webview/contributions.js');
  expect(names).toContain('extension/samples/tour.interp');
  expect(names.filter((name) => /\.(ts|pdb|map)$|\/node_modules\/|\.dll\.config$/.test(name))).toEqual([]);
  expect(statSync(installation().package).size / 1e6).toBeLessThan(mostMegabytes);
});

// Python's zipfile shows the mode that the archive keeps for each file.
const script = `
import sys, zipfile
for entry in zipfile.ZipFile(sys.argv[1]).infolist():
    print(f"{(entry.external_attr >> 16) & 0o7777:o}\\t{entry.filename}")
`;
