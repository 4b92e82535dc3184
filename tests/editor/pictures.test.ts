// The editor in three themes, as pictures: artifacts/pictures, or the folder that INTERP_PICTURES names (docs/images).
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
      await editor.openFile('capitals.interp');
      await editor.codeLens('2 of 3 expectations met').waitFor();
      await editor.command('View: Focus Problems');
      await editor.page.locator('.markers-panel', { hasText: 'rank(" Paris", layer=25)' }).waitFor();
      await editor.hover('is', question, '·London');
      await insideWindow(editor);
      await picture(editor, `editor-${name}`);
    } finally {
      await editor.close();
    }
  });
}

/** A hover that is cut off at the window's border cannot be read. */
async function insideWindow(editor: Editor): Promise<void> {
  const box = await editor.page.locator('.monaco-hover:visible').first().boundingBox();
  const size = editor.page.viewportSize();
  expect(box).not.toBeNull();
  expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(size?.width ?? 0);
  expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(size?.height ?? 0);
}

async function picture(editor: Editor, name: string): Promise<void> {
  await editor.page.screenshot({ path: join(folder, `${name}.png`) });
}
