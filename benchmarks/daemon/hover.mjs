// How long a person waits for a hover, and for a fresh one after a keystroke: `node benchmarks/daemon/hover.mjs`.
import { performance } from 'node:perf_hooks';
import { Daemon, milliseconds, quantile, words } from './client.mjs';

const starts = [];
for (let round = 0; round < 5; round++) {
  const daemon = await Daemon.start();
  await daemon.write(words(32));
  await daemon.hover(0, 5);
  starts.push({ reply: daemon.firstReply, hover: performance.now() - daemon.started });
  await daemon.stop();
}

// In the first rounds .NET still compiles what it has found to be called often, on the cores that compute: that is told apart.
const daemon = await Daemon.start();
const coldRounds = 8;
const early = [];
const short = [];
const compute = [];
for (let round = 0; round < coldRounds + 12; round++) {
  const text = words(32, round + 1);
  await daemon.write(text);
  await daemon.hover(0, 1);

  // Each token once: none of these answers is known already.
  for (let end = text.indexOf(' ', 4), token = 0; end > 0 && token < 12; end = text.indexOf(' ', end + 1), token++) {
    (round < coldRounds ? early : short).push(await daemon.hover(0, end + 1));
  }

  for (let position = 2; position < 8; position++) {
    const lens = await daemon.request('interp/lens', { method: 'lens', text, positions: [-position], target: ' the', top: 4 });
    if (round >= coldRounds) {
      compute.push(lens.run.elapsedMs);
    }
  }
}

const typed = [];
const whole = [];
for (let round = 0; round < 12; round++) {
  const long = words(255, round);
  await daemon.write(`${long} an`);
  await daemon.hover(0, long.length + 1);
  let before = performance.now();
  await daemon.write(`${long} on`);
  await daemon.hover(0, long.length + 1);
  typed.push(performance.now() - before);
  before = performance.now();
  await daemon.write(`When${long} on`);
  await daemon.hover(0, long.length + 5);
  whole.push(performance.now() - before);
}

await daemon.stop();
const row = (...cells) => console.log(`| ${cells.join(' | ')} |`);
row('wait', 'median', '95th percentile');
row('---', '---', '---');
const rows = {
  'start to the first reply': starts.map((start) => start.reply),
  'start to the first hover, the model being read': starts.map((start) => start.hover),
  [`hover, 32 tokens, another token of a prompt that was read: the first ${early.length}`]: early,
  'the same, from then on (warm)': short,
  'of that, the analysis': compute,
  'keystroke at the end of 256 tokens to the fresh hover': typed,
  'change at the beginning of 256 tokens to the fresh hover': whole,
};
for (const [name, values] of Object.entries(rows)) {
  row(name, milliseconds(quantile(values, 0.5)), milliseconds(quantile(values, 0.95)));
}

console.log(`\nKeystroke against the whole prompt: ${(quantile(typed, 0.5) / quantile(whole, 0.5)).toFixed(2)}. ${early.length + short.length} hovers, ${starts.length} starts.`);
