// `npm run demo`: one question to the embedded model, from nothing to its explanation.
import { spawnSync } from 'node:child_process';
import { root } from './requirements.mjs';

const windows = process.platform === 'win32';
const prompt = 'The capital of France is';
const result = windows
  ? spawnSync('interp.cmd', ['explain', `"${prompt}"`], { cwd: root, stdio: 'inherit', shell: true })
  : spawnSync('./interp', ['explain', prompt], { cwd: root, stdio: 'inherit' });
process.exitCode = result.status ?? 1;
