import { expect, test } from 'vitest';
import { explainEarlyEnd, explainSpawnFailure } from '../../../extension/src/daemon/problems.js';

const end = { path: '/opt/interp', code: 1, signal: null, errors: '', glibc: '2.36' } as const;

test('An old C library is named with what is needed and what is there', () => {
  const errors = "/opt/interp: /lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.34' not found (required by /opt/interp)\n";
  expect(explainEarlyEnd({ ...end, errors, glibc: '2.27' }).message).toBe(
    'The program interp needs the GNU C library 2.28 or newer; this system has version 2.27 (GLIBC 2.34 is asked for).',
  );
});

test('Another C library is named where the loader of the program is missing', () => {
  // Alpine: the file is there, its ELF interpreter is not, and the system says ENOENT.
  expect(explainSpawnFailure('/opt/interp', 'ENOENT', undefined).message).toBe(
    'The program interp needs the GNU C library 2.28 or newer; this system has another C library (Alpine has musl) (its loader is missing).',
  );
  const errors = 'Error loading shared library ld-linux-x86-64.so.2: No such file or directory (needed by /opt/interp)\n';
  expect(explainEarlyEnd({ ...end, code: 127, errors, glibc: undefined }).message).toContain('Alpine has musl');
});

test('A missing library of the system is named', () => {
  const errors =
    '/opt/interp: error while loading shared libraries: libz.so.1: cannot open shared object file: No such file or directory\n';
  expect(explainEarlyEnd({ ...end, code: 127, errors }).message).toContain('the library libz.so.1 is missing');
});

test('A missing .NET Runtime is named with where to get it', () => {
  const errors =
    "You must install or update .NET to run this application.\nFramework: 'Microsoft.NETCore.App', version '10.0.0' (x64)\n";
  expect(explainEarlyEnd({ ...end, code: 150, errors }).message).toContain('https://dotnet.microsoft.com/download/dotnet/10.0');
});

test('A folder without execution and a program of another system are told apart', () => {
  expect(explainSpawnFailure('/mnt/interp', 'EACCES', '2.36').message).toContain('noexec');
  expect(explainSpawnFailure('/mnt/interp', 'ENOEXEC', '2.36').message).toContain('made for another system');
});

test('Any other end is said with its last line', () => {
  expect(explainEarlyEnd({ ...end, errors: 'starting\ninterp: the model is damaged\n' }).message).toBe(
    'The program interp ended before it answered (exit code 1): interp: the model is damaged',
  );
  expect(explainEarlyEnd({ ...end, code: null, signal: 'SIGSEGV' }).message).toBe(
    'The program interp ended before it answered (signal SIGSEGV).',
  );
});
