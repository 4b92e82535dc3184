import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findExecutable } from '../../../extension/src/daemon/executable.js';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), `interp O'Brien Müller 山田 `));
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function program(...path: string[]): string {
  const file = join(folder, ...path);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, '#!/bin/sh\n', { mode: 0o755 });
  return file;
}

const search = (setting = '', platform: NodeJS.Platform = 'linux') => ({
  setting,
  extensionPath: join(folder, 'extension'),
  platform,
});

test('The program of the settings goes first', () => {
  program('extension', 'server', 'interp');
  const own = program('own', 'interp');
  expect(findExecutable(search(own))).toEqual({ path: own, origin: 'setting' });
});

test('A setting that names nothing is a message, not another program', () => {
  program('extension', 'server', 'interp');
  expect(() => findExecutable(search(join(folder, 'nothing')))).toThrow('which the setting interp.server.path names');
  expect(() => findExecutable(search('bin/interp'))).toThrow('must be an absolute path');
});

test('The packaged program goes before the one of a checkout', () => {
  writeFileSync(join(folder, 'Interp.sln'), '');
  const checkout = program('interp');
  expect(findExecutable(search())).toEqual({ path: checkout, origin: 'checkout' });
  const packaged = program('extension', 'server', 'interp');
  expect(findExecutable(search())).toEqual({ path: packaged, origin: 'package' });
});

test('A program beside the extension that is no checkout is left alone', () => {
  program('interp');
  expect(() => findExecutable(search())).toThrow('The program interp is missing. Install the package made for this system');
});

test('On Windows a checkout gives what was built, because a script needs a shell', () => {
  writeFileSync(join(folder, 'Interp.sln'), '');
  program('interp.cmd');
  expect(() => findExecutable(search('', 'win32'))).toThrow('Run `interp --version` once in the checkout');
  const built = program('artifacts', 'interp', 'interp.exe');
  expect(findExecutable(search('', 'win32'))).toEqual({ path: built, origin: 'checkout' });
});

test('An executable bit that was lost is set again', () => {
  const packaged = program('extension', 'server', 'interp');
  chmodSync(packaged, 0o644);
  findExecutable(search());
  expect(statSync(packaged).mode & 0o777).toBe(0o755);
});
