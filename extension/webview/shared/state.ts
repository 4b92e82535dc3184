// What a view keeps over a reload: its request, not its result, which is computed again.
import type { Origin, RequestOf, ViewKind } from '../../shared/viewProtocol.js';

/** Kept with setState. */
export interface KeptState<K extends ViewKind> {
  readonly kind: K;
  readonly request: RequestOf[K];
  readonly origin: Origin;
  readonly asTable: boolean;
  readonly pinned: boolean;
  /** The view's own part. */
  readonly own: unknown;
}

/** The state of before a reload, if it is one of this kind of view; anything else is ignored. */
export function keptState<K extends ViewKind>(state: unknown, kind: K): KeptState<K> | undefined {
  return isKept(state, kind) ? state : undefined;
}

function isKept<K extends ViewKind>(state: unknown, kind: K): state is KeptState<K> {
  return (
    isRecord(state) &&
    state['kind'] === kind &&
    isRecord(state['request']) &&
    isRecord(state['origin']) &&
    typeof state['asTable'] === 'boolean'
  );
}

/** True for a plain object. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** True for a non-negative integer below `end`. */
export function isIndex(value: unknown, end = Number.MAX_SAFE_INTEGER): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < end;
}
