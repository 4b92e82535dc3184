// Waits until the daemon of the extension that is being debugged runs, so that the debugger finds it: .vscode/launch.json.
import { spawnSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';

const limitMs = 120_000;
const started = performance.now();
while (!isRunning()) {
  if (performance.now() - started > limitMs) {
    console.error('The daemon did not start: open an .interp file in the window that is being debugged.');
    process.exit(1);
  }

  await pause(250);
}

function isRunning() {
  const [program, options] = process.platform === 'win32' ? ['tasklist', ['/FI', 'IMAGENAME eq interp.exe', '/NH']] : ['ps', ['-Ao', 'args=']];
  const { stdout } = spawnSync(program, options, { encoding: 'utf8' });
  return /interp(\.exe\s|\S* serve\b)/.test(stdout ?? '');
}
