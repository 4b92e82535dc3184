// Checks all TypeScript: types, lint, format. `npm run check`; the first failure ends it with exit code 1.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const bin = (packageName, file) => join(root, 'node_modules', packageName, file);
const isCode = (name) => /\.(ts|mts)$/.test(name);
const hasCode = (folder) => existsSync(join(root, folder)) && readdirSync(join(root, folder), { recursive: true }).some(isCode);

const projects = [
  'extension/shared',
  'extension/src',
  'extension/webview',
  'tests/extension',
  'tests/e2e',
  'tests/editor',
].filter((folder) => existsSync(join(root, folder, 'tsconfig.json')) && hasCode(folder));
for (const project of projects) {
  run(bin('typescript', 'bin/tsc'), ['-p', project]);
}

const folders = ['extension', ...projects.filter((project) => project.startsWith('tests/'))];
run(bin('eslint', 'bin/eslint.js'), ['--max-warnings', '0', '--no-error-on-unmatched-pattern', ...folders]);
run(bin('prettier', 'bin/prettier.cjs'), ['--check', '--log-level', 'warn', ...folders]);

function run(program, options) {
  const { status } = spawnSync(process.execPath, [program, ...options], { cwd: root, stdio: 'inherit' });
  if (status !== 0) {
    process.exit(1);
  }
}
