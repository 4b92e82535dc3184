// The courses as a chart: log-probability above, rank below, one axis of layers for both.
import type { ChartOption } from '../shared/charts.js';
import { textWidth } from '../shared/measure.js';
import { axisNumber, count, nats, norm } from '../shared/numbers.js';
import { linear } from '../shared/scale.js';
import type { Theme } from '../shared/theme.js';
import { tokenLabel } from '../shared/tokens.js';
import type { Course, CourseModel } from './course.js';
import { rowName } from './data.js';

/** Where things are in the chart, in pixels. */
export interface CourseLayout {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly upper: number;
  readonly between: number;
  readonly lower: number;
  /** There is no room for values at the ends of the courses: they stand below the chart. */
  readonly isNarrow: boolean;
}

/** Height of the chart in pixels. */
export const courseHeight = 270;

const chartText = 11;
const tickText = 10.5;
const labelHeight = 15;
const narrow = 320;

/** The layout for a chart of `width` pixels. */
export function courseLayout(width: number): CourseLayout {
  const isNarrow = width < narrow;
  return {
    width,
    height: courseHeight,
    left: isNarrow ? 44 : 48,
    right: isNarrow ? 62 : 116,
    isNarrow,
    top: 8,
    upper: 146,
    between: 18,
    lower: 66,
  };
}

/** Pixel of a row on the common axis. */
export function rowToX(model: CourseModel, layout: CourseLayout): (row: number) => number {
  return linear([0, Math.max(1, model.rows.length - 1)], [layout.left, layout.width - layout.right]);
}

/** The chart's settings. */
export function courseOption(model: CourseModel, theme: Theme, layout: CourseLayout, vocabulary: number): ChartOption {
  const { logProbAxis } = model;
  const last = Math.max(1, model.rows.length - 1);
  const ranks = rankTicks(vocabulary);
  const axisLine = { show: false };
  const gridLine = { lineStyle: { color: theme.border, opacity: theme.highContrast ? 0.6 : 0.5 } };
  const label = { color: theme.description, fontSize: tickText, fontFamily: theme.font, margin: 6 };
  const common = { type: 'value', axisLine, axisTick: { show: false } };
  const xAxis = (gridIndex: number, labels: boolean): object => ({
    ...common,
    gridIndex,
    min: 0,
    max: last,
    splitLine: { show: false },
    axisLabel: {
      ...label,
      show: labels,
      customValues: labelledRows(model),
      formatter: (row: number) => nameOfRow(model, row),
      hideOverlap: true,
    },
  });
  return {
    backgroundColor: 'transparent',
    textStyle: { fontFamily: theme.font },
    grid: [
      { left: layout.left, right: layout.right, top: layout.top, height: layout.upper },
      { left: layout.left, right: layout.right, top: layout.top + layout.upper + layout.between, height: layout.lower },
    ],
    xAxis: [xAxis(0, false), xAxis(1, true)],
    yAxis: [
      {
        ...common,
        gridIndex: 0,
        min: logProbAxis.min,
        max: logProbAxis.max,
        interval: logProbAxis.step,
        splitLine: gridLine,
        axisLabel: { ...label, formatter: axisNumber },
      },
      {
        ...common,
        gridIndex: 1,
        inverse: true,
        min: 0,
        max: Math.log10(vocabulary),
        interval: 1,
        splitLine: { show: false },
        axisLabel: { ...label, customValues: ranks, formatter: (power: number) => count(10 ** power) },
      },
    ],
    series: model.courses.flatMap((course, index) => [
      lineSeries(
        course,
        0,
        course.logProb.map((value) => (value === undefined || value < logProbAxis.min ? null : value)),
        colourOf(model, index, theme),
      ),
      lineSeries(
        course,
        1,
        course.rank.map((value) => (value === undefined ? null : Math.log10(value))),
        colourOf(model, index, theme),
      ),
    ]),
    graphic: [
      ...rankLines(model, theme, layout, ranks, vocabulary),
      ...pinLines(model, theme, layout),
      ...endLabels(model, theme, layout, Math.log10(vocabulary)),
      ...offAxisNote(model, theme, layout),
    ],
  };
}

/** The colour of a course: by role for one position, by position for several. */
export function colourOf(model: CourseModel, index: number, theme: Theme): string {
  const course = model.courses[index];
  const columns = [...new Set(model.courses.map((other) => other.column))];
  if (columns.length === 1) {
    return course?.role === 'contrast' ? theme.negative : theme.positive;
  }

  const several = [theme.positive, theme.attention, theme.feedForward, theme.negative];
  return several[columns.indexOf(course?.column ?? 0) % several.length] ?? theme.positive;
}

function lineSeries(course: Course, axis: number, values: readonly (number | null)[], colour: string): object {
  const isTarget = course.role === 'target';
  return {
    type: 'line',
    xAxisIndex: axis,
    yAxisIndex: axis,
    data: values.map((value, row) => [row, value]),
    connectNulls: false,
    symbol: isTarget ? 'circle' : 'rect',
    symbolSize: (_: unknown, parameters: { dataIndex: number }) =>
      axis === 0 && (parameters.dataIndex % 5 === 0 || parameters.dataIndex === values.length - 1) ? 6 : 0,
    showAllSymbol: true,
    itemStyle: { color: isTarget ? colour : 'transparent', borderColor: colour, borderWidth: isTarget ? 0 : 1.5 },
    lineStyle: { color: colour, width: 1.8, type: isTarget ? 'solid' : [5, 3] },
    silent: true,
    clip: false,
  };
}

