// The waterfall as a chart: axes by the library, bars and labels placed by us in the same pixels.
import type { ChartOption } from '../shared/charts.js';
import { textWidth } from '../shared/measure.js';
import { axisNumber, count, score } from '../shared/numbers.js';
import { linear } from '../shared/scale.js';
import type { Theme } from '../shared/theme.js';
import { placeLabels, type Box, type Placed } from './stepLabels.js';
import { shortName, type Waterfall } from './steps.js';

/** Where things are, in pixels. */
export interface WaterfallLayout {
  readonly width: number;
  readonly height: number;
  readonly plot: Box;
  /** One box per step. */
  readonly bars: readonly Box[];
  readonly columnWidth: number;
  /** Vertical centre of the row of shapes below the bars. */
  readonly markY: number;
  readonly y: (value: number) => number;
}

const chartText = 11;
const tickText = 10.5;
const mostLabels = 12;
const endRoom = 44;
const narrow = 320;

/** The layout for a chart of `width` pixels. */
export function waterfallLayout(model: Waterfall, width: number): WaterfallLayout {
  const isNarrow = width < narrow;
  const plot = { left: isNarrow ? 36 : 40, top: 18, right: width - (isNarrow ? 58 : 66), bottom: 258 };
  const y = linear([model.axis.max, model.axis.min], [plot.top, plot.bottom]);
  const columnWidth = (plot.right - plot.left - (isNarrow ? endRoom / 4 : endRoom)) / Math.max(1, model.steps.length);
  const bars = model.steps.map((step, index) => {
    const left = plot.left + index * columnWidth + columnWidth * 0.08;
    const [top, bottom] = [y(Math.max(step.before, step.after)), y(Math.min(step.before, step.after))];
    return { left, right: left + columnWidth * 0.84, top, bottom: Math.max(bottom, top + 1) };
  });
  return { width, height: 308, plot, bars, columnWidth, markY: plot.bottom + 16, y };
}

/** The chart's settings; `selected` is the framed step. */
export function waterfallOption(
  model: Waterfall,
  layout: WaterfallLayout,
  selected: number | undefined,
  vocabulary: number,
  theme: Theme,
): ChartOption {
  const { plot } = layout;
  const right = rightTicks(model);
  const label = { color: theme.description, fontSize: tickText, fontFamily: theme.font };
  const axis = { type: 'value', min: model.axis.min, max: model.axis.max, axisLine: { show: false }, axisTick: { show: false } };
  const opacity = theme.highContrast ? 0.6 : 0.5;
  return {
    backgroundColor: 'transparent',
    textStyle: { fontFamily: theme.font },
    aria: { enabled: false },
    grid: { left: plot.left, right: layout.width - plot.right, top: plot.top, bottom: layout.height - plot.bottom },
    xAxis: { type: 'value', min: 0, max: 1, show: false },
    yAxis: [
      {
        ...axis,
        interval: model.axis.step,
        splitLine: { lineStyle: { color: theme.border, opacity } },
        axisLabel: { ...label, formatter: axisNumber },
      },
      {
        ...axis,
        position: 'right',
        splitLine: { show: false },
        axisLabel: {
          ...label,
          customValues: right.map((tick) => tick.at),
          formatter: (value: number) => `– ${nearest(right, value)}`,
        },
      },
    ],
    series: [
      {
        type: 'custom',
        silent: true,
        clip: false,
        data: [[0, model.axis.min]],
        renderItem: () => ({ type: 'group', children: shapes(model, layout, selected, vocabulary, theme) }),
      },
    ],
  };
}

function shapes(
  model: Waterfall,
  layout: WaterfallLayout,
  selected: number | undefined,
  vocabulary: number,
  theme: Theme,
): object[] {
  return [
    ...bands(model, layout, theme),
    ...model.steps.flatMap((_, index) => barShapes(model, layout, index, theme)),
    ...ends(model, layout, theme),
    ...labels(model, layout, vocabulary, theme),
    ...model.steps.flatMap((step, index) =>
      mark(step.part, centre(layout, index), layout.markY, Math.min(3, layout.columnWidth * 0.4), theme),
    ),
    ...layerNames(model, layout, theme),
    ...frame(layout, selected, theme),
  ];
}

function bands(model: Waterfall, layout: WaterfallLayout, theme: Theme): object[] {
  return model.steps.flatMap((step, index) =>
    step.layer !== undefined && step.layer % 2 === 0
      ? [
          rect(
            {
              left: layout.plot.left + index * layout.columnWidth,
              right: layout.plot.left + (index + 1) * layout.columnWidth,
              top: layout.plot.top,
              bottom: layout.plot.bottom,
            },
            { fill: theme.band },
          ),
        ]
      : [],
  );
}

