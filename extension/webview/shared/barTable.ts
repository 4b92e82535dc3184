// Lists with bars: one description, drawn as a table on the page and as shapes in a picture, with the same numbers.
import { fill, h } from './dom.js';
import { rove } from './keys.js';
import { tokenSpan, type Token } from './tokens.js';

/** What stands in a cell. */
export type BarCell =
  | { readonly kind: 'text'; readonly text: string; readonly quiet?: boolean; readonly strong?: boolean; readonly mono?: boolean }
  | { readonly kind: 'tokens'; readonly tokens: readonly Token[] }
  | { readonly kind: 'part'; readonly part: 'attn' | 'ff' | 'embed' | 'none'; readonly text: string }
  | { readonly kind: 'bar'; readonly value: number; readonly other?: boolean };

/** A column: its head, its width, the side its numbers stand on. */
export interface BarColumn {
  readonly head: string;
  /** In pixels on the page; in a picture its share of the width. */
  readonly width: number;
  /** Bars and words share what the numbers leave. */
  readonly flexible?: boolean;
  /** Bars as wide as those of the list beside it, so that equal scores have equal bars. */
  readonly bars?: boolean;
  readonly right?: boolean;
  readonly tokens?: readonly Token[];
}

/** A row; rows with a key can be opened. */
export interface BarRow {
  readonly key?: string;
  /** What opening the row shows, said by screen readers. */
  readonly opens?: string;
  readonly cells: readonly BarCell[];
}

/** The largest sizes on both sides of zero, of one list or of lists that share it: a unit is as long to the left as to the right. */
export interface BarScale {
  readonly low: number;
  readonly high: number;
}

/** A list: what raises, what lowers, and perhaps what all of it sums to. */
export interface BarList {
  readonly title: string;
  readonly note: string;
  readonly columns: readonly BarColumn[];
  readonly top: readonly BarRow[];
  readonly bottom: readonly BarRow[];
  readonly sum?: { readonly label: string; readonly value: string };
  /** What the bars' column spans; the same in lists that stand side by side. */
  readonly scale: BarScale;
}

/** Handlers of a list on the page. */
export interface BarListActions {
  readonly selected?: string | undefined;
  readonly open?: (key: string) => void;
  readonly point?: (key: string | undefined) => void;
}

/** The width that a column keeps where there is little room. */
function leastWidth({ head, bars, flexible, width }: BarColumn): number {
  const least = head === '' ? leastBar : leastWord;
  return bars ? leastBar : flexible ? Math.min(least, width) : width;
}

const leastBar = 56;
const leastWord = 72;

/** The list as a table. */
export function barTable(list: BarList, actions: BarListActions = {}): HTMLElement {
  const columns = list.columns.map(({ bars, flexible, width }) =>
    h('col', bars ? { class: 'bars' } : flexible ? {} : { style: `width: ${width}px` }),
  );
  const body = h('tbody', {}, ...list.top.map((row) => rowElement(list, row, actions)));
  const bottom = list.bottom.map((row) => rowElement(list, row, actions));
  const parted = list.top.length > 0 && bottom.length > 0;
  const gap = h('tr', { class: 'gap', 'aria-hidden': 'true' }, h('td', { colspan: list.columns.length }));
  const lowest = h('tbody', {}, parted && gap, ...bottom);
  const table = h(
    'table',
    { class: 'bars', 'aria-label': `${list.title}: ${list.note}` },
    h('colgroup', {}, ...columns),
    h('thead', {}, h('tr', {}, ...list.columns.map(headElement))),
    body,
    bottom.length > 0 && lowest,
    list.sum && sumElement(list.sum, list.columns.length),
  );
  rove(table, 'button.open', false);
  // Where there is little room the table keeps the width that its words and numbers need, and scrolls by itself.
  const least = list.columns.reduce((sum, column) => sum + leastWidth(column), 0);
  const scrolls = actions.open === undefined && matchMedia('(max-width: 420px)').matches;
  return h('div', { class: 'scroller', style: `--least: ${least}px`, tabindex: scrolls ? 0 : undefined }, table);
}

/** Title and note of a list, above its table. */
export function listTitle(title: string, note: string): HTMLElement {
  return h('h2', {}, title, h('span', { class: 'note' }, note));
}

function sumElement(sum: { readonly label: string; readonly value: string }, columns: number): HTMLElement {
  return h(
    'tfoot',
    {},
    h(
      'tr',
      {},
      h('th', { scope: 'row', class: 'quiet', colspan: columns - 1 }, sum.label),
      h('td', { class: 'right strong' }, sum.value),
    ),
  );
}

