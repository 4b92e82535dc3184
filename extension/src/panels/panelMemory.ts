// What each open view shows, noted by the extension at once. The editor stores the state of a page only every few seconds,
// and a window may be left before: then a view would come back as something else, or as nothing.
import { randomUUID } from 'node:crypto';
import { isOrigin, isRecord, keptState, type PageState } from '../../shared/state.js';
import type { Origin, RequestOf, ViewKind } from '../../shared/viewProtocol.js';

/** A view as it is to come back. */
export interface NotedView {
  readonly id: string;
  readonly kind: ViewKind;
  readonly request: RequestOf[ViewKind];
  readonly origin: Origin;
  readonly pinned: boolean;
  /** What its page told last; absent before it told anything. */
  readonly page?: PageState;
}

/** Where notes are stored: the editor's memory of the folder that is open. */
export interface Store {
  get(key: string): unknown;
  update(key: string, value: unknown): PromiseLike<void>;
}

const key = 'interp.views';
/** Notes of views that were closed while the extension did not run are dropped in time. */
const mostNotes = 24;

export class PanelMemory {
  /** In the order in which the views were opened. */
  private notes: readonly NotedView[];
  private readonly claimed = new Set<string>();
  private isWriting = false;
  private isChanged = false;

  constructor(private readonly store: Store) {
    const stored = store.get(key);
    this.notes = Array.isArray(stored) ? stored.filter(isNoted) : [];
  }

  /** Notes what a view of this session shows now. */
  note(view: NotedView): void {
    this.claimed.add(view.id);
    const isKnown = this.notes.some(({ id }) => id === view.id);
    this.change(isKnown ? this.notes.map((note) => (note.id === view.id ? view : note)) : [...this.notes, view]);
  }

  /** A view was closed: it is not to come back. */
  forget(id: string): void {
    this.claimed.delete(id);
    this.change(this.notes.filter((note) => note.id !== id));
  }

  /**
   * What a view that the editor restores has shown. The note that its state names goes before the state, which may be older.
   * A state without anything was stored before its page could keep something: that view was opened last.
   */
  claim(kind: ViewKind, state: unknown): NotedView | undefined {
    const named = isRecord(state) && typeof state['panel'] === 'string' ? state['panel'] : undefined;
    const kept = keptState(state, kind);
    const free = this.notes.filter((note) => note.kind === kind && !this.claimed.has(note.id));
    const found = free.find((note) => note.id === named) ?? (kept === undefined ? free.at(-1) : undefined);
    const note = found ?? (kept && { ...kept, id: named ?? randomUUID(), page: kept });
    if (note !== undefined) {
      this.claimed.add(note.id);
    }

    return note;
  }

  private change(notes: readonly NotedView[]): void {
    this.notes = notes.slice(-mostNotes);
    this.isChanged = true;
    if (!this.isWriting) {
      this.isWriting = true;
      void this.write();
    }
  }

  /** One write at a time; what changes meanwhile is written after it. */
  private async write(): Promise<void> {
    try {
      while (this.isChanged) {
        this.isChanged = false;
        await this.store.update(key, this.notes);
      }
    } catch {
      // The window is being left, or its memory cannot be written: the state that the editor stores is still there.
    } finally {
      this.isWriting = false;
    }
  }
}

function isNoted(value: unknown): value is NotedView {
  return (
    isRecord(value) &&
    typeof value['id'] === 'string' &&
    (value['kind'] === 'lens' || value['kind'] === 'contributions') &&
    isRecord(value['request']) &&
    isOrigin(value['origin']) &&
    typeof value['pinned'] === 'boolean' &&
    (value['page'] === undefined || isRecord(value['page']))
  );
}
