// Both views in the editor: by keyboard, in every theme, beside the text, as a page of their own, and with long prompts.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect } from 'vitest';
import { until, type Editor } from './editor.js';
import { capitals, question } from './prompts.js';
import { editorTest, isAvailable, openEditor } from './use.js';

const long = `### Five hundred and twelve\n${'word '.repeat(512).trim()}\n\n### Short\nThe capital of Italy is\n`;

let editor: Editor;

beforeAll(async () => {
  if (isAvailable) {
    editor = await openEditor({ files: { 'capitals.interp': capitals, 'long.interp': long } });
    await editor.openFile('capitals.interp');
  }
});

afterAll(async () => {
  if (isAvailable) {
    await editor.close();
  }
});

editorTest('R111 Keyboard alone opens the lens, reads and pins a cell, and goes back to the text', async () => {
  await editor.clickText('is', question);
  await editor.page.keyboard.press('Control+Alt+Shift+Enter');
  await finished();
  await editor.command('View: Focus Right Editor Group');
  expect(await tabTo((name) => name.startsWith('cell-'))).toBe('cell-4-29');
  await editor.page.keyboard.press('ArrowUp');
  await editor.page.keyboard.press('ArrowLeft');
  const cell = editor.view().locator('[data-focus=cell-3-28]:focus');
  await cell.waitFor();
  expect(await cell.getAttribute('aria-description')).toContain('position 3, after layer 27');
  await editor.page.keyboard.press('Enter');
  await editor.view().locator('[data-focus=cell-3-28][aria-selected=true]').waitFor();
  await editor.page.keyboard.press('t');
  await editor.view().locator('.twin table').first().waitFor();
  await editor.page.keyboard.press('t');
  await editor.view().locator('[role=grid]').waitFor();
  await editor.command('View: Focus First Editor Group');
  await editor.page.locator('.editor-instance textarea:focus, .editor-instance .native-edit-context:focus').waitFor();
});

editorTest('R111 Keyboard alone goes down from the answer to a neuron and back', async () => {
  await editor.page.keyboard.press('Control+Alt+Enter');
  await editor.view().getByText('Embedding to answer').waitFor();
  await finished();
  await editor.command('View: Focus Right Editor Group');
  await tabTo((name) => name.startsWith('step-'));
  await editor.page.keyboard.press('End');
  await editor.page.keyboard.press('Enter');
  await editor.view().locator('nav', { hasText: 'feed-forward 29' }).waitFor();
  await editor.page.keyboard.press('Escape');
  await editor.view().locator('nav', { hasText: 'feed-forward 29' }).waitFor({ state: 'detached' });
  await editor.command('View: Focus First Editor Group');
});

editorTest('A token pointed at in a view is outlined in the text, as long as it is pointed at', async () => {
  await editor.view().locator('.prompt-token', { hasText: '·France' }).hover();
  const place = await editor.placeOf(' France', question);
  await until('the token is outlined', async () => (await outlines()).some((box) => Math.abs(box.x - place.x) < 3));
  const outlined = (await outlines()).filter((box) => Math.abs(box.y - place.y) < place.height);
  expect(outlined).toHaveLength(1);
  expect(Math.abs((outlined[0]?.width ?? 0) - place.width)).toBeLessThan(4);
  await editor.page.mouse.move(5, 5);
  await until('nothing is outlined', async () => (await outlines()).length === 0);
});

editorTest('A view is saved as a page that shows the same numbers without a network', async () => {
  const numbers = (await editor.view().locator('main td.right').allInnerTexts()).join(' ');
  expect(numbers).not.toBe('');
  await editor.view().getByRole('button', { name: 'export' }).click();
  await editor.view().getByRole('button', { name: 'HTML' }).click();
  await editor.page.locator('.quick-input-widget:visible', { hasText: 'Export Result' }).locator('input[type=text]').waitFor();
  await editor.page.locator('.quick-input-widget:visible a.monaco-button', { hasText: 'OK' }).click();
  const saved = (): string | undefined => readdirSync(editor.folder).find((name) => name.endsWith('.html'));
  await until(
    'the page is saved',
    () => saved() !== undefined && readFileSync(join(editor.folder, saved() ?? '')).includes('</html>'),
  );
  const { texts, asked } = await editor.plainPage(pathToFileURL(join(editor.folder, saved() ?? '')).href, 'main td.right');
  expect(texts.join(' ')).toBe(numbers);
  expect(asked).toEqual([]);
});

for (const [theme, kind] of [
  ['Light Modern', 'light'],
  ['Dark High Contrast', 'hcDark'],
  ['Light High Contrast', 'hcLight'],
  ['Dark Modern', 'dark'],
] as const) {
  editorTest(`R113 Both views take the colours of ${theme} at once while they are open, and can be read`, async () => {
    await editor.chooseTheme(theme);
    for (const title of ['Lens: Capital of France', 'Explain: Capital of France']) {
      await editor.tab(title).click();
      await editor.view().locator(`body[data-kind=${kind}] main section`).first().waitFor();
      expect(await editor.violations()).toEqual([]);
    }
  });
}

editorTest('R107 A lens that was hidden shows the prompt that it is opened for, also one of 512 positions', async () => {
  await editor.command('View: Focus First Editor Group');
  await editor.openFile('long.interp');
  await editor.clickText('Five', '### Five hundred');
  await editor.command('Interp: Show Lens');
  await editor.view().locator('[role=grid][aria-colcount="513"]').waitFor();
  await editor.tab('Lens: Five hundred and twelve').waitFor();
});

/** Waits for the whole result: what is drawn before is replaced by it. */
async function finished(): Promise<void> {
  await editor.view().locator('header .time').waitFor();
}

/** Presses Tab until the focus in the view is where it is wanted; says where. */
async function tabTo(isWanted: (name: string) => boolean): Promise<string> {
  for (let presses = 0; presses < 60; presses += 1) {
    await editor.page.keyboard.press('Tab');
    const name = await editor
      .view()
      .locator('body')
      .evaluate(() => document.activeElement?.getAttribute('data-focus') ?? '');
    if (isWanted(name)) {
      return name;
    }
  }

  throw new Error('Tab does not lead there.');
}

/** Outlines of the extension over the text. */
function outlines(): Promise<{ x: number; y: number; width: number; height: number }[]> {
  return editor.page.locator('.editor-instance .view-overlays .cdr[class*="TextEditorDecorationType"]').evaluateAll((all) =>
    all
      .filter((element) => getComputedStyle(element).borderTopStyle === 'solid')
      .map((element) => {
        const { x, y, width, height } = element.getBoundingClientRect();
        return { x, y, width, height };
      }),
  );
}
