// What the colour of a cell says: a value, its place on a stated scale, and the legend of that scale.
import type { LensCell } from '../../shared/contracts.js';
import { count, nats, percent } from '../shared/numbers.js';
import type { LensData } from './data.js';

/** The choices of the colour switch. */
export const colourings = ['probability', 'rank', 'entropy', 'logit'] as const;

/** One of them. */
export type Colouring = (typeof colourings)[number];

/** A scale with its ends in words. */
export interface ColourScale {
  /** Place on the scale, 0 to 1; undefined where a cell has no such value. */
  at(cell: LensCell): number | undefined;
  /** The value in words. */
  text(cell: LensCell): string;
  readonly low: string;
  readonly high: string;
}

/** True where cells have what `colouring` needs. */
export function hasColouring(colouring: Colouring, followsToken: boolean): boolean {
  return colouring === 'probability' || colouring === 'entropy' || followsToken;
}

/** The scale of `colouring` for this grid. */
export function scaleOf(colouring: Colouring, data: LensData, vocabulary: number): ColourScale {
  switch (colouring) {
    case 'probability':
      return { at: topProbability, text: (cell) => percent(topProbability(cell)), low: '0 %', high: '100 %, linear' };
    case 'rank': {
      const most = Math.log(vocabulary);
      return {
        at: (cell) => cell.target && 1 - Math.log(cell.target.rank) / most,
        text: (cell) => (cell.target ? `rank ${count(cell.target.rank)}` : ''),
        low: `rank ${count(vocabulary)}`,
        high: '1, logarithmic',
      };
    }
    case 'entropy': {
      const most = Math.log2(vocabulary);
      return {
        at: (cell) => cell.entropy / most,
        text: (cell) => `${nats(cell.entropy)} bits`,
        low: '0 bits',
        high: `${most.toFixed(1)}, linear`,
      };
    }
    case 'logit': {
      const [low, high] = logitRange(data);
      return {
        at: (cell) => cell.target && (high > low ? (cell.target.logit - low) / (high - low) : 0),
        text: (cell) => (cell.target ? `bs-value ${nats(cell.target.logit)}` : ''),
        low: nats(low),
        high: `${nats(high)}, linear`,
      };
    }
  }
}

function topProbability(cell: LensCell): number {
  return cell.top[0]?.prob ?? 0;
}

function logitRange(data: LensData): readonly [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (let column = 0; column < data.positions.length; column++) {
    for (let row = 0; row < data.rows.length; row++) {
      const value = data.cell(column, row)?.target?.logit;
      if (value !== undefined) {
        low = Math.min(low, value);
        high = Math.max(high, value);
      }
    }
  }

  return low <= high ? [low, high] : [0, 0];
}