/** Every fifth layer, the embedding and the last one. */
function labelledRows(model: CourseModel): number[] {
  const last = model.rows.length - 1;
  const step = model.rows.length > 60 ? 10 : 5;
  return model.rows.flatMap((row, index) => {
    const isRound = row.row === 'out' && row.layer !== undefined && row.layer > 0 && row.layer % step === 0;
    return index === 0 || index === last || (isRound && index < last - 1) ? [index] : [];
  });
}

function nameOfRow(model: CourseModel, row: number): string {
  const found = model.rows[row];
  return found === undefined ? '' : row === model.rows.length - 1 ? `${rowName(found)} layer` : rowName(found);
}

/** Powers of ten that the rank axis names. */
function rankTicks(vocabulary: number): number[] {
  const end = Math.log10(vocabulary);
  return [0, end > 3 ? 2 : 1, 4].filter((tick) => tick <= end);
}

function rankLines(
  model: CourseModel,
  theme: Theme,
  layout: CourseLayout,
  ranks: readonly number[],
  vocabulary: number,
): object[] {
  const y = linear([0, Math.log10(vocabulary)], [lowerTop(layout), lowerTop(layout) + layout.lower]);
  return model.courses.length === 0
    ? []
    : ranks.map((rank) =>
        line(layout.left, y(rank), layout.width - layout.right, y(rank), theme.border, 1, theme.highContrast ? 0.6 : 0.5),
      );
}

function pinLines(model: CourseModel, theme: Theme, layout: CourseLayout): object[] {
  const x = rowToX(model, layout);
  return model.pinnedRows.map((row) =>
    line(x(row), layout.top - 4, x(row), lowerTop(layout) + layout.lower, theme.focus, 1.4, 1),
  );
}

/** Names at the end of the lines: the value above, the rank below, moved apart where they would touch. */
function endLabels(model: CourseModel, theme: Theme, layout: CourseLayout, rankEnd: number): object[] {
  const last = model.rows.length - 1;
  const several = new Set(model.courses.map((course) => course.column)).size > 1;
  const upper = linear([model.logProbAxis.max, model.logProbAxis.min], [layout.top, layout.top + layout.upper]);
  const lower = linear([0, rankEnd], [lowerTop(layout), lowerTop(layout) + layout.lower]);
  const ends = model.courses.map((course, index) => ({ course, index, logProb: course.logProb[last], rank: course.rank[last] }));
  const x = layout.width - layout.right + 10;
  const above = apart(ends.map((end) => upper(Math.max(model.logProbAxis.min, end.logProb ?? model.logProbAxis.min))));
  const below = apart(ends.map((end) => lower(Math.log10(end.rank ?? 1))));
  return ends.flatMap(({ course, index, logProb, rank }, place) => {
    const longest = layout.isNarrow ? (several ? 3 : 6) : 8;
    const name = `${tokenLabel(course.token.text, longest)}${several ? ` @${course.position}` : ''}`;
    const mono = `600 ${chartText}px ${theme.mono}`;
    const nameWidth = textWidth(name, mono);
    return [
      label(x, above[place] ?? 0, name, mono, colourOf(model, index, theme)),
      label(
        x + nameWidth + 6,
        above[place] ?? 0,
        logProb === undefined || layout.isNarrow ? '' : nats(logProb),
        `${chartText}px ${theme.font}`,
        theme.foreground,
      ),
      label(
        x,
        below[place] ?? 0,
        rank === undefined ? '' : layout.isNarrow ? count(rank) : `rank ${count(rank)}`,
        `${chartText}px ${theme.font}`,
        colourOf(model, index, theme),
      ),
    ];
  });
}

function offAxisNote(model: CourseModel, theme: Theme, layout: CourseLayout): object[] {
  const [first] = model.offAxis;
  if (first === undefined) {
    return [];
  }

  const row = model.rows[first.row];
  const more = model.offAxis.length > 1 ? ` and ${model.offAxis.length - 1} more` : '';
  const text = `▼ ${row ? rowName(row) : ''} ${norm(first.value)}${layout.isNarrow ? '' : `${more}, off the axis`}`;
  return [label(layout.left + 4, noteY(model, layout), text, `${tickText}px ${theme.font}`, theme.description)];
}

/** In the half of the chart that the courses leave free at their beginning. */
function noteY(model: CourseModel, layout: CourseLayout): number {
  const early = model.courses.flatMap((course) =>
    course.logProb.slice(1, Math.ceil(model.rows.length / 3)).filter((value) => value !== undefined),
  );
  const mean = early.reduce((sum, value) => sum + value, 0) / Math.max(1, early.length);
  const middle = (model.logProbAxis.min + model.logProbAxis.max) / 2;
  return mean < middle ? layout.top + 10 : layout.top + layout.upper - 9;
}

function label(x: number, y: number, text: string, font: string, fill: string): object {
  return { type: 'text', silent: true, x, y, style: { text, font, fill, textAlign: 'left', textVerticalAlign: 'middle' } };
}

function line(x1: number, y1: number, x2: number, y2: number, stroke: string, lineWidth: number, opacity: number): object {
  return { type: 'line', silent: true, shape: { x1, y1, x2, y2 }, style: { stroke, lineWidth, opacity } };
}

function lowerTop(layout: CourseLayout): number {
  return layout.top + layout.upper + layout.between;
}

/** Moves places down until none is nearer to another than a label is high. */
function apart(places: readonly number[]): number[] {
  const order = [...places.keys()].sort((a, b) => (places[a] ?? 0) - (places[b] ?? 0));
  const moved = [...places];
  let floor = -Infinity;
  for (const index of order) {
    moved[index] = Math.max(places[index] ?? 0, floor);
    floor = (moved[index] ?? 0) + labelHeight;
  }

  return moved;
}
