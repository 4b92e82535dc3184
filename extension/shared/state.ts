// What a view keeps over a reload: its request, not its result, which is computed again.
import type { Origin, RequestOf, ViewKind } from './viewProtocol.js';

/** The part of it that only the page knows. */
export interface PageState {
  readonly asTable: boolean;
  /** The view's own part. */
  readonly own: unknown;
}

/** Kept with setState. The editor stores it some seconds late: the extension's own note of the same panel goes first. */
export interface KeptState<K extends ViewKind> extends PageState {
  readonly kind: K;
  /** Which of the extension's panels it is; absent in what older versions kept. */
  readonly panel?: string;
  readonly request: RequestOf[K];
  readonly origin: Origin;
  readonly pinned: boolean;
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
    isOrigin(state['origin']) &&
    typeof state['asTable'] === 'boolean'
  );
}

/** True for a place that prompts come from. */
export function isOrigin(value: unknown): value is Origin {
  return isRecord(value) && typeof value['label'] === 'string';
}

/** True for a plain object. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** True for a non-negative integer below `end`. */
export function isIndex(value: unknown, end = Number.MAX_SAFE_INTEGER): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value < end;
}
