// Runs the examples of the documents and writes what they really print: `node scripts/examples.mjs [FILE.md ...]`.
// An example is a fenced block of the kind `console`; its lines that begin with `$ ` are the commands.
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './requirements.mjs';

const files = process.argv.length > 2 ? process.argv.slice(2) : documents();
for (const file of files) {
  const path = join(root, file);
  const text = readFileSync(path, 'utf8');
  const filled = text.replace(/^```console\n(.*?)^```$/gms, (_, block) => `\`\`\`console\n${run(block)}\`\`\``);
  if (filled !== text) {
    writeFileSync(path, filled);
    console.log(`${file} changed`);
  }
}

function documents() {
  const below = (folder) => readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => (
    entry.isDirectory() ? below(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`]));
  return ['README.md', ...below('docs')].filter((name) => name.endsWith('.md'));
}

function run(block) {
  const commands = block.split('\n').filter((line) => line.startsWith('$ '));
  return commands.map((line) => {
    const result = spawnSync('sh', ['-c', `${line.slice(2)} 2>&1`], { cwd: root, encoding: 'utf8' });
    console.log(`${result.status}  ${line}`);
    const output = result.stdout.split('\n').map((text) => text.trimEnd()).join('\n').trim();
    return `${line}\n${output}\n`;
  }).join('\n');
}
