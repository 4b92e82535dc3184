// How long a view takes from its data to its first paint: a fresh page each round, the script loaded, then one result.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { bundleViews } from '../../extension/esbuild.mjs';

const rounds = 15;
const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const program = [process.env.INTERP_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((place) => place && existsSync(place));
const fixture = (name) => JSON.parse(readFileSync(join(root, 'tests', 'extension', 'fixtures', name), 'utf8'));
const lens = fixture('lens.json');
const cases = [
  ['lens, 14 positions × 31 depths', 'lens', lens],
  ['lens, 512 positions × 31 depths', 'lens', widened(lens, 512)],
  ['contributions, 61 layer scores and both lists', 'contributions', fixture('contributions.json')],
];

const folder = mkdtempSync(join(tmpdir(), 'interp-views-'));
await bundleViews(folder);
const browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--disable-quic'] });
console.log('| view | data to first paint, median | slowest | of it drawing |\n| --- | --- | --- | --- |');
for (const [name, view, result] of cases) {
  const times = [];
  for (let round = 0; round < rounds; round++) {
    times.push(await measure(view, result));
  }

  const paint = times.map((time) => time.paint).sort((a, b) => a - b);
  const drawn = times.map((time) => time.drawn).sort((a, b) => a - b);
  const middle = Math.floor(rounds / 2);
  console.log(`| ${name} | ${paint[middle].toFixed(0)} ms | ${paint.at(-1).toFixed(0)} ms | ${drawn[middle].toFixed(0)} ms |`);
}

await browser.close();
rmSync(folder, { recursive: true });
console.log(`\n${rounds} fresh pages each, Chromium ${browser.version()}, headless, without a graphics card.`);

async function measure(view, result) {
  const page = await browser.newPage({ viewport: { width: 900, height: 1000 } });
  const text = (name) => readFileSync(join(folder, name), 'utf8');
  const editor = 'window.interpEditor = { postMessage() {}, getState() {}, setState() {} }';
  await page.setContent(`<!DOCTYPE html><html lang="en"><head><style>${text(`${view}.css`)}</style></head><body class="vscode-dark"><script>${editor}</script><script>${text(`${view}.js`)}</script></body></html>`);
  const message = { type: 'show', run: 1, request: { method: view, text: '' }, result, origin: { label: 'x' } };
  const times = await page.evaluate((data) => new Promise((resolve) => {
    const painted = (start) => requestAnimationFrame(() => {
      setTimeout(() => resolve({ paint: performance.now() - start, drawn: performance.getEntriesByName('interp-drawn').at(-1).startTime - start }), 0);
    });
    window.addEventListener('message', () => painted(start));
    const start = performance.now();
    window.postMessage(data, '*');
  }), message);
  await page.close();
  return times;
}

function widened(result, width) {
  const repeat = (list) => Array.from({ length: width }, (_, index) => list[index % list.length]);
  return { ...result, positions: [...Array(width).keys()], tokens: repeat(result.tokens), cells: repeat(result.cells), story: repeat(result.story) };
}
