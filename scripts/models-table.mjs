// Fills the table of docs/models.md: what each family can be asked, and how far its engine is from the float64 reference.
// `node scripts/models-table.mjs [PATH OF interp]` runs `models info` and `models verify` on the embedded model and every tiny checkpoint.
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './requirements.mjs';

const program = process.argv[2] ?? join(root, 'interp');
const page = join(root, 'docs', 'models.md');
const [start, end] = ['<!-- table of scripts/models-table.mjs -->', '<!-- end of table -->'];
const names = ['smollm2-135m-instruct', ...readdirSync(join(root, 'models', 'tiny')).sort().map((name) => `tiny/${name}`)];
const methods = ['forward', 'lens', 'project', 'contributions', 'explain'];
const rows = names.map((name) => {
  const [info, verified] = ['info', 'verify'].map((verb) => answer('models', verb, name, '--json'));
  const can = methods.map((method) => (info.can[method] === true ? 'yes' : 'no'));
  const difference = verified.maxDifference.toExponential(1);
  return [info.model.family, `\`${name}\``, ...can, `${verified.badge}: ${difference} at \`${verified.worstTap}\``];
});
const table = [['family', 'checkpoint', ...methods, 'against the reference, nearest to its limit'], ['', '', ...methods, ''].map(() => '---'), ...rows]
  .map((cells) => `| ${cells.join(' | ')} |`).join('\n');
const text = readFileSync(page, 'utf8');
const [before, rest] = text.split(start);
const after = rest?.split(end)[1];
if (after === undefined) {
  throw new Error(`${page} lacks the marks of the table.`);
}

writeFileSync(page, `${before}${start}\n\n${table}\n\n${end}${after}`);

function answer(...options) {
  const { stdout, stderr, error } = spawnSync(program, options, { cwd: root, encoding: 'utf8' });
  if (error || !stdout) {
    throw error ?? new Error(stderr);
  }

  return JSON.parse(stdout);
}
