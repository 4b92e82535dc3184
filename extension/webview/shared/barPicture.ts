// A list with bars as shapes of a picture: the same description as the table on the page.
import { barPlace, type BarCell, type BarColumn, type BarList, type BarRow, type BarScale } from './barTable.js';
import { textWidth } from './measure.js';
import type { Picture } from './picture.js';
import { tokenLabel } from './tokens.js';

const rowHeight = 18;
const size = 11;
/** The same in all lists, so that lists of one scale have equal bars for equal scores. */
const barWidth = 90;

/** Draws `list` with its corner at x, y; gives the y below it. */
export function drawBarList(picture: Picture, list: BarList, x: number, y: number, width: number): number {
  const { theme } = picture;
  const lefts = leftsOf(list.columns, x, width);
  const right = (index: number): number => (lefts[index + 1] ?? x + width) - 6;
  picture.text(x, y + 11, list.title, { size, bold: true });
  const noteLeft = x + textWidth(list.title, `600 ${size}px ${theme.font}`) + 10;
  picture.text(noteLeft, y + 11, cut(list.note, x + width - noteLeft, `${size}px ${theme.font}`), {
    size,
    fill: theme.description,
  });
  for (const [index, column] of list.columns.entries()) {
    const name = [column.head, ...(column.tokens ?? []).map((token) => tokenLabel(token.text))].join(' ');
    const place = column.right ? right(index) : (lefts[index] ?? x);
    picture.text(place, y + 27, name, { size: 10.5, fill: theme.description, anchor: column.right ? 'end' : 'start' });
  }

  picture.line(x, y + 32, x + width, y + 32, theme.border);
  let at = y + 34;
  const draw = (row: BarRow): void => {
    for (const [index, cell] of row.cells.entries()) {
      drawCell(picture, cell, lefts[index] ?? x, right(index), at, list.columns[index]?.right ?? false, list.scale);
    }

    at += rowHeight;
  };
  list.top.forEach(draw);
  if (list.top.length > 0 && list.bottom.length > 0) {
    picture.line(x, at + 4, x + width, at + 4, theme.description, 1, '1 3');
    at += 8;
  }

  list.bottom.forEach(draw);
  if (list.sum) {
    picture.line(x, at, x + width, at, theme.border);
    picture.text(x, at + 13, list.sum.label, { size, fill: theme.description });
    picture.text(x + width - 6, at + 13, list.sum.value, { size, bold: true, anchor: 'end' });
    at += rowHeight;
  }

  return at;
}

/** Left borders of the columns: numbers and bars keep their widths, the others share the rest. */
function leftsOf(columns: readonly BarColumn[], x: number, width: number): readonly number[] {
  const own = (column: BarColumn): number => (column.bars ? barWidth : column.width);
  const sum = (of: readonly BarColumn[]): number => of.reduce((total, column) => total + own(column), 0);
  const flexible = columns.filter((column) => column.flexible);
  const stretch = (width - sum(columns.filter((column) => !column.flexible))) / sum(flexible);
  let left = x;
  return columns.map((column) => {
    const at = left;
    left += own(column) * (column.flexible ? stretch : 1);
    return at;
  });
}

function drawCell(
  picture: Picture,
  cell: BarCell,
  left: number,
  right: number,
  top: number,
  isRight: boolean,
  scale: BarScale,
): void {
  const { theme } = picture;
  const baseline = top + 13;
  switch (cell.kind) {
    case 'text':
      picture.text(isRight ? right : left, baseline, cell.text, {
        size,
        mono: cell.mono ?? false,
        bold: cell.strong ?? false,
        fill: cell.quiet ? theme.description : theme.foreground,
        anchor: isRight ? 'end' : 'start',
      });
      return;
    case 'tokens':
      picture.text(
        left,
        baseline,
        cut(cell.tokens.map((token) => tokenLabel(token.text)).join(' '), right - left, `${size}px ${theme.mono}`),
        { size, mono: true },
      );
      return;
    case 'part':
      drawMark(picture, cell.part, left + 4, top + 9);
      picture.text(left + 12, baseline, cell.text, { size });
      return;
    case 'bar':
      drawBar(picture, cell.value, cell.other ?? false, left, right, top, scale);
      return;
  }
}

function drawBar(
  picture: Picture,
  value: number,
  isOther: boolean,
  left: number,
  right: number,
  top: number,
  scale: BarScale,
): void {
  const { theme } = picture;
  const place = barPlace(value, scale);
  const zero = left + (right - left) * place.zero;
  const length = place.length === 0 ? 0 : Math.max(1, (right - left) * place.length);
  const start = value < 0 ? zero - length : zero;
  picture.line(zero, top, zero, top + rowHeight, theme.description);
  if (isOther) {
    picture.box(start, top + 4, length, 10, 'none', theme.other);
  } else if (value < 0) {
    picture.hatched(start, top + 4, length, 10);
  } else {
    picture.box(start, top + 4, length, 10, theme.positive);
  }
}

function drawMark(picture: Picture, part: 'attn' | 'ff' | 'embed' | 'none', x: number, y: number): void {
  const { theme } = picture;
  if (part === 'attn') {
    picture.path(`M${x - 3} ${y}a3 3 0 1 0 6 0a3 3 0 1 0 -6 0z`, theme.attention, y + 3);
  } else if (part === 'ff') {
    picture.box(x - 3, y - 3, 6, 6, theme.feedForward);
  } else if (part === 'embed') {
    picture.path(`M${x} ${y - 4}l4 4l-4 4l-4 -4z`, theme.foreground, y + 4);
  }
}

/** Cuts a text to a width; what is cut ends in an ellipsis. */
function cut(text: string, width: number, font: string): string {
  let shown = text;
  while (shown.length > 1 && textWidth(shown, font) > width) {
    shown = `${Array.from(shown).slice(0, -2).join('')}…`;
  }

  return shown;
}
