// What a view is to the shell around it.
import type { ToView, ViewKind } from '../../shared/viewProtocol.js';
import type { Crumb } from './crumbs.js';
import type { HeaderFacts } from './header.js';
import type { Key } from './keys.js';
import type { Finished, Running } from './situation.js';
import type { DataTable } from './table.js';
import type { Theme } from './theme.js';

/** What one view adds to the shell. All drawing is made from (finished, theme, own state). */
export interface View<K extends ViewKind> {
  readonly kind: K;
  readonly title: string;
  facts(finished: Finished<K>): HeaderFacts;
  /** What choosing a token of the prompt does; absent where it does nothing. */
  choose?(finished: Finished<K>): ((position: number) => void) | undefined;
  crumbs?(finished: Finished<K>): readonly Crumb[];
  body(finished: Finished<K>, theme: Theme): readonly Node[];
  /** What is there of a run that has not ended; undefined keeps what was shown. */
  partial?(running: Running<K>, theme: Theme, finished: Finished<K> | undefined): readonly Node[] | undefined;
  footer(finished: Finished<K>): readonly (Node | string)[];
  /** The table twin. */
  tables(finished: Finished<K>): readonly DataTable[];
  /** What CSV exports; the twin's tables where absent. */
  csv?(finished: Finished<K>): readonly DataTable[];
  /** Controls above a twin that shows a part at a time. */
  twinControls?(finished: Finished<K>): readonly Node[];
  picture(finished: Finished<K>, theme: Theme): string;
  /** What is opened beyond the result, with its answers: exports have it too, and `restore` takes it. Undefined where nothing is. */
  opened?(finished: Finished<K>): object | undefined;
  /** One sentence for screen readers about a finished result. */
  sentence(finished: Finished<K>): string;
  keys(finished: Finished<K> | undefined): readonly Key[];
  /** The view's own state, kept over a reload. */
  keep(): unknown;
  restore(state: unknown): void;
  /** Frees what belongs to the last drawing. */
  dispose(): void;
  highlight?(position: number | undefined): void;
  rows?(message: Extract<ToView, { type: 'rows' }>): void;
}
