// What the extension and a view say to each other. Plain data only: it passes through postMessage.
// Neither side imports the other; a view runs as well in a plain browser behind a channel that plays the extension.
import type {
  ContributionsRequest,
  ContributionsResult,
  ExplainRequest,
  ExplainResult,
  HeadLevel,
  LayerRow,
  LensCell,
  LensRequest,
  LensResult,
  LensRow,
  NeuronLevel,
  ProjectRequest,
  ProjectResult,
  TokenInfo,
} from './contracts.js';
import type { PageState } from './state.js';

/** The views there are. */
export type ViewKind = 'lens' | 'contributions';

/** A block of an open document in place of a prompt: the daemon takes from it what the request does not say. */
export interface OfBlock {
  readonly document?: { readonly uri: string; readonly block: number };
}

/** What each view asks for. */
export interface RequestOf {
  readonly lens: LensRequest & OfBlock;
  readonly contributions: (ContributionsRequest | ExplainRequest) & OfBlock;
}

/** What each view draws. */
export interface ResultOf {
  readonly lens: LensResult;
  readonly contributions: ContributionsResult | ExplainResult;
}

/** Where a prompt comes from. */
export interface Origin {
  /** Address of the document; absent for a prompt without one. */
  readonly uri?: string;
  /** Number of the block in the document. */
  readonly block?: number;
  /** Name of the block, or the beginning of the prompt. */
  readonly label: string;
}

/** True where two results come from one place: the same block of the same document, or prompts of the same name. */
export function isSamePlace(one: Origin, other: Origin): boolean {
  return one.uri === other.uri && one.block === other.block && (one.uri !== undefined || one.label === other.label);
}

/** One layer of a lens as soon as it is ready: one cell per position. */
export interface LensPartial {
  readonly row: LensRow;
  readonly cells: readonly LensCell[];
}

/** A level of contributions: first-order values while `preview` is true, proved ones after. */
export interface ContributionsPartial {
  readonly preview?: boolean;
  readonly layers?: readonly LayerRow[];
  readonly heads?: Partial<HeadLevel>;
  readonly ffNeurons?: Partial<NeuronLevel>;
}

/** Partial results of each view. */
export interface PartialOf {
  readonly lens: LensPartial;
  readonly contributions: ContributionsPartial;
}

/** A smaller question on the way down (heads of one layer, what a neuron read, what a head writes). */
export type DetailRequest =
  | { readonly method: 'contributions'; readonly request: ContributionsRequest }
  | { readonly method: 'project'; readonly request: ProjectRequest };

/** The answer to a detail. */
export type DetailResult = ContributionsResult | ProjectResult;

/** What a failure offers to do; the extension knows how. */
export type FailureAction = 'retry' | 'showLog' | 'useCpu' | 'chooseModel' | 'restart' | 'openTour' | 'openWalkthrough';

/** A failure as shown: one sentence, what to do, one or two buttons. */
export interface Failure {
  /** Kind of `error.data.kind`, for example `targetNotOneToken`. */
  readonly kind: string;
  readonly message: string;
  readonly hint?: string;
  readonly actions: readonly FailureAction[];
}

/** Kinds of failures that say nothing of what was asked: the program could not be had, or ended. */
const troubles: ReadonlySet<string> = new Set(['failed', 'internal', 'notStarted']);

/** True where a failure is the answer to what was asked, so that a result of before must not stand in its place. */
export function isRefusal(failure: Failure): boolean {
  return !troubles.has(failure.kind);
}

/** Settings of the editor that change what is drawn, never what is computed. */
export interface ViewSettings {
  /** The panel keeps its result when the cursor leaves the block. */
  readonly pinned: boolean;
  /** Animations are off. */
  readonly reducedMotion: boolean;
}

/** A finished result with the request that made it. */
export interface Show<K extends ViewKind> {
  readonly type: 'show';
  /** Number of the run; partial results and failures of another run are not of this one. */
  readonly run: number;
  readonly request: RequestOf[K];
  readonly result: ResultOf[K];
  readonly origin: Origin;
  /** What was opened in the view when this page was saved, for `View.restore`: a saved page cannot ask for it. */
  readonly opened?: unknown;
}

/** A run has begun: what was shown stays until the first part arrives. */
export interface Begin<K extends ViewKind> {
  readonly type: 'begin';
  readonly run: number;
  readonly request: RequestOf[K];
  readonly origin: Origin;
  /** The prompt's tokens where the document knows them, so that columns have heads before the first layer is ready. */
  readonly tokens?: readonly TokenInfo[];
}

