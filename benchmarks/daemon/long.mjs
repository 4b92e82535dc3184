// How a document of megabytes is served while somebody types in it: `node benchmarks/daemon/long.mjs`.
import { performance } from 'node:perf_hooks';
import { Daemon, milliseconds, quantile } from './client.mjs';

const uri = 'file:///measured.interp';
const prompts = 110_000;
const rounds = 15;
const text = Array.from({ length: prompts }, (_, index) => `### prompt ${index}\n@expect prob(" a") > 0.5\n\nThe cat sat on ${index}\n`).join('\n');
const last = 5 * (prompts - 1) + 3;

const daemon = await Daemon.start();
await daemon.write('The cat');
await daemon.hover(0, 5);
const before = daemon.resident;
const rows = [];

/** Milliseconds until an answer, and the bytes of the answer. */
async function wait(method, params) {
  const start = performance.now();
  const answer = await daemon.request(method, { textDocument: { uri }, ...params });
  return { time: performance.now() - start, bytes: JSON.stringify(answer).length };
}

let version = 100;
const type = (line) => daemon.connection.sendNotification('textDocument/didChange', {
  textDocument: { uri, version: ++version }, contentChanges: [{ range: { start: { line, character: 7 }, end: { line, character: 7 } }, text: 'x' }],
});

async function measure(name, method, params, change = () => undefined) {
  const waits = [];
  for (let round = 0; round < rounds; round++) {
    await change();
    waits.push(await wait(method, params));
  }

  rows.push([name, quantile(waits.map(({ time }) => time), 0.5), quantile(waits.map(({ time }) => time), 0.95), Math.max(...waits.map(({ bytes }) => bytes))]);
}

const start = performance.now();
await daemon.write(text);
await wait('textDocument/codeLens', {});
rows.push(['opened, to the first code lenses', performance.now() - start, performance.now() - start, text.length]);
await measure('code lenses', 'textDocument/codeLens', {});
await measure('keystroke, to the code lenses', 'textDocument/codeLens', {}, () => type(3));
await measure('keystroke near the end, to the hover of a word', 'textDocument/hover', { position: { line: last, character: 5 } }, () => type(last));
await measure('all that is said of the document', 'interp/document', {});
await measure('the block at the cursor, near the end', 'interp/document', { position: { line: last, character: 5 }, count: 1 });
await measure('outline', 'textDocument/documentSymbol', {});
const after = daemon.resident;
await daemon.stop();

console.log('| wait | median | 95th percentile | bytes at most |\n| --- | --- | --- | --- |');
for (const [name, median, most, bytes] of rows) {
  console.log(`| ${name} | ${milliseconds(median)} | ${milliseconds(most)} | ${bytes.toLocaleString('en')} |`);
}

console.log(`\nThe document has ${prompts.toLocaleString('en')} prompts and ${text.length.toLocaleString('en')} characters; resident memory grew by ${((after - before) / (1 << 20)).toFixed(0)} MB.`);
