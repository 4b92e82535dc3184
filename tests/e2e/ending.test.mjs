// However the end comes, no daemon is left.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { test } from 'node:test';
import { Daemon, isAlive, root, sweep, until } from './daemon.mjs';

const limit = { timeout: 120_000 };

/** A daemon that sweeps. */
async function busy(options = []) {
  const daemon = new Daemon(options);
  await daemon.connect();
  const swept = daemon.request('interp/contributions', sweep).then(() => 'served', ({ code }) => code);
  await daemon.untilRunning('interp/contributions');
  return { daemon, swept };
}

test('shutdown cancels what runs, refuses what comes, and exit ends with 0', limit, async () => {
  const { daemon, swept } = await busy();
  const down = daemon.request('shutdown');
  assert.equal(await swept, -32800);
  assert.equal(await down, null);
  assert.equal((await daemon.refusal('interp/memory', {})).code, -32600);
  await daemon.connection.sendNotification('exit');
  assert.deepEqual(await daemon.ended, { code: 0, signal: null });
});

test('exit without shutdown ends with 1', limit, async () => {
  const daemon = new Daemon();
  await daemon.connect();
  await daemon.connection.sendNotification('exit');
  assert.equal((await daemon.ended).code, 1);
});

test('The end of standard input drains: what runs is cancelled and answered (R99)', limit, async () => {
  const { daemon, swept } = await busy();
  daemon.process.stdin.end();
  assert.equal(await swept, -32800);
  assert.deepEqual(await daemon.ended, { code: 0, signal: null });
});

test('A request to end by signal ends a daemon that works', { ...limit, skip: process.platform === 'win32' ? 'Windows has no SIGTERM' : false }, async () => {
  const { daemon } = await busy();
  daemon.process.kill('SIGTERM');
  assert.deepEqual(await daemon.ended, { code: 0, signal: null });
});

test('A client that is killed in the middle of heavy work leaves no daemon (R99)', limit, async () => {
  const client = spawn(process.execPath, [join(root, 'tests', 'e2e', 'client-that-is-killed.mjs')], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [line] = await once(client.stdout.setEncoding('utf8'), 'data');
  const id = Number(line);
  assert.ok(isAlive(id));
  client.kill('SIGKILL');
  await once(client, 'exit');
  await until(() => !isAlive(id));
});

test('A daemon whose client is gone ends though somebody else holds its pipe (R99)', limit, async () => {
  const client = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], { stdio: 'ignore' });
  const { daemon } = await busy(['--clientProcessId', String(client.pid)]);
  client.kill('SIGKILL');
  await once(client, 'exit');
  assert.deepEqual(await daemon.ended, { code: 0, signal: null });
});
