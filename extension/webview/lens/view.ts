// The lens: what each layer would say at each position, with the course of target and contrast at pinned cells.
import type { LensResult } from '../../shared/contracts.js';
import { viewNames } from '../../shared/names.js';
import { Chart } from '../shared/charts.js';
import { button, h } from '../shared/dom.js';
import type { HeaderFacts } from '../shared/header.js';
import type { Key } from '../shared/keys.js';
import { count, percent } from '../shared/numbers.js';
import type { Shell } from '../shared/shell.js';
import type { Finished, Running } from '../shared/situation.js';
import { isIndex, isRecord } from '../../shared/state.js';
import type { DataTable } from '../shared/table.js';
import type { Theme } from '../shared/theme.js';
import { spokenToken } from '../shared/tokens.js';
import type { View } from '../shared/view.js';
import { colourings, hasColouring, scaleOf, type Colouring } from './colouring.js';
import { coursesOf } from './course.js';
import { coursePanel } from './coursePanel.js';
import { explainLink } from './explainLink.js';
import { dataOf, dataOfParts, swapped, type LensData } from './data.js';
import { cellWidth, LensGrid, type Place } from './grid.js';
import { colourSwitch, colouringName, legendOf } from './legend.js';
import { lensPicture } from './picture.js';
import { pinnedLists } from './pinned.js';
import { longTable, twinTables, twinWidth } from './tables.js';

/** More pins than this cannot be told apart in one chart. */
const mostPins = 4;

/** The view; its state is the cursor, the pins, the colour and which token is followed. */
export class LensView implements View<'lens'> {
  readonly kind = 'lens';
  readonly title = viewNames.lens;
  private colouring: Colouring = 'probability';
  private cursor: Place | undefined;
  private pins: readonly Place[] = [];
  private isSwapped = false;
  private scrollLeft: number | undefined;
  private pinsOf: LensResult | undefined;
  private grid: LensGrid | undefined;
  private readonly chart = new Chart(h('div', { class: 'canvas' }));

  constructor(private readonly shell: Shell<'lens'>) {}

  facts(finished: Finished<'lens'>): HeaderFacts {
    const { result } = finished;
    const data = this.dataOf(result);
    const { column } = this.pins.at(-1) ?? this.cursorIn(data);
    const answer = data.cell(column, data.rows.length - 1)?.top[0];
    const cell = data.cell(column, data.rows.length - 1);
    return {
      tokens: result.tokens ?? [],
      position: data.positions[column],
      ...(answer && { answer: { token: answer, probability: answer.prob } }),
      settings: [
        ['lens', result.settings.mode],
        ...(result.settings.target !== undefined && cell?.target ? [['target', cell.target] as const] : []),
        ...(cell?.contrast ? [['contrast', cell.contrast] as const] : []),
        ...(result.settings.follow === undefined
          ? []
          : [['follows', result.settings.follow === 'next' ? 'the next token' : 'the answer'] as const]),
      ],
    };
  }

  choose(finished: Finished<'lens'>): (position: number) => void {
    return (position) => {
      const column = this.dataOf(finished.result).positions.indexOf(position);
      if (column >= 0) {
        this.setPins([{ column, row: this.cursor?.row ?? 0 }], { column, row: this.cursor?.row ?? 0 });
      }
    };
  }

  body(finished: Finished<'lens'>, theme: Theme): readonly Node[] {
    const { result } = finished;
    const data = this.dataOf(result);
    this.settle(result, data);
    return [
      ...this.gridPart(data, theme, vocabularyOf(result), 'target' in (data.cell(0, 0) ?? {})),
      ...this.pinnedPart(finished, data, theme),
    ];
  }

  partial(running: Running<'lens'>, theme: Theme): readonly Node[] | undefined {
    if (running.parts.length === 0) {
      return undefined;
    }

    const data = this.isSwapped ? swapped(dataOfParts(running)) : dataOfParts(running);
    return this.gridPart(data, theme, 1 << 16, data.cell(0, 0)?.target !== undefined);
  }

  footer(finished: Finished<'lens'>): readonly (Node | string)[] {
    const { result } = finished;
    const modes: Readonly<Record<string, string>> = {
      perLayer: 'what the model’s own final norm and unembedding read in the stream at that depth',
      frozen: 'the stream at that depth, divided by the norm of the final stream',
      author: 'the stream at that depth through the unembedding, as the authors of the method do it',
    };
    const cells = count(result.positions.length * result.rows.length);
    return [
      h(
        'p',
        {},
        `Each cell: ${modes[result.settings.mode] ?? 'a projection'} (`,
        h('b', {}, result.settings.mode),
        `). It shows what a layer would say, not what it adds: for sums, open ${viewNames.contributions} (`,
        h('b', {}, 'frozen'),
        `). ${cells} cells.`,
      ),
    ];
  }

