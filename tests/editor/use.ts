// Tests that need the editor: they are passed over, with the reason, where it cannot be had.
import { inject, test } from 'vitest';
import { Editor, type EditorOptions } from './editor.js';
import type { Installation } from './setup.js';

const provided = inject('installation');
const reason = 'reason' in provided ? provided.reason : undefined;
if (reason !== undefined) {
  console.warn(`The editor's tests are passed over: ${reason}`);
}

/** A test of the editor. */
export const editorTest = test.skipIf(reason !== undefined);

export const isAvailable = reason === undefined;

export function installation(): Installation {
  if ('reason' in provided) {
    throw new Error(provided.reason);
  }

  return provided;
}

export function openEditor(options: EditorOptions): Promise<Editor> {
  return Editor.open(installation(), options);
}