function barShapes(model: Waterfall, layout: WaterfallLayout, index: number, theme: Theme): object[] {
  const step = model.steps[index];
  const bar = layout.bars[index];
  const next = layout.bars[index + 1];
  if (step === undefined || bar === undefined) {
    return [];
  }

  const after = layout.y(step.after);
  const join = next === undefined ? [] : [line(bar.right, after, next.left, after, theme.description, 1)];
  return step.score < 0
    ? [rect(bar, { fill: theme.negative }), ...hatch(bar, theme), ...join]
    : [rect(bar, { fill: theme.positive }), ...join];
}

/** Lines at 45 degrees inside a box: sign without colour. */
function hatch(box: Box, theme: Theme): object[] {
  const lines: object[] = [];
  const height = box.bottom - box.top;
  for (let offset = -height + 3; offset < box.right - box.left; offset += 4.5) {
    const from = Math.max(0, offset);
    const to = Math.min(box.right - box.left, offset + height);
    if (to - from > 1) {
      lines.push(
        line(box.left + from, box.bottom - (from - offset), box.left + to, box.bottom - (to - offset), theme.background, 1.2),
      );
    }
  }

  return lines;
}

/** Where the course begins and ends. */
function ends(model: Waterfall, layout: WaterfallLayout, theme: Theme): object[] {
  const last = layout.bars.at(-1);
  const y = layout.y(model.end);
  return last === undefined ? [] : [line(last.right, y, layout.plot.right, y, theme.foreground, 2)];
}

function labels(model: Waterfall, layout: WaterfallLayout, vocabulary: number, theme: Theme): object[] {
  const startText =
    model.isDifference || layout.width < narrow
      ? `start ${score(model.start)}`
      : `start ${score(model.start)}: all ${vocabulary > 0 ? `${count(vocabulary)} ` : ''}tokens alike`;
  const startFont = `${chartText}px ${theme.font}`;
  const startBox = freeStart(layout, textWidth(startText, startFont));
  const pieces = model.steps.map((step) => ({ name: `${shortName(step.part, step.layer)} `, value: score(step.score) }));
  const fonts = { name: `${chartText}px ${theme.font}`, value: `600 ${chartText}px ${theme.font}` };
  const labelled = model.steps.map((step, index) => ({
    bar: layout.bars[index] ?? layout.plot,
    below: step.score < 0,
    size: step.part === 'embed' || Math.abs(step.score) < 0.005 ? 0 : Math.abs(step.score),
    width: textWidth(pieces[index]?.name ?? '', fonts.name) + textWidth(pieces[index]?.value ?? '', fonts.value),
  }));
  const area = { left: layout.plot.left, right: layout.plot.right + 4, top: 0, bottom: layout.plot.bottom + 2 };
  const endY = layout.y(model.end);
  const endBox = { left: layout.bars.at(-1)?.right ?? 0, right: layout.plot.right, top: endY - 1, bottom: endY + 1 };
  const placed = placeLabels(labelled, area, [startBox, endBox], mostLabels);
  return [
    text(startBox.left, startBox.top + 7, startText, startFont, theme.foreground),
    ...placed.flatMap((label) => labelShapes(label, pieces[label.index], fonts, theme)),
  ];
}

function labelShapes(
  { box, lead }: Placed,
  piece: { readonly name: string; readonly value: string } | undefined,
  fonts: { readonly name: string; readonly value: string },
  theme: Theme,
): object[] {
  const middle = (box.top + box.bottom) / 2;
  const nameWidth = textWidth(piece?.name ?? '', fonts.name);
  return [
    text(box.left, middle, piece?.name ?? '', fonts.name, theme.description),
    text(box.left + nameWidth, middle, piece?.value ?? '', fonts.value, theme.foreground),
    ...(lead ? [line(lead.left, lead.top, lead.left, lead.bottom, theme.description, 0.8)] : []),
  ];
}

/** Beside the first bars, above or below them, wherever they leave room. */
function freeStart(layout: WaterfallLayout, width: number): Box {
  const left = layout.plot.left + 6;
  const over = layout.bars.filter((bar) => bar.left < left + width + 4);
  const top = Math.min(...over.map((bar) => bar.top)) - 20;
  const bottom = Math.max(...over.map((bar) => bar.bottom)) + 6;
  const y = top >= layout.plot.top - 14 ? top : bottom;
  return { left, right: left + width, top: y, bottom: y + 14 };
}

