// Resident memory over 10,000 mixed requests, and how long a cancelled sweep takes to answer: `node benchmarks/daemon/daemon.mjs`.
import { performance } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import rpc from 'vscode-jsonrpc/node';
import { Daemon, milliseconds, quantile, words } from './client.mjs';

const { CancellationTokenSource } = rpc;
const total = Number(process.argv[2] ?? 10_000);
const marks = [0, 0.01, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1].map((share) => Math.round(share * total));
const ids = (seed, length) => Array.from({ length }, (_, index) => (seed * 7 + index * 11) % 40);
const tiny = (seed) => ({ model: seed % 2 === 0 ? 'tiny/llama-gqa' : 'tiny/gpt2', ids: ids(seed, 4 + (seed % 13)) });
const kinds = [
  (seed) => ['interp/lens', { ...tiny(seed), top: 3 }],
  (seed) => ['interp/tokenize', { text: words(1 + (seed % 40), seed) }],
  (seed) => ['interp/forward', { ...tiny(seed), taps: ['logits'], top: 2 }],
  (seed) => ['interp/project', { model: 'tiny/llama-gqa', vectors: [{ kind: 'ffValue', layer: seed % 2, neuron: seed % 8 }] }],
  (seed) => ['interp/contributions', { ...tiny(seed), levels: ['layers', 'heads', 'ffNeurons'] }],
  () => ['interp/debugInfo', {}],
  (seed) => ['interp/lens', { ...tiny(seed), topp: seed }],
  (seed) => ['interp/lens', { text: words(8 + (seed % 8), seed), positions: [-1], top: 3 }],
];

const daemon = await Daemon.start();
const curve = [];
let sent = 0;
for (const mark of marks) {
  while (sent < mark) {
    const batch = Array.from({ length: Math.min(8, mark - sent) }, () => kinds[sent % kinds.length](sent++));
    await Promise.all(batch.map(([method, params]) => daemon.request(method, params).catch((error) => {
      if (error.code !== 1008) {
        throw error;
      }
    })));
  }

  curve.push([mark, daemon.resident]);
}

const waits = [];
for (let round = 0; round < 12; round++) {
  const source = new CancellationTokenSource();
  const sweep = daemon.request('interp/contributions', { text: 'The capital of France is', score: 'rank', levels: ['ffNeurons'] }, source.token);
  const answered = sweep.then(() => NaN, ({ code }) => (code === -32800 ? performance.now() : NaN));
  await pause(300 + round * 17);
  const before = performance.now();
  source.cancel();
  waits.push((await answered) - before);
}

await daemon.stop();
const megabytes = (bytes) => `${(bytes / (1 << 20)).toFixed(0)} MB`;
console.log('| requests | resident memory |\n| --- | --- |');
for (const [mark, bytes] of curve) {
  console.log(`| ${mark.toLocaleString('en')} | ${megabytes(bytes)} |`);
}

console.log(`\nA sweep that is cancelled is answered after ${milliseconds(quantile(waits, 0.5))} (median), ${milliseconds(Math.max(...waits))} at most of ${waits.length}.`);