  tables(finished: Finished<'lens'>): readonly DataTable[] {
    const data = this.dataOf(finished.result);
    this.settle(finished.result, data);
    const scale = scaleOf(this.colouring, data, vocabularyOf(finished.result));
    return twinTables(data, scale, this.twinStart(data), coursesOf(data, this.pins));
  }

  csv(finished: Finished<'lens'>): readonly DataTable[] {
    return [longTable(this.dataOf(finished.result))];
  }

  /** Buttons above the table twin of a long prompt: it shows some positions at a time. */
  twinControls(finished: Finished<'lens'>): readonly Node[] {
    const data = this.dataOf(finished.result);
    const start = this.twinStart(data);
    const go = (column: number): void => {
      this.cursor = { column: Math.max(0, Math.min(column, data.positions.length - 1)), row: this.cursor?.row ?? 0 };
      this.shell.redraw();
    };
    return data.positions.length <= twinWidth
      ? []
      : [
          button(
            'Earlier positions',
            () => {
              go(start - twinWidth);
            },
            { disabled: start === 0, 'data-focus': 'earlier' },
          ),
          button(
            'Later positions',
            () => {
              go(start + twinWidth);
            },
            { disabled: start + twinWidth >= data.positions.length, 'data-focus': 'later' },
          ),
        ];
  }

  picture(finished: Finished<'lens'>, theme: Theme): string {
    const { result } = finished;
    const data = this.dataOf(result);
    this.settle(result, data);
    const vocabulary = vocabularyOf(result);
    const scale = scaleOf(this.colouring, data, vocabulary);
    const colouring = colouringName(this.colouring, this.followed(data));
    return lensPicture(
      { result, data, scale, colouring, courses: coursesOf(data, this.pins), pins: this.pins, vocabulary },
      theme,
    );
  }

  sentence(finished: Finished<'lens'>): string {
    const { result } = finished;
    const answer = result.cells.at(-1)?.at(-1)?.top[0];
    return answer === undefined
      ? 'The lens is ready.'
      : `The lens is ready: the last layer says ${spokenToken(answer.text)}, ${percent(answer.prob)}.`;
  }

  keys(finished: Finished<'lens'> | undefined): readonly Key[] {
    const move = (by: number): void => {
      if (this.cursor !== undefined) {
        this.grid?.moveTo({ column: this.cursor.column, row: this.cursor.row + by }, true);
      }
    };
    return [
      { key: 'Arrows', does: 'move the cell; Home, End, Page Up, Page Down go to its ends' },
      { key: 'Enter', does: 'pin or unpin the cell: each pinned position has its course' },
      { key: 'Space', does: 'pin this cell alone' },
      {
        key: '[',
        does: 'one layer up',
        run: () => {
          move(-1);
        },
      },
      {
        key: ']',
        does: 'one layer down',
        run: () => {
          move(1);
        },
      },
      {
        key: 'c',
        does: 'switch target and contrast',
        run: () => {
          this.swap(finished);
        },
      },
      {
        key: 'Escape',
        does: 'unpin all but the output',
        run: () => {
          this.unpin(finished);
        },
      },
    ];
  }

  keep(): unknown {
    return {
      colouring: this.colouring,
      cursor: this.cursor,
      pins: this.pins,
      isSwapped: this.isSwapped,
      scrollLeft: this.scrollLeft,
    };
  }

  restore(state: unknown): void {
    if (!isRecord(state)) {
      return;
    }

    this.colouring = colourings.find((name) => name === state['colouring']) ?? this.colouring;
    this.cursor = isPlace(state['cursor']) ? state['cursor'] : undefined;
    this.pins = Array.isArray(state['pins']) ? state['pins'].filter(isPlace).slice(0, mostPins) : [];
    this.isSwapped = state['isSwapped'] === true;
    this.scrollLeft = isIndex(state['scrollLeft']) ? state['scrollLeft'] : undefined;
  }

  dispose(): void {
    this.scrollLeft = this.grid === undefined ? this.scrollLeft : Math.round(this.grid.element.scrollLeft);
    this.grid = undefined;
  }

  highlight(position: number | undefined): void {
    this.grid?.highlight(position);
  }

