// A list with bars as shapes of a picture: the same description as the table on the page.
import type { BarCell, BarList, BarRow } from './barTable.js';
import { textWidth } from './measure.js';
import type { Picture } from './picture.js';
import { tokenLabel } from './tokens.js';

const rowHeight = 18;
const size = 11;

/** Draws `list` with its corner at x, y; gives the y below it. */
export function drawBarList(picture: Picture, list: BarList, x: number, y: number, width: number): number {
  const { theme } = picture;
  const total = list.columns.reduce((sum, column) => sum + column.width, 0);
  const lefts = list.columns.map(
    (_, index) => x + (width * list.columns.slice(0, index).reduce((sum, column) => sum + column.width, 0)) / total,
  );
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

function drawCell(
  picture: Picture,
  cell: BarCell,
  left: number,
  right: number,
  top: number,
  isRight: boolean,
  scale: number,
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
  scale: number,
): void {
  const { theme } = picture;
  const middle = (left + right) / 2;
  const length = scale === 0 ? 0 : Math.max(1, ((right - left) / 2) * Math.min(1, Math.abs(value) / scale));
  const start = value < 0 ? middle - length : middle;
  picture.line(middle, top, middle, top + rowHeight, theme.description);
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
