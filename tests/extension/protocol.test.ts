import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isFromView, isToView } from '../../extension/shared/viewProtocol.js';

const root = join(import.meta.dirname, '..', '..');

test('Messages of other frames are no messages of ours', () => {
  for (const foreign of [undefined, null, 'show', 7, {}, { type: 7 }, { type: 'webpackOk' }, [{ type: 'show' }]]) {
    expect(isToView(foreign)).toBe(false);
    expect(isFromView(foreign)).toBe(false);
  }
});

test('A message is known in its own direction only', () => {
  expect(isToView({ type: 'theme' })).toBe(true);
  expect(isFromView({ type: 'theme' })).toBe(false);
  expect(isFromView({ type: 'cancel', run: 1 })).toBe(true);
  expect(isToView({ type: 'cancel', run: 1 })).toBe(false);
});

test('The lock file names no machine, so that it installs anywhere', () => {
  const lock = readFileSync(join(root, 'package-lock.json'), 'utf8');
  expect([...lock.matchAll(/"resolved": "(?!extension")[^"]*"/g)].map((match) => match[0])).toEqual([]);
  expect(lock).not.toMatch(/localhost|127\.0\.0\.1|file:/);
});