  private gridPart(data: LensData, theme: Theme, vocabulary: number, followsToken: boolean): Node[] {
    const colouring = hasColouring(this.colouring, followsToken) ? this.colouring : 'probability';
    const scale = scaleOf(colouring, data, vocabulary);
    const followed = this.followed(data);
    const grid = new LensGrid({
      data,
      scale,
      theme,
      cursor: this.cursorIn(data),
      pins: this.pins,
      move: (place) => {
        this.cursor = place;
        this.shell.keep();
      },
      pin: (place, alone) => {
        this.togglePin(place, alone);
      },
      chooseColumn: (column) => {
        this.setPins([{ column, row: this.cursorIn(data).row }], { column, row: this.cursorIn(data).row });
      },
      point: (position) => {
        this.shell.point(position);
      },
    });
    this.grid = grid;
    queueMicrotask(() => {
      grid.show(this.scrollLeft ?? data.positions.length * cellWidth);
    });
    const names = colourings.filter((name) => hasColouring(name, followsToken));
    return [
      h(
        'div',
        { class: 'legend-line' },
        colourSwitch(names, colouring, followed, (name) => {
          this.colouring = name;
          this.shell.keep();
          this.shell.redraw();
        }),
        legendOf(scale, theme, followsToken),
      ),
      grid.element,
    ];
  }

  private pinnedPart(finished: Finished<'lens'>, data: LensData, theme: Theme): Node[] {
    const pin = this.pins.at(-1) ?? this.cursorIn(data);
    const last = data.rows.length - 1;
    const [row, output] = [data.rows[pin.row], data.rows[last]];
    const [cell, outputCell] = [data.cell(pin.column, pin.row), data.cell(pin.column, last)];
    const courses = coursesOf(data, this.pins);
    const lists = row && output && cell && outputCell ? pinnedLists({ row, cell }, { row: output, cell: outputCell }) : undefined;
    return [
      h(
        'div',
        { class: 'columns wide-narrow' },
        courses.courses.length > 0 && coursePanel(courses, this.chart, theme, vocabularyOf(finished.result), data),
        h(
          'section',
          { 'aria-label': 'Top tokens of the pinned cell' },
          h('h2', {}, 'Top tokens of the pinned cell', h('span', { class: 'note' }, 'probability')),
          lists,
          this.shell.channel.live && explainLink(this.shell, finished, data, pin),
        ),
      ),
    ];
  }

  private dataOf(result: LensResult): LensData {
    return this.isSwapped ? swapped(dataOf(result)) : dataOf(result);
  }

  /** Pins and cursor of a new result: kept where they fit, else the last position before its answer settled. */
  private settle(result: LensResult, data: LensData): void {
    const fits = (place: Place): boolean => place.column < data.positions.length && place.row < data.rows.length;
    if (this.pinsOf === result) {
      return;
    }

    this.pinsOf = result;
    this.pins = this.pins.filter(fits);
    if (this.pins.length === 0) {
      const column = data.positions.length - 1;
      const settled = result.story[column]?.firstFrom ?? data.rows.length - 1;
      this.pins = [{ column, row: Math.max(0, settled - 1) }];
    }

    this.cursor = this.cursor && fits(this.cursor) ? this.cursor : this.pins.at(-1);
  }

  private cursorIn(data: LensData): Place {
    const end = { column: data.positions.length - 1, row: data.rows.length - 1 };
    const { column, row } = this.cursor ?? end;
    return { column: Math.min(column, end.column), row: Math.min(row, end.row) };
  }

  private twinStart(data: LensData): number {
    return Math.floor(this.cursorIn(data).column / twinWidth) * twinWidth;
  }

  private followed(data: LensData): { readonly id: number; readonly text: string } | undefined {
    const targets = new Set(data.positions.map((_, column) => data.cell(column, 0)?.target?.id));
    return targets.size === 1 ? data.cell(0, 0)?.target : undefined;
  }

  private togglePin(place: Place, alone: boolean): void {
    const others = this.pins.filter((pin) => pin.column !== place.column || pin.row !== place.row);
    const isPinned = others.length < this.pins.length;
    const pins = alone ? [place] : isPinned && others.length > 0 ? others : [...others, place].slice(-mostPins);
    this.setPins(pins, place);
  }

  private setPins(pins: readonly Place[], cursor: Place): void {
    this.pins = pins;
    this.cursor = cursor;
    this.shell.keep();
    this.shell.redraw();
    this.shell.announcer.say(`${pins.length} pinned.`);
  }

  private unpin(finished: Finished<'lens'> | undefined): void {
    if (finished !== undefined) {
      const column = this.cursor?.column ?? 0;
      this.setPins([{ column, row: finished.result.rows.length - 1 }], { column, row: finished.result.rows.length - 1 });
    }
  }

  private swap(finished: Finished<'lens'> | undefined): void {
    if (finished?.result.settings.contrast === undefined) {
      this.shell.announcer.say('There is no contrast to switch to.');
      return;
    }

    this.isSwapped = !this.isSwapped;
    this.shell.keep();
    this.shell.redraw();
    this.shell.announcer.say('Target and contrast switched.');
  }
}

function vocabularyOf(result: LensResult): number {
  return result.model?.vocabulary ?? 1 << 16;
}

function isPlace(value: unknown): value is Place {
  return isRecord(value) && isIndex(value['column']) && isIndex(value['row']);
}
