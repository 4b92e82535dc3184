// Where the reader is on the way down: the answer, a layer's part, a head or neuron of it.
import type { Part } from './steps.js';
import { isIndex, isRecord } from '../../shared/state.js';

/** A head or a feed-forward neuron. */
export interface Unit {
  readonly kind: 'head' | 'neuron';
  readonly layer: number;
  readonly index: number;
}

/** The way so far; every part may be absent. */
export interface Path {
  /** Step of the waterfall. */
  readonly part?: { readonly part: Part; readonly layer: number | undefined };
  readonly unit?: Unit;
  /** True while the lists are still those of all layers: the unit was chosen there. */
  readonly isWide?: boolean;
}

/** Name of a head or neuron: `23.4`, `24:1005`. */
export function unitName(unit: Unit): string {
  return unit.kind === 'head' ? `${unit.layer}.${unit.index}` : `${unit.layer}:${unit.index}`;
}

/** Key of a row that opens a unit. */
export function unitKey(unit: Unit): string {
  return `${unit.kind} ${unitName(unit)}`;
}

/** The unit of a key; undefined for other rows. */
export function unitOfKey(key: string): Unit | undefined {
  const found = /^(head|neuron) (\d+)[.:](\d+)$/.exec(key);
  return found === null
    ? undefined
    : { kind: found[1] === 'head' ? 'head' : 'neuron', layer: Number(found[2]), index: Number(found[3]) };
}

/** A path kept over a reload; anything else is the beginning. */
export function keptPath(value: unknown): Path {
  const part = isRecord(value) && isRecord(value['part']) ? value['part'] : undefined;
  const unit = isRecord(value) && typeof value['unit'] === 'string' ? unitOfKey(value['unit']) : undefined;
  const name = part?.['part'];
  const layer = part?.['layer'];
  const isPart = name === 'embed' || ((name === 'attn' || name === 'ff') && isIndex(layer));
  return {
    ...(isPart && { part: { part: name, layer: isIndex(layer) ? layer : undefined } }),
    ...(unit && { unit }),
    ...(isRecord(value) && value['isWide'] === true && { isWide: true }),
  };
}

/** The path as plain data. */
export function pathToKeep(path: Path): object {
  return {
    ...(path.part && { part: path.part }),
    ...(path.unit && { unit: unitKey(path.unit) }),
    ...(path.isWide === true && { isWide: true }),
  };
}
