// The editor in three themes, as pictures: artifacts/pictures, or the folder that INTERP_PICTURES names (docs/images).
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect } from 'vitest';
import type { Editor } from './editor.js';
import { capitals, question } from './prompts.js';
import { editorTest, openEditor } from './use.js';

const root = resolve(import.meta.dirname, '..', '..');
const folder = resolve(root, process.env['INTERP_PICTURES'] ?? join('artifacts', 'pictures'));

const themes = [
  { name: 'dark', theme: 'Default Dark Modern' },
  { name: 'light', theme: 'Default Light Modern' },
  { name: 'hc', theme: 'Default High Contrast' },
];

for (const { name, theme } of themes) {
  editorTest(`The hover and the problem can be read in the theme ${theme}`, async () => {
    mkdirSync(folder, { recursive: true });
    const files = { 'capitals.interp': capitals, 'README.md': '# Interp\n' };
    const editor = await openEditor({ files, theme, scale: 1.5, settings: { 'window.commandCenter': true } });
    try {
      execFileSync(editor.packagedProgram(), ['models', 'verify'], { env: editor.environment });
      await editor.openFile('capitals.interp');
      await editor.codeLens('2 of 3 expectations met').waitFor();
      await editor.command('View: Focus Problems');
      await editor.page.locator('.markers-panel', { hasText: 'rank(" Paris", layer=25)' }).waitFor();
      await editor.hover('is', question, '·London');
      await picture(editor, `editor-${name}`);
      await insideWindow(editor);
      await lastRowInSight(editor);
    } finally {
      await editor.close();
    }
  });
}

const prompts = `### Capital of France
@target " Paris"
The capital of France is

### Who gets the drink
@target " Mary"
@contrast " John"
When Mary and John went to the store, John gave a drink to
`;

for (const { name, theme } of themes) {
  editorTest(`Both views stand in the editor in the theme ${theme} without scrolling sideways`, async () => {
    mkdirSync(folder, { recursive: true });
    const settings = { 'workbench.activityBar.location': 'hidden', 'window.commandCenter': false };
    const size = { width: 940, height: 1240 };
    const editor = await openEditor({ files: { 'tour.interp': prompts }, theme, scale: 1.5, size, settings });
    try {
      execFileSync(editor.packagedProgram(), ['models', 'verify'], { env: editor.environment });
      await editor.openFile('tour.interp');
      await editor.clickText('is', question);
      await editor.command('Interp: Explain This Prediction');
      await alone(editor, 'Explain: Capital of France');
      await editor.view().getByText('24:1005', { exact: true }).first().click();
      await editor.view().locator('nav', { hasText: 'what it read' }).waitFor();
      await editor.view().getByText('sum = pre-activation').first().waitFor();
      await picture(editor, `view-contributions-${name}`);
      await wholeView(editor);

      await editor.command('View: Focus First Editor Group');
      await editor.clickText('drink to', 'gave a drink to');
      await editor.command('Interp: Show Lens');
      await alone(editor, 'Lens: Who gets the drink');
      await editor.view().locator('[role=gridcell]', { hasText: '·Mary' }).first().waitFor();
      await editor.view().locator('.chart svg').waitFor();
      await picture(editor, `view-lens-${name}`);
      await wholeView(editor);
    } finally {
      await editor.close();
    }
  });
}

/** Gives a view the whole window. */
async function alone(editor: Editor, title: string): Promise<void> {
  await editor.tab(title).click();
  await editor.command('View: Maximize Editor Group and Hide Side Bars');
  await editor.page.mouse.move(5, 5);
}

/** A view that scrolls sideways, or a text that is cut without a mark, cannot be read. The run time is there whole or not at all. */
async function wholeView(editor: Editor): Promise<void> {
  const { wide, cut } = await editor
    .view()
    .locator('body')
    .evaluate((body) => ({
      wide: body.scrollWidth - body.clientWidth,
      cut: [...body.querySelectorAll('h2, .note, .legend, footer p, header p, header li:not(.time)')]
        .filter((element) => element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display !== 'inline')
        .map((element) => element.textContent),
    }));
  expect(wide).toBeLessThanOrEqual(0);
  expect(cut).toEqual([]);
}

/** A hover that is cut off at the window's border cannot be read. */
async function insideWindow(editor: Editor): Promise<void> {
  const box = await editor.page.locator('.monaco-hover:visible').first().boundingBox();
  const size = editor.page.viewportSize();
  expect(box).not.toBeNull();
  expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(size?.width ?? 0);
  expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(size?.height ?? 0);
}

/** The answer stands in the last row of the hover's table; nobody should have to scroll for it. */
async function lastRowInSight(editor: Editor): Promise<void> {
  const hover = editor.page.locator('.monaco-hover:visible').first();
  const [box, row] = await Promise.all([hover.boundingBox(), hover.locator('tr').last().boundingBox()]);
  expect(row).not.toBeNull();
  expect((row?.y ?? 0) + (row?.height ?? 0)).toBeLessThanOrEqual((box?.y ?? 0) + (box?.height ?? 0));
}

async function picture(editor: Editor, name: string): Promise<void> {
  await editor.page.screenshot({ path: join(folder, `${name}.png`) });
}
