// Runs the benches and writes their tables into docs/performance.md: `node scripts/performance.mjs [NAME ...]`.
// The tables stand between the lines <!-- NAME --> and <!-- end --> there. `torch` is the bench with LibTorch; those of benchmarks/daemon speak to the real daemon, those of benchmarks/views to a browser, those of benchmarks/editor to a whole editor.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { quietDotnet, root } from './requirements.mjs';

const page = join(root, 'docs', 'performance.md');
const place = (name) => new RegExp(`(<!-- ${name} -->\\n)[^]*?(<!-- end -->)`);
const known = [...readFileSync(page, 'utf8').matchAll(/<!-- (\w+) -->/g)].map((match) => match[1]).filter((name) => name !== 'end' && name !== 'machine');
const wanted = process.argv.length > 2 ? process.argv.slice(2) : known;

for (const name of wanted) {
  if (!known.includes(name)) {
    throw new Error(`docs/performance.md has no place for ${name}; it has ${known.join(', ')}`);
  }

  console.log(name);
  write(name, run(name));
}

write('machine', `${cpus()[0].model}, ${cpus().length} cores; ${new Date().toISOString().slice(0, 10)}.`);

function run(name) {
  const script = ['daemon', 'views', 'editor'].map((folder) => join(root, 'benchmarks', folder, `${name}.mjs`)).find((path) => existsSync(path));
  const project = join(root, 'benchmarks', name === 'torch' ? 'Interp.Benchmarks.Torch' : 'Interp.Benchmarks');
  const [program, options] = script !== undefined
    ? [process.execPath, [script]]
    : ['dotnet', ['run', '-c', 'Release', '-p:UseSharedCompilation=false', '--project', project, '--', ...(name === 'torch' ? [] : [name])]];
  const bench = spawnSync(program, options, {
    cwd: root, env: quietDotnet, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'], maxBuffer: 1 << 26,
  });
  if (bench.status !== 0) {
    throw new Error(`${name} failed:\n${bench.stdout}`);
  }

  return bench.stdout.replace(/^### .*\n/m, '').trim();
}

function write(name, text) {
  const before = readFileSync(page, 'utf8');
  writeFileSync(page, before.replace(place(name), (_, start, end) => `${start}${text}\n${end}`));
}
