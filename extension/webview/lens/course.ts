// Courses over the layers: log-probability and rank of the followed tokens at the pinned positions, as numbers.
import type { LensRow, TokenRank } from '../../shared/contracts.js';
import type { Token } from '../shared/tokens.js';
import { niceTicks, type Ticks } from '../shared/scale.js';
import type { LensData } from './data.js';
import type { Place } from './grid.js';

/** One token at one position over all rows. */
export interface Course {
  readonly column: number;
  readonly position: number;
  readonly token: Token;
  readonly role: 'target' | 'contrast';
  readonly logProb: readonly (number | undefined)[];
  readonly rank: readonly (number | undefined)[];
}

/** A value that the axis leaves out, named instead of squeezed in. */
export interface OffAxis {
  readonly course: Course;
  readonly row: number;
  readonly value: number;
}

/** The courses with what their two axes need. */
export interface CourseModel {
  readonly rows: readonly LensRow[];
  readonly courses: readonly Course[];
  readonly logProbAxis: Ticks;
  readonly offAxis: readonly OffAxis[];
  /** Rows of the pinned cells. */
  readonly pinnedRows: readonly number[];
}

/** The courses of the pinned positions, target before contrast; empty where the lens follows no token. */
export function coursesOf(data: LensData, pins: readonly Place[]): CourseModel {
  const columns = [...new Set(pins.map((pin) => pin.column))];
  const courses = columns.flatMap((column) => (['target', 'contrast'] as const).flatMap((role) => courseOf(data, column, role)));
  const low = axisBottom(courses);
  const high = Math.max(...courses.flatMap((course) => course.logProb.filter(isNumber)), low);
  const logProbAxis = niceTicks(low, Math.min(0, high), 5);
  return {
    rows: data.rows,
    courses,
    logProbAxis,
    offAxis: offAxisOf(courses, logProbAxis.min),
    pinnedRows: [...new Set(pins.map((pin) => pin.row))],
  };
}

/** What a course says at a row; undefined where the row is not ready. */
export function valueAt(course: Course, row: number): { readonly logProb: number; readonly rank: number } | undefined {
  const logProb = course.logProb[row];
  const rank = course.rank[row];
  return logProb === undefined || rank === undefined ? undefined : { logProb, rank };
}

function courseOf(data: LensData, column: number, role: 'target' | 'contrast'): Course[] {
  const values = data.rows.map((_, row): TokenRank | undefined => data.cell(column, row)?.[role]);
  const token = values.find((value) => value !== undefined);
  if (token === undefined) {
    return [];
  }

  const position = data.positions[column] ?? column;
  return [
    { column, position, token, role, logProb: values.map((value) => value?.logProb), rank: values.map((value) => value?.rank) },
  ];
}

/** The lowest value after the embedding, or that of the embedding where it is not far away. */
function axisBottom(courses: readonly Course[]): number {
  const later = courses.flatMap((course) => course.logProb.slice(1).filter(isNumber));
  const all = courses.flatMap((course) => course.logProb.filter(isNumber));
  const low = Math.min(0, ...later);
  const lowest = Math.min(low, ...all);
  return later.length > 0 && lowest < 1.5 * low - 2 ? low : lowest;
}

function offAxisOf(courses: readonly Course[], bottom: number): OffAxis[] {
  return courses.flatMap((course) =>
    course.logProb.flatMap((value, row) => (value !== undefined && value < bottom ? [{ course, row, value }] : [])),
  );
}

function isNumber(value: number | undefined): value is number {
  return value !== undefined;
}
