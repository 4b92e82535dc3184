// What the views are called, wherever they are named: tabs, headings, commands, files.
import type { ViewKind } from './viewProtocol.js';

/** The names of the views. */
export const viewNames: Readonly<Record<ViewKind, string>> = { lens: 'Lens', contributions: 'Explain' };

/** Longest part of a file's name that says what it is about. */
const longestLabel = 40;

/** A name for files of a view about `label`, without extension: letters, digits and hyphens, which every system takes. */
export function fileName(kind: ViewKind, label: string): string {
  const view = viewNames[kind].toLowerCase();
  const words = label
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, longestLabel)
    .replace(/-+$/, '')
    .toLowerCase();
  return words === '' ? view : `${view}-${words}`;
}
