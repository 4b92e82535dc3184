import { expect, test } from 'vitest';
import { RestartPolicy } from '../../../extension/src/daemon/restartPolicy.js';

test('A daemon is started again after one, two and four seconds and then no more', () => {
  const policy = new RestartPolicy(() => 0);
  expect([policy.next(), policy.next(), policy.next(), policy.next()]).toEqual([1000, 2000, 4000, undefined]);
});

test('Deaths that are three minutes old no longer count', () => {
  let now = 0;
  const policy = new RestartPolicy(() => now);
  policy.next();
  now = 179_999;
  expect(policy.next()).toBe(2000);
  now = 180_000;
  expect(policy.next()).toBe(2000);
  now = 360_000;
  expect(policy.next()).toBe(1000);
});

test('Only the first death of a series is worth a message', () => {
  const policy = new RestartPolicy(() => 0);
  policy.next();
  expect(policy.first).toBe(true);
  policy.next();
  expect(policy.first).toBe(false);
  policy.reset();
  policy.next();
  expect(policy.first).toBe(true);
});