/** Parts of a running analysis, in the order they became ready. */
export interface Parts<K extends ViewKind> {
  readonly type: 'parts';
  readonly run: number;
  readonly parts: readonly PartialOf[K][];
}

/** From the extension to the view. */
export type ToView<K extends ViewKind = ViewKind> =
  /** The answer to `ready`: which panel the page stands in, and what that panel's page told last. */
  | { readonly type: 'panel'; readonly panel: string; readonly page?: PageState }
  | Show<K>
  | Begin<K>
  | Parts<K>
  | { readonly type: 'progress'; readonly run: number; readonly message: string; readonly percentage?: number }
  | { readonly type: 'failure'; readonly run: number; readonly failure: Failure }
  | { readonly type: 'cancelled'; readonly run: number }
  | { readonly type: 'theme' }
  | { readonly type: 'settings'; readonly settings: ViewSettings }
  /** The token under the cursor of the document; absent = none. */
  | { readonly type: 'highlight'; readonly position?: number }
  /** Lens rows of positions that a result keeps under a handle: `cells[i]` is position `start + i`. */
  | { readonly type: 'rows'; readonly handle: string; readonly start: number; readonly cells: readonly (readonly LensCell[])[] }
  /** Answer to `detail` of the same id: a result or a failure. */
  | { readonly type: 'detail'; readonly id: number; readonly result?: DetailResult; readonly failure?: Failure }
  /** An export was written, or was not. */
  | { readonly type: 'exported'; readonly path?: string; readonly failure?: Failure };

/** File formats of an export. */
export type ExportFormat = 'svg' | 'png' | 'csv' | 'json';

/** From the view to the extension. */
export type FromView<K extends ViewKind = ViewKind> =
  /** The view can receive. */
  | { readonly type: 'ready'; readonly kind: K }
  /** What a reload must bring back besides the request, whenever it changes. */
  | { readonly type: 'keep'; readonly page: PageState }
  /** Run this request (changed target, contrast, positions). */
  | { readonly type: 'run'; readonly request: RequestOf[K]; readonly origin: Origin }
  | { readonly type: 'cancel'; readonly run: number }
  /** Ask a smaller question about the same prompt; what is shown stays. */
  | { readonly type: 'detail'; readonly id: number; readonly detail: DetailRequest }
  /** Save to a file the user chooses. Text as it is, PNG as base64. */
  | {
      readonly type: 'export';
      readonly format: ExportFormat;
      readonly name: string;
      readonly content: string;
      readonly encoding: 'utf8' | 'base64';
    }
  /** Save the self-contained page, which the daemon makes (interp/html). */
  | { readonly type: 'exportHtml'; readonly name: string; readonly opened?: object }
  /** Put the command line that repeats this request on the clipboard. */
  | { readonly type: 'copyCommand'; readonly request: RequestOf[K] }
  | { readonly type: 'copyText'; readonly text: string }
  /** Outline a token of the prompt in the document; absent = none. */
  | { readonly type: 'highlight'; readonly position?: number }
  | { readonly type: 'pin'; readonly pinned: boolean }
  | { readonly type: 'open'; readonly view: ViewKind; readonly request: RequestOf[ViewKind]; readonly origin: Origin }
  | { readonly type: 'act'; readonly action: FailureAction }
  /** Read lens rows of positions `start` to `start + count` of a result kept under a handle. */
  | { readonly type: 'readRows'; readonly handle: string; readonly start: number; readonly count: number }
  | { readonly type: 'log'; readonly message: string };

const toViewTypes: ReadonlySet<string> = new Set<ToView['type']>([
  'panel',
  'show',
  'begin',
  'parts',
  'progress',
  'failure',
  'cancelled',
  'theme',
  'settings',
  'highlight',
  'rows',
  'detail',
  'exported',
]);

const fromViewTypes: ReadonlySet<string> = new Set<FromView['type']>([
  'ready',
  'keep',
  'run',
  'cancel',
  'detail',
  'export',
  'exportHtml',
  'copyCommand',
  'copyText',
  'highlight',
  'pin',
  'open',
  'act',
  'readRows',
  'log',
]);

/** True for a message of the extension to its view of kind K; other frames and extensions post messages too. */
export function isToView<K extends ViewKind>(data: unknown): data is ToView<K> {
  return hasType(data, toViewTypes);
}

/** True for a message of a view of kind K. */
export function isFromView<K extends ViewKind>(data: unknown): data is FromView<K> {
  return hasType(data, fromViewTypes);
}

function hasType(data: unknown, known: ReadonlySet<string>): boolean {
  return typeof data === 'object' && data !== null && 'type' in data && typeof data.type === 'string' && known.has(data.type);
}
