import { expect, test } from 'vitest';
import { promptSelection } from '../../../extension/src/documents/promptSelection.js';

const lines = ['The capital', 'of France is', '', '  \t', 'last'];
const document = { lineAt: (line: number) => ({ text: lines[line] ?? '' }) };
const meant = (...[line, character, endLine, endCharacter]: [number, number, number, number]) => {
  const found = promptSelection(document, { start: { line, character }, end: { line: endLine, character: endCharacter } });
  return found === undefined
    ? undefined
    : [found.start.line, found.start.character, found.end.line, found.end.character].join(' ');
};

test('What is selected inside lines is the prompt as it is', () => {
  expect(meant(0, 4, 0, 11)).toBe('0 4 0 11');
  expect(meant(0, 0, 1, 3)).toBe('0 0 1 3');
  expect(meant(0, 0, 1, 12)).toBe('0 0 1 12');
});

test('Whole lines are the prompt without the line break behind them, and without that one only', () => {
  expect(meant(0, 0, 1, 0)).toBe('0 0 0 11');
  expect(meant(0, 0, 2, 0)).toBe('0 0 1 12');
  expect(meant(0, 0, 3, 0)).toBe('0 0 2 0');
});

test('Without a selection the line of the cursor is the prompt', () => {
  expect(meant(1, 5, 1, 5)).toBe('1 0 1 12');
  expect(meant(4, 0, 4, 0)).toBe('4 0 4 4');
});

test('A blank line, or nothing but a line break, is no prompt', () => {
  expect(meant(2, 0, 2, 0)).toBeUndefined();
  expect(meant(3, 2, 3, 2)).toBeUndefined();
  expect(meant(2, 0, 3, 0)).toBeUndefined();
  expect(meant(0, 11, 1, 0)).toBeUndefined();
});
