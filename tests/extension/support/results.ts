// Real results as the tests' material, and changed copies of them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type {
  ContributionsResult,
  ExplainResult,
  HeadPositionRow,
  LensResult,
  ProjectResult,
} from '../../../extension/shared/contracts.js';
import type { RequestOf, ResultOf, Show, ViewKind } from '../../../extension/shared/viewProtocol.js';

const folder = join(import.meta.dirname, '..', 'fixtures');

function read(name: string): unknown {
  return JSON.parse(readFileSync(join(folder, name), 'utf8'));
}

function isLens(value: unknown): value is LensResult {
  return typeof value === 'object' && value !== null && 'cells' in value;
}

function isExplained(value: unknown): value is ExplainResult {
  return typeof value === 'object' && value !== null && 'layers' in value && 'predictions' in value;
}

function known<T>(value: unknown, is: (value: unknown) => value is T): T {
  if (!is(value)) {
    throw new Error('a fixture is no such result');
  }

  return value;
}

/** Lens of 14 positions with target and contrast. */
export const lens = known(read('lens.json'), isLens);

/** Explanation without a contrast. */
export const explained = known(read('contributions.json'), isExplained);

/** Explanation with a contrast. */
export const contrasted = known(read('contrast.json'), isExplained);

/** The prompt of a result. */
export function promptOf(result: LensResult | ContributionsResult): string {
  return (result.tokens ?? []).map((token) => token.text).join('');
}

/** A result as the message that shows it. */
export function show<K extends ViewKind>(_kind: K, result: ResultOf[K], request: RequestOf[K], run = 1): Show<K> {
  return { type: 'show', run, request, result, origin: { uri: 'file:///a.interp', block: 0, label: 'Test' } };
}

/** The message that shows the lens. */
export function showLens(result: LensResult = lens, run = 1): Show<'lens'> {
  return show('lens', result, { method: 'lens', text: promptOf(result), target: ' Mary', contrast: ' John' }, run);
}

/** The message that shows an explanation. */
export function showContributions(result: ContributionsResult = explained, run = 1): Show<'contributions'> {
  return show('contributions', result, { method: 'contributions', text: promptOf(result), target: ' Paris' }, run);
}

/** What head 23.4 read, at `count` sources from the one at position 3 on. */
export function readByHead(count: number): ContributionsResult {
  const row = (index: number): HeadPositionRow => ({
    layer: 23,
    head: 4,
    position: (3 + index) % 5,
    pattern: 0.9 / (1 + index),
    score: 2.8 - index / 2,
    bs: 1,
    norm: 2,
    firstOrder: 2.7,
  });
  const top = Array.from({ length: count }, (_, index) => row(index));
  const certificate = { certified: true, bound: 'closedForm', candidates: 5, exactEvaluations: 5 };
  return { ...explained, headPositions: { top, bottom: [], certificate } };
}

/** What head 23.4 wrote. */
export const writtenByHead: ProjectResult = {
  method: 'project',
  settings: { mode: 'frozen', position: 4, top: 1, bottom: 1, entropy: false, softCapApplied: false },
  vectors: [
    {
      vector: { kind: 'head', layer: 23, head: 4, position: 4 },
      mode: 'frozen',
      norm: 1,
      top: [{ id: 7042, text: ' Paris', value: 3.5 }],
      bottom: [{ id: 260, text: ' the', value: -2 }],
    },
  ],
  warnings: [],
};

/** A lens of `width` positions, made by repeating the columns. */
export function wideLens(width: number): LensResult {
  const repeat = <T>(list: readonly T[]): T[] =>
    Array.from({ length: width }, (_, index) => list[index % list.length]).flatMap((item) => (item === undefined ? [] : [item]));
  return {
    ...lens,
    positions: Array.from({ length: width }, (_, index) => index),
    tokens: repeat(lens.tokens ?? []),
    cells: repeat(lens.cells),
    story: repeat(lens.story),
  };
}

/** Texts that must never be interpreted. */
export const hostile = [
  '<img src=x onerror="window.hacked=1">',
  '</script><script>window.hacked=1</script>',
  '\u202Eevil\u2066',
  '\0',
  '\u2028',
  '&lt;b&gt;',
  '{a|b}',
  '\ufeff',
  '\ud800',
  'עברית',
];

/** The lens with hostile tokens in the prompt, in cells and as target. */
export function hostileLens(): LensResult {
  const text = (index: number): string => hostile[index % hostile.length] ?? '';
  return {
    ...lens,
    tokens: (lens.tokens ?? []).map((token, index) => ({ ...token, text: text(index) })),
    cells: lens.cells.map((column, position) =>
      column.map((cell, row) => ({
        ...cell,
        top: cell.top.map((token, index) => ({ ...token, text: text(position + row + index) })),
        ...(cell.target && { target: { ...cell.target, text: text(0) } }),
        ...(cell.contrast && { contrast: { ...cell.contrast, text: text(2) } }),
      })),
    ),
  };
}

/** The explanation with hostile tokens everywhere. */
export function hostileContributions(): ContributionsResult {
  const text = (index: number): string => hostile[index % hostile.length] ?? '';
  const words = (
    list: readonly { id: number; text: string; value: number }[] | undefined,
  ): { id: number; text: string; value: number }[] =>
    (list ?? []).map((token, index) => ({ ...token, text: text(index + token.id) }));
  const neurons = explained.ffNeurons;
  return {
    ...explained,
    tokens: (explained.tokens ?? []).map((token, index) => ({ ...token, text: text(index) })),
    target: { ...explained.target, text: text(1) },
    ...(neurons && {
      ffNeurons: {
        ...neurons,
        top: neurons.top.map((row) => ({ ...row, raised: words(row.raised), lowered: words(row.lowered) })),
      },
    }),
  };
}
