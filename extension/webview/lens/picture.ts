// The lens as one SVG picture: prompt, legend, grid, courses.
import type { LensResult } from '../../shared/contracts.js';
import { chartSvg } from '../shared/charts.js';
import { textOn } from '../shared/colour.js';
import { Picture } from '../shared/picture.js';
import { sequentialColour, type Theme } from '../shared/theme.js';
import { tokenLabel } from '../shared/tokens.js';
import type { ColourScale } from './colouring.js';
import type { CourseModel } from './course.js';
import { courseLayout, courseOption } from './courseChart.js';
import { rowName, tokenAt, type LensData } from './data.js';
import { cellLabelLength, cellWidth, type Place } from './grid.js';

const margin = 20;
const names = 46;
const rowHeight = 17;
const mostColumns = 60;

/** What the picture shows. */
export interface LensPicture {
  readonly result: LensResult;
  readonly data: LensData;
  readonly scale: ColourScale;
  /** What the colour says, for the legend. */
  readonly colouring: string;
  readonly courses: CourseModel;
  readonly pins: readonly Place[];
  readonly vocabulary: number;
}

/** The picture as SVG. */
export function lensPicture(shown: LensPicture, theme: Theme): string {
  const { data, result } = shown;
  const first = Math.max(0, Math.min((shown.pins[0]?.column ?? 0) - mostColumns / 2, data.positions.length - mostColumns));
  const columns = Array.from({ length: Math.min(mostColumns, data.positions.length) }, (_, index) => first + index);
  const width = Math.max(640, 2 * margin + names + columns.length * cellWidth);
  const picture = new Picture(width, theme);
  const model = result.model?.name ?? '';
  picture.text(
    margin,
    24,
    (result.tokens ?? [])
      .slice(-mostColumns)
      .map((token) => tokenLabel(token.text))
      .join(''),
    { size: 13, mono: true },
  );
  const part =
    columns.length < data.positions.length
      ? `, columns ${first + 1} to ${first + columns.length} of ${data.positions.length}`
      : '';
  picture.text(margin, 42, `${model}, lens ${result.settings.mode}${part}`, { fill: theme.description });
  legend(picture, shown, theme, 60);
  const bottom = grid(picture, shown, columns, theme, 78);
  if (shown.courses.courses.length > 0) {
    const layout = courseLayout(Math.min(width - 2 * margin, 620));
    picture.text(margin, bottom + 24, 'Over layers: log-probability (nats) above, rank (log scale) below', { bold: true });
    const chart = chartSvg(courseOption(shown.courses, theme, layout, shown.vocabulary), layout.width, layout.height);
    picture.inset(chart, margin, bottom + 32, layout.height);
  }

  return picture.toSvg(`Lens of ${model}: what each layer would say at each position`);
}

function legend(picture: Picture, shown: LensPicture, theme: Theme, y: number): void {
  const steps = 24;
  picture.text(margin, y, `colour: ${shown.colouring}`, { fill: theme.description });
  const left = margin + 230;
  picture.text(left - 6, y, shown.scale.low, { anchor: 'end' });
  for (let step = 0; step < steps; step++) {
    picture.box(left + step * 5, y - 9, 5.2, 11, sequentialColour(theme.kind, step / (steps - 1)));
  }

  picture.text(left + steps * 5 + 6, y, shown.scale.high);
  picture.text(left + steps * 5 + 130, y, 'framed: top token is the target', { fill: theme.description });
}

function grid(picture: Picture, shown: LensPicture, columns: readonly number[], theme: Theme, top: number): number {
  const { data } = shown;
  const left = margin + names;
  for (const [index, column] of columns.entries()) {
    const centre = left + (index + 0.5) * cellWidth;
    picture.text(centre, top + 10, String(data.positions[column] ?? column), {
      size: 10.5,
      fill: theme.description,
      anchor: 'middle',
    });
    picture.text(centre, top + 24, tokenLabel(tokenAt(data, column)?.text ?? '', cellLabelLength), {
      size: 10.5,
      mono: true,
      anchor: 'middle',
    });
  }

  for (const [row, depth] of data.rows.entries()) {
    const y = top + 30 + row * rowHeight;
    picture.text(left - 8, y + 12, rowName(depth), { size: 10.5, fill: theme.description, anchor: 'end' });
    for (const [index, column] of columns.entries()) {
      cell(picture, shown, column, row, left + index * cellWidth, y, theme);
    }
  }

  return top + 30 + data.rows.length * rowHeight;
}

function cell(picture: Picture, shown: LensPicture, column: number, row: number, x: number, y: number, theme: Theme): void {
  const value = shown.data.cell(column, row);
  const [first] = value?.top ?? [];
  if (value === undefined || first === undefined) {
    return;
  }

  const colour = sequentialColour(theme.kind, shown.scale.at(value) ?? 0);
  const ink = textOn(colour);
  const isPinned = shown.pins.some((pin) => pin.column === column && pin.row === row);
  picture.box(x + 0.5, y + 0.5, cellWidth - 1, rowHeight - 1, colour, theme.highContrast ? theme.border : undefined);
  if (value.target?.id === first.id) {
    picture.box(x + 1.5, y + 1.5, cellWidth - 3, rowHeight - 3, 'none', ink, 1.5);
    picture.path(`M${x + 1} ${y + 1}h7l-7 7z`, ink, y + 8);
  }

  if (isPinned) {
    picture.box(x + 1, y + 1, cellWidth - 2, rowHeight - 2, 'none', theme.focus, 2.4);
  }

  picture.text(x + cellWidth / 2, y + 12, tokenLabel(first.text, cellLabelLength), {
    size: 10.5,
    mono: true,
    fill: ink,
    anchor: 'middle',
  });
}
