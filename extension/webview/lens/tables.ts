// The table twin of a lens, and the long table that CSV exports.
import type { LensCell } from '../../shared/contracts.js';
import { count, nats, percent } from '../shared/numbers.js';
import { number, plain, word, type DataTable, type Datum } from '../shared/table.js';
import { tokenLabel } from '../shared/tokens.js';
import type { ColourScale } from './colouring.js';
import type { CourseModel } from './course.js';
import { rowName, tokenAt, type LensData } from './data.js';

/** Columns of the twin at a time. */
export const twinWidth = 24;

/** Rows as in the grid, for `twinWidth` positions from `first`; then the courses. */
export function twinTables(data: LensData, scale: ColourScale, first: number, courses: CourseModel): readonly DataTable[] {
  const end = Math.min(data.positions.length, first + twinWidth);
  const columns = Array.from({ length: end - first }, (_, index) => first + index);
  const all = data.positions.length > twinWidth ? ` (columns ${first + 1} to ${end} of ${data.positions.length})` : '';
  const grid: DataTable = {
    title: `Top token by layer and position${all}`,
    columns: [
      'layer',
      ...columns.map((column) => `${data.positions[column] ?? column} ${tokenLabel(tokenAt(data, column)?.text ?? '')}`),
    ],
    rows: data.rows.map((row, index) => [
      plain(rowName(row)),
      ...columns.map((column) => gridDatum(data.cell(column, index), scale)),
    ]),
  };
  return [grid, ...(courses.courses.length > 0 ? [courseTable(courses)] : [])];
}

/** One line per cell: everything that the grid and its switches can show. */
export function longTable(data: LensData): DataTable {
  const columns = ['position', 'token', 'row', 'layer', 'top', 'top id', 'top probability', 'entropy (bits)'];
  const followed = ['target', 'contrast'].flatMap((role) => [
    role,
    `${role} rank`,
    `${role} log-probability (nats)`,
    `${role} probability`,
    `${role} bs-value`,
  ]);
  const rows = data.positions.flatMap((position, column) =>
    data.rows.flatMap((row, index) => {
      const cell = data.cell(column, index);
      const [top] = cell?.top ?? [];
      const begin = [number(position, String), word(tokenAt(data, column)), plain(row.row), number(row.layer, String)];
      return cell === undefined
        ? []
        : [
            [
              ...begin,
              word(top),
              number(top?.id, String),
              number(top?.prob, percent),
              number(cell.entropy, nats),
              ...followedData(cell),
            ],
          ];
    }),
  );
  return { title: 'Lens', columns: [...columns, ...followed], rows };
}

function courseTable(model: CourseModel): DataTable {
  const heads = model.courses.flatMap((course) => {
    const name = `${tokenLabel(course.token.text)} at ${course.position}`;
    return [`${name}: log-probability (nats)`, `${name}: rank`];
  });
  const rows = model.rows.map((row, index) => [
    plain(rowName(row)),
    ...model.courses.flatMap((course) => [number(course.logProb[index], nats), number(course.rank[index], count)]),
  ]);
  return { title: 'Course over the layers at the pinned positions', columns: ['layer', ...heads], rows };
}

function gridDatum(cell: LensCell | undefined, scale: ColourScale): Datum {
  const [top] = cell?.top ?? [];
  return cell === undefined || top === undefined ? plain('') : plain(`${tokenLabel(top.text)} ${scale.text(cell)}`);
}

function followedData(cell: LensCell): Datum[] {
  return [cell.target, cell.contrast].flatMap((token) => [
    word(token),
    number(token?.rank, count),
    number(token?.logProb, nats),
    number(token?.prob, percent),
    number(token?.logit, nats),
  ]);
}
