// What a view knows at a time, and how each message changes it. Pure, so that every order of messages can be tested.
import { omit } from './omit.js';
import type { TokenInfo } from '../../shared/contracts.js';
import {
  isRefusal,
  isSamePlace,
  type Failure,
  type Origin,
  type PartialOf,
  type RequestOf,
  type ResultOf,
  type ToView,
  type ViewKind,
  type ViewSettings,
} from '../../shared/viewProtocol.js';

/** A run that has not ended. */
export interface Running<K extends ViewKind> {
  readonly run: number;
  readonly request: RequestOf[K];
  readonly origin: Origin;
  readonly tokens?: readonly TokenInfo[];
  readonly parts: readonly PartialOf[K][];
  readonly message?: string;
  readonly percentage?: number;
}

/** Something finished. */
export interface Finished<K extends ViewKind> {
  readonly run: number;
  readonly request: RequestOf[K];
  readonly origin: Origin;
  readonly result: ResultOf[K];
}

/** The last finished result stays while the next one is computed. */
export interface Situation<K extends ViewKind> {
  readonly finished?: Finished<K>;
  readonly running?: Running<K>;
  /** A run that was cancelled or failed. */
  readonly stopped?: Running<K>;
  readonly failure?: Failure;
  readonly settings: ViewSettings;
  /** Position of the token under the cursor of the document. */
  readonly highlight?: number;
}

/** Before the first message. */
export const atFirst = { settings: { pinned: false, reducedMotion: false } } as const;

/** The situation after `message`; the same object where nothing changed. */
export function after<K extends ViewKind>(situation: Situation<K>, message: ToView<K>): Situation<K> {
  switch (message.type) {
    case 'begin': {
      const { run, request, origin, tokens } = message;
      return {
        ...omit(situation, 'failure', 'stopped'),
        running: { run, request, origin, parts: [], ...(tokens && { tokens }) },
      };
    }
    case 'parts':
      return ofRun(situation, message.run, (running) => ({ ...running, parts: [...running.parts, ...message.parts] }));
    case 'progress': {
      const { message: text, percentage } = message;
      return ofRun(situation, message.run, (running) => ({
        ...running,
        message: text,
        ...(percentage !== undefined && { percentage }),
      }));
    }
    case 'show': {
      if (situation.running !== undefined && message.run < situation.running.run) {
        return situation;
      }

      const { run, request, origin, result } = message;
      return { ...omit(situation, 'running', 'stopped', 'failure'), finished: { run, request, origin, result } };
    }
    case 'failure':
      return isOther(situation, message.run) ? situation : failed(situation, message.failure);
    case 'cancelled':
      return isOther(situation, message.run) ? situation : stopped(situation);
    case 'settings':
      return { ...situation, settings: message.settings };
    case 'highlight':
      return message.position === undefined ? omit(situation, 'highlight') : { ...situation, highlight: message.position };
    case 'panel':
    case 'theme':
    case 'rows':
    case 'detail':
    case 'exported':
      return situation;
  }
}

function ofRun<K extends ViewKind>(
  situation: Situation<K>,
  run: number,
  change: (running: Running<K>) => Running<K>,
): Situation<K> {
  return situation.running?.run === run ? { ...situation, running: change(situation.running) } : situation;
}

/** The last result of the same place comes back; where there is none, what was ready stays. */
function stopped<K extends ViewKind>(situation: Situation<K>): Situation<K> {
  const { finished, running } = situation;
  if (running === undefined) {
    return situation;
  }

  const isBack = finished !== undefined && isSamePlace(finished.origin, running.origin);
  return { ...(isBack ? omit(situation, 'running') : omit(situation, 'running', 'finished')), stopped: running };
}

/** A refusal is the answer to what was asked: the result of before goes, what was ready of this run too. */
function failed<K extends ViewKind>(situation: Situation<K>, failure: Failure): Situation<K> {
  const ended = stopped(situation);
  if (!isRefusal(failure)) {
    return { ...ended, failure };
  }

  const { finished, stopped: refused } = ended;
  const tokens = refused && (refused.tokens ?? (isSamePrompt(finished, refused) ? finished?.result.tokens : undefined));
  return {
    ...omit(ended, 'finished', 'stopped'),
    ...(refused && { stopped: { ...refused, parts: [], ...(tokens && { tokens }) } }),
    failure,
  };
}

/** True where a run asks the same of the same prompt as a finished result: what is known of one is true of the other. */
export function isSamePrompt<K extends ViewKind>(finished: Finished<K> | undefined, running: Running<K>): boolean {
  if (finished === undefined || !isSamePlace(finished.origin, running.origin)) {
    return false;
  }

  const asked = (request: object): string =>
    JSON.stringify(Object.entries(request).sort(([one], [other]) => (one < other ? -1 : 1)));
  const texts = (tokens: readonly TokenInfo[] | undefined): string => (tokens ?? []).map((token) => token.id).join(' ');
  return (
    asked(finished.request) === asked(running.request) &&
    (running.tokens === undefined || texts(running.tokens) === texts(finished.result.tokens))
  );
}

/** A message of a run that is no longer the last one. */
function isOther<K extends ViewKind>(situation: Situation<K>, run: number): boolean {
  return situation.running !== undefined && situation.running.run !== run;
}
