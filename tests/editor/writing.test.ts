// What a person does in the first minutes: hover, explain, change the prompt, lose the daemon.
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { until, type Editor } from './editor.js';
import { capitals, question } from './prompts.js';
import { editorTest, isAvailable, openEditor } from './use.js';

let editor: Editor;

beforeAll(async () => {
  if (isAvailable) {
    editor = await openEditor({ files: { 'capitals.interp': capitals, 'notes.txt': 'She said: The capital of France is\n' } });
    await editor.openFile('capitals.interp');
  }
});

afterAll(async () => {
  if (isAvailable) {
    await editor.close();
  }
});

/** The packaged program, asked directly: editor and command line must say the same. */
function ask(...options: string[]): unknown {
  return JSON.parse(execFileSync(editor.packagedProgram(), [...options, '--json'], { encoding: 'utf8' }));
}

interface Explained {
  readonly heads: { readonly top: readonly { readonly layer: number; readonly head: number }[] };
  readonly predictions: readonly { readonly top: readonly { readonly text: string }[] }[];
}

function explain(prompt: string): { readonly answer: string; readonly topHead: string } {
  const result = ask('explain', prompt) as Explained;
  const head = result.heads.top[0];
  return { answer: result.predictions[0]?.top[0]?.text ?? '', topHead: `${String(head?.layer)}.${String(head?.head)}` };
}

editorTest('Hovering over the last word shows what comes next and what the layers say', async () => {
  const hover = await editor.hover('is', question, 'Paris');
  expect(hover).toContain('·is');
  expect(hover).toMatch(/Next.*·Paris\s+\d+\.\d %/s);
  expect(await editor.page.locator('.monaco-hover:visible img').count()).toBe(1);
  await editor.noHover();
});

editorTest('The status bar names the model and what computes', async () => {
  await editor.status().filter({ hasText: 'Interp: smollm2-135m-instruct · CPU' }).waitFor();
});

editorTest('Code lenses say the answer, and an expectation that is not met is a problem', async () => {
  await editor.codeLens('→ ·Paris').waitFor();
  await editor.codeLens('expectations met').waitFor();
  await editor.page.locator('.editor-instance .squiggly-error').first().waitFor();
});

editorTest('Explain opens a view beside the text whose first head is that of the command line', async () => {
  await editor.codeLens('Explain').first().locator('a', { hasText: 'Explain' }).first().click();
  const { topHead } = explain(question);
  await editor.view().getByText(topHead, { exact: true }).first().waitFor();
  expect(await editor.messages().count()).toBe(0);
});

editorTest('The result is repeated by the command line that is copied, and saved to a file', async () => {
  await editor.command('Interp: Repeat as Command Line');
  const clipboard = (): Promise<string> => editor.page.evaluate(() => navigator.clipboard.readText());
  await until('the command line is on the clipboard', async () => (await clipboard()).includes('interp explain'));
  expect(await clipboard()).toContain(`'${question}'`);
  expect(await clipboard()).toContain(`' Paris'`);

  await editor.command('Interp: Export Result');
  await editor.page.locator('.quick-input-list .monaco-list-row', { hasText: 'JSON' }).click();
  await editor.page.locator('.quick-input-widget:visible', { hasText: 'Export Result' }).locator('input[type=text]').waitFor();
  await editor.page.locator('.quick-input-widget:visible a.monaco-button', { hasText: 'OK' }).click();
  const saved = (): string | undefined => readdirSync(editor.folder).find((name) => name.endsWith('.json'));
  await until('the result is saved', () => saved() !== undefined);
  const { topHead } = explain(question);
  const result = JSON.parse(readFileSync(join(editor.folder, saved() ?? ''), 'utf8')) as Explained;
  expect(`${String(result.heads.top[0]?.layer)}.${String(result.heads.top[0]?.head)}`).toBe(topHead);
});

editorTest('The view follows the prompt when it is changed', async () => {
  await editor.clickText('drink to', 'gave a drink to');
  await editor.tab('Explain: Who gets the drink').waitFor();
  await editor.view().getByText('·Mary').first().waitFor();
  await editor.page.keyboard.press('End');
  await editor.page.keyboard.type(' the');
  const { topHead, answer } = explain('When Mary and John went to the store, John gave a drink to the');
  await editor.view().getByText(topHead, { exact: true }).first().waitFor();
  await editor.view().getByText(answer.replaceAll(' ', '·')).first().waitFor();
  for (let count = 0; count < ' the'.length; count += 1) {
    await editor.page.keyboard.press('Backspace');
  }

  await editor.view().getByText('·Mary').first().waitFor();
});

editorTest('R97 Typing while hover, code lens and view are being computed opens no message box', async () => {
  await editor.clickText('drink to', 'gave a drink to');
  await editor.page.keyboard.press('End');
  const { x, y } = await editor.placeOf('Mary', 'When Mary');
  for (const letter of ' a friend of') {
    await editor.page.mouse.move(x + 5 + (letter.charCodeAt(0) % 20), y + 8);
    await editor.page.keyboard.type(letter);
  }

  const prompt = 'When Mary and John went to the store, John gave a drink to a friend of';
  const { answer } = explain(prompt);
  await editor.codeLens(`→ ${answer.replaceAll(' ', '·')}`).waitFor();
  expect(await editor.messages().count()).toBe(0);
});

editorTest('A selection of any file is explored until Escape', async () => {
  await editor.openFile('notes.txt');
  await editor.clickText('is', question);
  await editor.page.keyboard.press('End');
  for (let count = 0; count < question.length; count += 1) {
    await editor.page.keyboard.press('Shift+ArrowLeft');
  }

  await editor.command('Interp: Explore Selection as Prompt');
  const hover = await editor.hover('is', question, 'Paris');
  expect(hover).toContain('·Paris');
  await editor.noHover();
  await editor.page.keyboard.press('Escape');
  await editor.page.locator('.part.statusbar', { hasText: 'Escape ends it' }).waitFor({ state: 'hidden' });
  await editor.openFile('capitals.interp');
});

editorTest('A daemon that is killed comes back with one message, and a hover meanwhile is answered by the next', async () => {
  await until('the daemon runs', () => editor.daemon() !== undefined);
  const before = editor.daemon() ?? 0;
  process.kill(before, 'SIGKILL');
  await editor.messages().filter({ hasText: 'is being started again' }).waitFor();
  expect(await editor.messages().count()).toBe(1);
  expect(await editor.hover('is', question, 'Paris')).toContain('·Paris');
  await editor.noHover();
  expect(editor.daemon()).not.toBe(before);
  expect(await editor.messages().count()).toBeLessThanOrEqual(1);
});
