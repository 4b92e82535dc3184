// The grid of positions x rows. Only the columns near the window are in the page, so that 512 positions stay quick.
import type { LensCell } from '../../shared/contracts.js';
import { textOn } from '../shared/colour.js';
import { afterFrame, h } from '../shared/dom.js';
import { sequentialColour, type Theme } from '../shared/theme.js';
import { percent } from '../shared/numbers.js';
import { tokenSpan } from '../shared/tokens.js';
import type { ColourScale } from './colouring.js';
import { rowName, rowPhrase, tokenAt, type LensData } from './data.js';

/** Width of a cell in pixels. */
export const cellWidth = 58;

/** Characters of a token that fit into a cell. */
export const cellLabelLength = 7;

const labelWidth = 48;
/** Columns beyond the window's borders that are in the page; those of the first sight come after it. */
const overscan = 6;

/** A place in the grid, by column and row. */
export interface Place {
  readonly column: number;
  readonly row: number;
}

/** What the grid draws and tells. */
export interface GridOptions {
  readonly data: LensData;
  readonly scale: ColourScale;
  readonly theme: Theme;
  readonly cursor: Place;
  readonly pins: readonly Place[];
  readonly move: (place: Place) => void;
  /** Pins or unpins; `alone` leaves no other pin. */
  readonly pin: (place: Place, alone: boolean) => void;
  readonly chooseColumn: (column: number) => void;
  readonly point: (position: number | undefined) => void;
}

/** The grid on the page. */
export class LensGrid {
  readonly element: HTMLElement;
  private first = -1;
  private last = -1;
  private cursor: Place;
  /** The first sight has been painted. */
  private isPainted = false;
  private readonly rows: HTMLElement[];

  constructor(private readonly options: GridOptions) {
    const { data } = options;
    this.cursor = options.cursor;
    this.rows = [-1, ...data.rows.keys()].map((row) => this.rowElement(row));
    this.element = h(
      'div',
      {
        class: 'lens-grid',
        role: 'grid',
        'aria-label': 'What each layer would say at each position',
        'aria-rowcount': data.rows.length + 1,
        'aria-colcount': data.positions.length + 1,
      },
      ...this.rows,
    );
    this.element.addEventListener('scroll', () => {
      if (this.isPainted) {
        this.fillColumns(false);
      }
    });
    this.element.addEventListener('keydown', (event) => {
      this.key(event);
    });
    this.element.addEventListener('click', (event) => {
      this.click(event);
    });
    this.element.addEventListener('pointerover', (event) => {
      this.options.point(this.positionOf(event));
    });
    this.element.addEventListener('pointerleave', () => {
      this.options.point(undefined);
    });
  }

  /** Fills what can be seen, and after the first frame what is near; called once the grid stands in the page. */
  show(scrollLeft: number): void {
    // The columns are found without asking for a layout: the one that scrolling needs is the first, and has them all.
    const room = window.innerWidth;
    const end = Math.max(0, labelWidth + this.options.data.positions.length * cellWidth - room);
    this.fillColumns(true, 0, Math.min(scrollLeft, end), room);
    this.element.scrollLeft = scrollLeft;
    afterFrame(() => {
      this.isPainted = true;
      if (this.element.isConnected) {
        this.fillColumns(false);
      }
    });
  }

  /** Moves the cursor there, with the focus where the grid has it. */
  moveTo(place: Place, takeFocus: boolean): void {
    const { data } = this.options;
    const column = Math.min(data.positions.length - 1, Math.max(0, place.column));
    const row = Math.min(data.rows.length - 1, Math.max(0, place.row));
    this.cellAt(this.cursor)?.setAttribute('tabindex', '-1');
    this.cursor = { column, row };
    this.reveal(column);
    const cell = this.cellAt(this.cursor);
    cell?.setAttribute('tabindex', '0');
    if (takeFocus) {
      cell?.focus({ preventScroll: false });
    }

    this.options.move(this.cursor);
  }