function mark(part: 'embed' | 'attn' | 'ff', x: number, y: number, size: number, theme: Theme): object[] {
  const point = size + 1;
  switch (part) {
    case 'embed':
      return [
        {
          type: 'polygon',
          silent: true,
          shape: {
            points: [
              [x, y - point],
              [x + point, y],
              [x, y + point],
              [x - point, y],
            ],
          },
          style: { fill: theme.foreground },
        },
      ];
    case 'attn':
      return [{ type: 'circle', silent: true, shape: { cx: x, cy: y, r: size }, style: { fill: theme.attention } }];
    case 'ff':
      return [rect({ left: x - size, right: x + size, top: y - size, bottom: y + size }, { fill: theme.feedForward })];
  }
}

function layerNames(model: Waterfall, layout: WaterfallLayout, theme: Theme): object[] {
  const font = `${tickText}px ${theme.font}`;
  const layers = model.steps.at(-1)?.layer ?? 0;
  const room = 24;
  const spacing = 2 * layout.columnWidth;
  const every = [1, 2, 5, 10, 20].find((step) => step * spacing > room) ?? 50;
  const y = layout.markY + 18;
  const names = model.steps.flatMap((step, index) => {
    const { layer } = step;
    const isShown =
      layer !== undefined &&
      step.part === 'attn' &&
      (layer === layers || (layer % every === 0 && (layers - layer) * spacing > room));
    return isShown
      ? [text(centre(layout, index) + layout.columnWidth / 2, y, String(layer), font, theme.description, 'center')]
      : [];
  });
  return [text(layout.plot.left - 8, y, 'layer', font, theme.description, 'right'), ...names];
}

/** The frame of the selected bar and of its shape: the focus colour around a line of the background. */
function frame(layout: WaterfallLayout, selected: number | undefined, theme: Theme): object[] {
  const bar = selected === undefined ? undefined : layout.bars[selected];
  if (bar === undefined || selected === undefined) {
    return [];
  }

  const x = centre(layout, selected);
  const shape = { left: x - 6, right: x + 6, top: layout.markY - 6, bottom: layout.markY + 6 };
  return [bar, shape].flatMap((box) => [
    rect(grown(box, 0.5), { fill: 'none', stroke: theme.background, lineWidth: 1 }),
    rect(grown(box, 2), { fill: 'none', stroke: theme.focus, lineWidth: 2.4 }),
  ]);
}

/** Ticks of the right axis: probabilities by powers of ten, or odds for a difference. */
function rightTicks(model: Waterfall): readonly { readonly at: number; readonly name: string }[] {
  const powers = Array.from({ length: 61 }, (_, index) => index - 30);
  const inside = powers.filter(
    (power) => power * Math.LN10 >= model.axis.min - 1e-9 && power * Math.LN10 <= model.axis.max + 1e-9,
  );
  const every = Math.max(1, Math.ceil(inside.length / 8));
  return inside
    .filter((power) => power % every === 0)
    .map((power) => ({ at: power * Math.LN10, name: model.isDifference ? odds(power) : powerPercent(power) }));
}

function powerPercent(power: number): string {
  return power >= -6 ? `${(10 ** (power + 2)).toFixed(Math.max(0, -power - 2))} %` : `1e${axisNumber(power + 2)} %`;
}

function odds(power: number): string {
  return power >= 0 ? `${count(10 ** power)} : 1` : `1 : ${count(10 ** -power)}`;
}

function nearest(ticks: readonly { readonly at: number; readonly name: string }[], value: number): string {
  return ticks.find((tick) => Math.abs(tick.at - value) < 1e-6)?.name ?? '';
}

function centre(layout: WaterfallLayout, index: number): number {
  return layout.plot.left + (index + 0.5) * layout.columnWidth;
}

function grown(box: Box, by: number): Box {
  return { left: box.left - by, right: box.right + by, top: box.top - by, bottom: box.bottom + by };
}

function rect(box: Box, style: object): object {
  return {
    type: 'rect',
    silent: true,
    shape: { x: box.left, y: box.top, width: box.right - box.left, height: box.bottom - box.top },
    style,
  };
}

function line(x1: number, y1: number, x2: number, y2: number, stroke: string, lineWidth: number): object {
  return { type: 'line', silent: true, shape: { x1, y1, x2, y2 }, style: { stroke, lineWidth } };
}

function text(
  x: number,
  y: number,
  content: string,
  font: string,
  fill: string,
  textAlign: 'left' | 'right' | 'center' = 'left',
): object {
  return { type: 'text', silent: true, style: { x, y, text: content, font, fill, textAlign, textVerticalAlign: 'middle' } };
}
