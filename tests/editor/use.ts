// Tests that need the editor: they are passed over, with the reason, where it cannot be had.
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { inject, test } from 'vitest';
import { Editor } from './editor.js';
import type { EditorOptions } from './server.js';
import type { Installation } from './setup.js';

const provided = inject('installation');
const reason = 'reason' in provided ? provided.reason : undefined;
if (reason !== undefined) {
  console.warn(`The editor's tests are passed over: ${reason}`);
}

const failures = resolve(import.meta.dirname, '..', '..', 'artifacts', 'test-failures');
let last: Editor | undefined;

/** A test of the editor; when it fails, what was on the screen and in the log is kept. */
export function editorTest(name: string, run: () => Promise<void> | void): void {
  test.skipIf(reason !== undefined)(name, async () => {
    try {
      await run();
    } catch (error) {
      await keepFailure(name).catch(() => undefined);
      throw error;
    }
  });
}

export const isAvailable = reason === undefined;

export function installation(): Installation {
  if ('reason' in provided) {
    throw new Error(provided.reason);
  }

  return provided;
}

export async function openEditor(options: EditorOptions): Promise<Editor> {
  last = await Editor.open(installation(), options);
  return last;
}

async function keepFailure(name: string): Promise<void> {
  if (last !== undefined) {
    mkdirSync(failures, { recursive: true });
    const file = join(failures, `${name.replace(/\W+/g, '-')}.png`);
    await last.page.screenshot({ path: file });
    console.error(`On the screen: ${file}\nIn the log:\n${last.log().slice(-4000)}`);
  }
}