  /** Marks the column of a position of the prompt. */
  highlight(position: number | undefined): void {
    for (const head of this.element.querySelectorAll('[role=columnheader][data-column]')) {
      const column = Number(head.getAttribute('data-column'));
      head.classList.toggle('pointed', position !== undefined && this.options.data.positions[column] === position);
    }
  }

  private rowElement(row: number): HTMLElement {
    const { data } = this.options;
    const width = labelWidth + data.positions.length * cellWidth;
    const head = data.rows[row];
    const label =
      head === undefined
        ? h(
            'div',
            { role: 'columnheader', class: 'corner', 'aria-colindex': 1 },
            h('span', {}, 'position'),
            h('span', {}, 'token'),
          )
        : h('div', { role: 'rowheader', class: 'row-name', 'aria-colindex': 1, 'aria-label': rowPhrase(head) }, rowName(head));
    return h(
      'div',
      { role: 'row', class: head === undefined ? 'heads' : undefined, 'aria-rowindex': row + 2, style: `width: ${width}px` },
      label,
    );
  }

  /** Puts the columns near the window into the page and takes the others out. */
  private fillColumns(
    always: boolean,
    beyond = overscan,
    scrollLeft = this.element.scrollLeft,
    room = this.element.clientWidth || window.innerWidth,
  ): void {
    const { data } = this.options;
    const isNarrow = data.positions.length <= 4 * overscan;
    const first = isNarrow ? 0 : Math.max(0, Math.floor(scrollLeft / cellWidth) - beyond);
    const shown = Math.ceil(room / cellWidth) + 2 * beyond;
    const last = isNarrow ? data.positions.length : Math.min(data.positions.length, first + shown);
    if (!always && Math.abs(first - this.first) < overscan / 2 && last <= this.last) {
      return;
    }

    const hadFocus = this.element.contains(document.activeElement);
    const there = always ? [0, 0] : [Math.max(first, this.first), Math.min(last, this.last)];
    const [from = 0, to = 0] = there;
    for (const [index, element] of this.rows.entries()) {
      this.fillRow(element, index - 1, from < to ? { from, to } : { from: last, to: last }, first, last);
    }

    this.first = first;
    this.last = last;
    if (hadFocus) {
      this.cellAt(this.cursor)?.focus({ preventScroll: true });
    }
  }

  /** Columns `first` to `last` of a row; cells that are there already, `from` to `to`, stay as they are. */
  private fillRow(element: HTMLElement, row: number, there: { from: number; to: number }, first: number, last: number): void {
    const [label, ...old] = element.children;
    const kept = old.filter((_, index) => index + this.first >= there.from && index + this.first < there.to);
    const made = (from: number, to: number): HTMLElement[] =>
      Array.from({ length: Math.max(0, to - from) }, (_, index) =>
        row < 0 ? this.headElement(from + index) : this.cellElement(from + index, row),
      );
    for (const cell of old) {
      if (!kept.includes(cell)) {
        cell.remove();
      }
    }

    if (kept[0] instanceof HTMLElement) {
      kept[0].style.marginLeft = '';
    }

    label?.after(...made(first, there.from));
    element.append(...made(there.to, last));
    const firstCell = element.children[1];
    if (firstCell instanceof HTMLElement) {
      firstCell.style.marginLeft = `${first * cellWidth}px`;
    }
  }

  private headElement(column: number): HTMLElement {
    const token = tokenAt(this.options.data, column);
    const position = this.options.data.positions[column] ?? column;
    return h(
      'div',
      { role: 'columnheader', 'aria-colindex': column + 2, 'data-column': column },
      h('span', { class: 'quiet' }, position),
      token ? tokenSpan(token, cellLabelLength, `, position ${position}`) : h('span', {}, '\u00a0'),
    );
  }