function headElement(column: BarColumn): HTMLElement {
  if (column.head === '' && column.tokens === undefined) {
    return h('td');
  }

  const cell = h('th', { scope: 'col', class: column.right ? 'right' : column.flexible ? 'flexible' : undefined }, column.head);
  for (const token of column.tokens ?? []) {
    cell.append(' ', tokenSpan(token));
  }

  return cell;
}

function rowElement(list: BarList, row: BarRow, actions: BarListActions): HTMLElement {
  const isSelected = row.key !== undefined && row.key === actions.selected;
  const element = h('tr', { class: isSelected ? 'selected' : undefined });
  for (const [index, cell] of row.cells.entries()) {
    const column = list.columns[index];
    const content = cellContent(cell, list.scale);
    const opens = index === 0 && row.key !== undefined && actions.open !== undefined;
    const td = h('td', { class: [cell.kind, column?.right ? 'right' : '', column?.flexible ? 'flexible' : ''].join(' ').trim() });
    fill(td, opens ? openButton(row, content, isSelected, actions) : content);
    element.append(td);
  }

  const { key } = row;
  if (key !== undefined && actions.open !== undefined) {
    const open = actions.open;
    element.classList.add('openable');
    element.addEventListener('click', (event) => {
      if (!(event.target instanceof Element && event.target.closest('button') !== null)) {
        open(key);
      }
    });
  }

  if (key !== undefined && actions.point !== undefined) {
    const point = actions.point;
    element.addEventListener('pointerenter', () => {
      point(key);
    });
    element.addEventListener('pointerleave', () => {
      point(undefined);
    });
  }

  return element;
}

function openButton(row: BarRow, content: Node, isSelected: boolean, actions: BarListActions): HTMLElement {
  const button = h(
    'button',
    {
      type: 'button',
      class: 'open',
      'aria-pressed': String(isSelected),
      title: row.opens,
      'data-focus': row.key,
    },
    content,
  );
  button.addEventListener('click', () => {
    actions.open?.(row.key ?? '');
  });
  return button;
}

function cellContent(cell: BarCell, scale: BarScale): Node {
  switch (cell.kind) {
    case 'text':
      return h(
        'span',
        { class: [cell.quiet ? 'quiet' : '', cell.strong ? 'strong' : '', cell.mono ? 'mono' : ''].join(' ').trim() },
        cell.text,
      );
    case 'tokens':
      return h(
        'span',
        { class: 'words' },
        ...cell.tokens.flatMap((token, index) => (index === 0 ? [tokenSpan(token)] : [' ', tokenSpan(token)])),
      );
    case 'part':
      return h('span', {}, partMark(cell.part), ` ${cell.text}`);
    case 'bar':
      return barElement(cell.value, scale, cell.other ?? false);
  }
}

/** The shape of a kind of part; its name always stands beside it. */
export function partMark(part: 'attn' | 'ff' | 'embed' | 'none'): Node {
  return h('span', { class: `mark ${part}`, 'aria-hidden': 'true' });
}

/** The scale of values. */
export function barScale(values: readonly number[]): BarScale {
  return { low: Math.max(0, ...values.map((value) => -value)), high: Math.max(0, ...values) };
}

/** Where zero stands in the bars' column, and the length of a value, both as shares of its width. */
export function barPlace(value: number, { low, high }: BarScale): { readonly zero: number; readonly length: number } {
  const span = low + high;
  return span === 0
    ? { zero: 0, length: 0 }
    : { zero: low / span, length: Math.min(value < 0 ? low : high, Math.abs(value)) / span };
}

/** A bar from zero: right and solid where it raises, left and hatched where it lowers. */
function barElement(value: number, scale: BarScale, isOther: boolean): HTMLElement {
  const share = (part: number): string => `${(100 * part).toFixed(2)}%`;
  const { zero, length } = barPlace(value, scale);
  const place = value < 0 ? `right: ${share(1 - zero)}` : `left: ${share(zero)}`;
  const kind = isOther ? 'other' : value < 0 ? 'lowers' : 'raises';
  return h(
    'span',
    { class: 'axis', style: `--zero: ${share(zero)}`, 'aria-hidden': 'true' },
    h('span', { class: `fill ${kind}`, style: `${place}; width: ${share(length)}` }),
  );
}
