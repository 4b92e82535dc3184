// A daemon that cannot be had: one message that says what to do, and nothing is tried over and over.
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import type { Editor } from './editor.js';
import { capitals } from './prompts.js';
import { editorTest, installation, isAvailable, openEditor } from './use.js';

let editor: Editor;
let folder: string;

beforeAll(async () => {
  if (isAvailable) {
    folder = mkdtempSync(join(installation().home, 'programs '));
    editor = await openEditor({
      files: { 'capitals.interp': capitals },
      settings: { 'interp.server.path': join(folder, 'nothing') },
    });
  }
});

afterAll(async () => {
  if (isAvailable) {
    await editor.close();
  }
});

/** A program that stands in for interp: each of its starts adds a line to a file. */
function program(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text, { mode: 0o755 });
  return path;
}

/** The one message on the screen, which is then closed. */
async function oneMessage(wanted: string): Promise<void> {
  await editor.messages().filter({ hasText: wanted }).waitFor();
  expect(await editor.messages().count()).toBe(1);
  await editor.page.keyboard.press('F1');
  await editor.page.keyboard.press('Escape');
  await editor.command('Notifications: Clear All Notifications');
  await editor.messages().first().waitFor({ state: 'hidden' });
}

editorTest('A program that is missing is one message', async () => {
  await editor.openFile('capitals.interp');
  await oneMessage('There is no program at');
});

editorTest('R127 A program that needs another C library is one message, whatever is asked for afterwards', async () => {
  const errors = "interp: /lib/x86_64-linux-gnu/libc.so.6: version `GLIBC_2.99' not found (required by interp)";
  editor.setSettings({ 'interp.server.path': program('old', `#!/bin/sh\necho "${errors.replace('`', '\\`')}" >&2\nexit 1\n`) });
  await oneMessage('needs the GNU C library 2.28 or newer; this system has');
  const starts = editor.log().split('GLIBC_2.99').length;
  await editor.clickText('France is', 'The capital of France is');
  await editor.page.keyboard.type(' x');
  await editor.page.keyboard.press('Control+z');
  expect(editor.log().split('GLIBC_2.99')).toHaveLength(starts);
  expect(await editor.messages().count()).toBe(0);
});

editorTest('A program of another version is one message that says what to install', async () => {
  const server = `#!${installation().node}
let text = Buffer.alloc(0);
process.stdin.on('data', (data) => {
  text = Buffer.concat([text, data]);
  const head = text.indexOf('\\r\\n\\r\\n');
  if (head < 0) return;
  const { id } = JSON.parse(text.subarray(head + 4).toString());
  const answer = JSON.stringify({ jsonrpc: '2.0', id, result: { capabilities: {}, interp: { protocolVersion: 99, versions: {}, analyses: [] } } });
  process.stdout.write('Content-Length: ' + Buffer.byteLength(answer) + '\\r\\n\\r\\n' + answer);
  process.stdin.removeAllListeners('data');
});
process.stdin.on('end', () => process.exit(0));
`;
  // The interpreter's path has no blank: the kernel would cut it there.
  editor.setSettings({ 'interp.server.path': program('other', server) });
  await oneMessage('speaks protocol 99, this extension needs protocol 1');
});

editorTest('An executable bit that was lost is set again, and the daemon starts', async () => {
  const real = editor.packagedProgram();
  chmodSync(real, 0o644);
  editor.setSettings({ 'interp.server.path': '' });
  await editor.status().filter({ hasText: 'smollm2-135m-instruct' }).waitFor();
  expect(await editor.messages().count()).toBe(0);
});

editorTest(
  'A provider that is not there is one message, a refusal in the view, and the name of what is missing in the status bar',
  async () => {
    await editor.status().filter({ hasText: 'CPU' }).waitFor();
    await editor.codeLens('Explain').first().locator('a', { hasText: 'Explain' }).first().click();
    await editor.view().getByText('Embedding to answer').waitFor();
    editor.setSettings({ 'interp.server.path': '', 'interp.provider': 'directml' });
    await editor.status().filter({ hasText: 'DirectML not available' }).waitFor();
    await editor.view().locator('.failure', { hasText: 'The provider directml cannot be used.' }).waitFor();
    await editor.view().getByText('Embedding to answer').waitFor({ state: 'detached' });
    await oneMessage('The provider directml cannot be used.');
    await editor.view().getByRole('button', { name: 'Use CPU' }).click();
    await editor.status().filter({ hasText: 'CPU' }).waitFor();
    await editor.view().getByText('Embedding to answer').waitFor();
    expect(await editor.messages().count()).toBe(0);
  },
);