  private cellElement(column: number, row: number): HTMLElement {
    const { data, scale, theme, pins } = this.options;
    const cell = data.cell(column, row);
    const isCursor = column === this.cursor.column && row === this.cursor.row;
    const isPinned = pins.some((pin) => pin.column === column && pin.row === row);
    const element = h('div', {
      role: 'gridcell',
      tabindex: isCursor ? 0 : -1,
      'aria-colindex': column + 2,
      'aria-selected': String(isPinned),
      'data-column': column,
      'data-row': row,
      'data-focus': `cell-${column}-${row}`,
    });
    if (cell === undefined) {
      element.classList.add('waiting');
      return element;
    }

    this.paint(element, cell, scale, theme);
    element.classList.toggle('pinned', isPinned);
    element.setAttribute('aria-description', describe(data, column, row, cell, scale));
    return element;
  }

  private paint(element: HTMLElement, cell: LensCell, scale: ColourScale, theme: Theme): void {
    const at = scale.at(cell);
    const colour = sequentialColour(theme.kind, at ?? 0);
    element.style.backgroundColor = colour;
    element.style.setProperty('--cell', colour);
    element.style.color = textOn(colour);
    const [top] = cell.top;
    if (top !== undefined) {
      element.append(tokenSpan(top, cellLabelLength, `  ${percent(top.prob)}`));
      element.classList.toggle('target', cell.target?.id === top.id && this.options.data.rows.length > 1);
    }
  }

  private key(event: KeyboardEvent): void {
    const { column, row } = this.cursor;
    const { positions, rows } = this.options.data;
    const places: Readonly<Record<string, Place>> = {
      ArrowLeft: { column: column - 1, row },
      ArrowRight: { column: column + 1, row },
      ArrowUp: { column, row: row - 1 },
      ArrowDown: { column, row: row + 1 },
      Home: { column: 0, row },
      End: { column: positions.length - 1, row },
      PageUp: { column, row: 0 },
      PageDown: { column, row: rows.length - 1 },
    };
    const place = places[event.key];
    if (place !== undefined) {
      event.preventDefault();
      this.moveTo(place, true);
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      this.options.pin(this.cursor, event.key === ' ');
    }
  }

  private click(event: MouseEvent): void {
    const target = event.target instanceof Element ? event.target.closest('[data-column]') : null;
    const column = Number(target?.getAttribute('data-column') ?? Number.NaN);
    const row = target?.getAttribute('data-row');
    if (Number.isNaN(column)) {
      return;
    }

    if (row === null || row === undefined) {
      this.options.chooseColumn(column);
    } else {
      this.moveTo({ column, row: Number(row) }, true);
      this.options.pin(this.cursor, !(event.shiftKey || event.ctrlKey || event.metaKey));
    }
  }

  private positionOf(event: Event): number | undefined {
    const target = event.target instanceof Element ? event.target.closest('[data-column]') : null;
    return target === null ? undefined : this.options.data.positions[Number(target.getAttribute('data-column'))];
  }

  private cellAt(place: Place): HTMLElement | undefined {
    return this.rows[place.row + 1]?.querySelector<HTMLElement>(`[data-column="${place.column}"]`) ?? undefined;
  }

  /** Scrolls a column into the window, right of the fixed names of the rows. */
  private reveal(column: number): void {
    const left = column * cellWidth;
    const room = this.element.clientWidth - labelWidth - cellWidth;
    if (left < this.element.scrollLeft || left > this.element.scrollLeft + room) {
      this.element.scrollLeft = left < this.element.scrollLeft ? left : left - room;
    }

    if (column < this.first || column >= this.last) {
      this.fillColumns(true);
    }
  }
}

/** What a cell says besides its token, in words. */
export function describe(data: LensData, column: number, row: number, cell: LensCell, scale: ColourScale): string {
  const [top] = cell.top;
  const depth = data.rows[row];
  const place = `position ${data.positions[column] ?? column}, ${depth ? rowPhrase(depth) : ''}`;
  const value = scale.text(cell);
  const isTarget = top !== undefined && cell.target?.id === top.id ? ', the target' : '';
  return `${place}${value === '' ? '' : `, ${value}`}${isTarget}`;
}
