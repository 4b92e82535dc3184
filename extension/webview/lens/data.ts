// A lens as columns (positions) and rows (depths), whether it is finished or still comes in row by row.
import type { LensCell, LensResult, LensRow, TokenInfo } from '../../shared/contracts.js';
import type { Running } from '../shared/situation.js';

/** The grid; cells that are not there yet are undefined. */
export interface LensData {
  readonly positions: readonly number[];
  readonly tokens: readonly TokenInfo[];
  readonly rows: readonly LensRow[];
  cell(column: number, row: number): LensCell | undefined;
}

/** The grid of a finished lens. */
export function dataOf(result: LensResult): LensData {
  const { positions, rows, cells, tokens = [] } = result;
  return { positions, rows, tokens, cell: (column, row) => cells[column]?.[row] };
}

/** The grid of a lens that runs: the rows that are ready. */
export function dataOfParts(running: Running<'lens'>): LensData {
  const { parts, tokens = [], request } = running;
  const width = parts[0]?.cells.length ?? 0;
  const asked = request.positions ?? undefined;
  const wrap = (position: number): number => (position < 0 ? tokens.length + position : position);
  const positions = Array.from({ length: width }, (_, index) => (asked === undefined ? index : wrap(asked[index] ?? index)));
  return { positions, tokens, rows: parts.map((part) => part.row), cell: (column, row) => parts[row]?.cells[column] };
}

/** Name of a row at the left of the grid: `embed`, the layer, or `3 mid` between attention and feed-forward. */
export function rowName(row: LensRow): string {
  return row.layer === undefined ? row.row : row.row === 'mid' ? `${row.layer} mid` : String(row.layer);
}

/** The same in a sentence. */
export function rowPhrase(row: LensRow): string {
  return row.layer === undefined
    ? 'embedding'
    : row.row === 'mid'
      ? `after attention of layer ${row.layer}`
      : `after layer ${row.layer}`;
}

/** The token at a column. */
export function tokenAt(data: LensData, column: number): TokenInfo | undefined {
  const position = data.positions[column];
  return position === undefined ? undefined : data.tokens[position];
}

/** The same grid with target and contrast in each other's place. */
export function swapped(data: LensData): LensData {
  return {
    ...data,
    cell: (column, row) => {
      const cell = data.cell(column, row);
      return cell?.target && cell.contrast ? { ...cell, target: cell.contrast, contrast: cell.target } : cell;
    },
  };
}
