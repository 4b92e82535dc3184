// A reload of the window: the views that were open are there again, made anew from their requests.
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import type { Editor } from './editor.js';
import { capitals, question } from './prompts.js';
import { editorTest, isAvailable, openEditor } from './use.js';

let editor: Editor;

beforeAll(async () => {
  if (isAvailable) {
    editor = await openEditor({ files: { 'capitals.interp': capitals } });
    await editor.openFile('capitals.interp');
  }
});

afterAll(async () => {
  if (isAvailable) {
    await editor.close();
  }
});

const byEntropy = /colouring\W+entropy/;
const asTables = /asTable\W+true/;

/** Both views of the first block, in a state of a person's own: the lens coloured by entropy, the contributions as tables. */
async function openBoth(): Promise<void> {
  await editor.codeLens('Lens').first().locator('a', { hasText: 'Lens' }).first().click();
  await editor.view().locator('[role=gridcell]', { hasText: '·Paris' }).first().waitFor();
  await editor.view().getByRole('button', { name: 'entropy' }).click();
  await editor.codeLens('Explain').first().locator('a', { hasText: 'Explain' }).first().click();
  await editor.view().getByText('Embedding to answer').waitFor();
  await editor.view().getByRole('button', { name: 'table' }).click();
  await editor.view().locator('.twin').first().waitFor();
}

/** Both views of the first block; `last` is the last token of the prompt. */
async function bothAreBack(last: string): Promise<void> {
  await editor.tab('Explain: Capital of France').click();
  await editor.view().locator('.prompt-token', { hasText: last }).last().waitFor();
  await editor.view().locator('.twin').first().waitFor();
  await editor.tab('Lens: Capital of France').click();
  await editor.view().locator('.prompt-token', { hasText: last }).last().waitFor();
  await editor.view().locator('[role=gridcell]').first().waitFor();
  await editor.view().getByRole('button', { name: 'entropy', pressed: true }).waitFor();
  expect(await editor.messages().count()).toBe(0);
}

editorTest('R105 Both views are there again after a reload, as a person left them', async () => {
  await openBoth();
  await editor.stored(byEntropy);
  await editor.stored(asTables);
  await editor.reload();
  await bothAreBack('·is');
});

editorTest('R105 Both views are there again after a reload at once, while the document has unsaved changes', async () => {
  await editor.clickText('is', question);
  await editor.page.keyboard.press('End');
  await editor.page.keyboard.type(' the');
  await editor.reload();
  await editor.placeOf(question);
  const isKept = (await editor.text()).includes(`${question} the`);
  await bothAreBack(isKept ? '·the' : '·is');
});

editorTest(
  'R105 A pinned lens and an explanation of another block come back as what they showed, wherever the cursor is',
  async () => {
    await editor.tab('Lens: Capital of France').click();
    await editor.view().locator('[role=gridcell]').first().waitFor();
    await editor.view().locator('footer').click();
    await editor.page.keyboard.press('p');
    await editor.tab('Lens: Capital of France (pinned)').waitFor();
    await editor.codeLens('Explain').last().locator('a', { hasText: 'Explain' }).first().click();
    await editor.tab('Explain: Who gets the drink').waitFor();
    // The note of the extension is written at once, the state of the pages seconds later; the cursor is in the first block.
    await editor.stored(/^(?=.*"interp\.views")(?=.*"pinned":true)(?=.*Who gets the drink)/);
    await editor.reload();
    await editor.tab('Explain: Who gets the drink').waitFor();
    await editor.view().locator('.prompt-token', { hasText: '·drink' }).waitFor();
    await editor.clickText('drink to', 'gave a drink to');
    await editor.tab('Lens: Capital of France').click();
    await editor.tab('Lens: Capital of France (pinned)').waitFor();
    await editor.view().locator('.prompt-token', { hasText: '·France' }).waitFor();
  },
);

editorTest('R105 A view whose daemon cannot be had after a reload has one button that runs it again', async () => {
  editor.setSettings({ 'interp.server.path': join(editor.folder, 'nothing') });
  await editor.reload();
  await editor.view().locator('.failure', { hasText: 'There is no program at' }).waitFor();
  editor.setSettings({ 'interp.server.path': '' });
  await editor.status().filter({ hasText: 'smollm2-135m-instruct' }).waitFor();
  await editor.view().getByRole('button', { name: 'Run Again' }).click();
  await editor.view().locator('.prompt-token').first().waitFor();
  await editor.view().locator('.failure').waitFor({ state: 'detached' });
});
