// The way from the embedding to the answer as numbers: one step per layer score.
import type { ContributionsResult, LayerRow } from '../../shared/contracts.js';
import { niceTicks, type Ticks } from '../shared/scale.js';

/** A part of the stream. */
export type Part = 'embed' | 'attn' | 'ff';

/** A step of the waterfall. */
export interface Step {
  readonly part: Part;
  readonly layer: number | undefined;
  readonly score: number;
  readonly before: number;
  readonly after: number;
}

/** The steps with the axis that holds them. */
export interface Waterfall {
  readonly steps: readonly Step[];
  readonly start: number;
  readonly end: number;
  /** True where the course is a difference of two tokens. */
  readonly isDifference: boolean;
  readonly axis: Ticks;
}

/** The steps of a result; undefined where it has no layer scores. */
export function waterfallOf(result: ContributionsResult): Waterfall | undefined {
  const rows = result.layers;
  if (rows === undefined || rows.length === 0) {
    return undefined;
  }

  const isDifference = result.contrast !== undefined;
  const steps = isDifference ? differences(rows, result) : rows.map(ownStep);
  const values = steps.flatMap((step) => [step.before, step.after]);
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const axis = niceTicks(low, isDifference ? Math.max(high, 0) : 0, 4);
  return { steps, start: steps[0]?.before ?? 0, end: steps.at(-1)?.after ?? 0, isDifference, axis };
}

/** Short name of a part, as in labels: `ff 24`. */
export function shortName(part: Part, layer: number | undefined): string {
  return layer === undefined ? 'embedding' : `${part} ${layer}`;
}

/** Full name of a part, as in breadcrumbs and sentences. */
export function fullName(part: Part, layer: number | undefined): string {
  const names: Readonly<Record<Part, string>> = { embed: 'embedding', attn: 'attention', ff: 'feed-forward' };
  return layer === undefined ? names[part] : `${names[part]} ${layer}`;
}

/** The component name of the contract as a part. */
export function partOf(component: string): Part {
  return component.startsWith('attn') ? 'attn' : component.startsWith('ff') ? 'ff' : 'embed';
}

function ownStep(row: LayerRow): Step {
  return { part: partOf(row.component), layer: row.layer, score: row.score, before: row.logProbBefore, after: row.logProbAfter };
}

/** With a contrast the course is that of the difference, which begins where both tokens begin. */
function differences(rows: readonly LayerRow[], result: ContributionsResult): Step[] {
  let at = result.target.logProbZero - (result.contrast?.logProbZero ?? 0);
  return rows.map((row) => {
    const before = at;
    at += row.score;
    return { part: partOf(row.component), layer: row.layer, score: row.score, before, after: at };
  });
}
