import { describe, expect, test } from 'vitest';
import { PanelMemory, type NotedView, type Store } from '../../../extension/src/panels/panelMemory.js';

const view = (id: string, block: number, more: Partial<NotedView> = {}): NotedView => ({
  id,
  kind: 'lens',
  request: { method: 'lens', document: { uri: 'file:///a.interp', block } },
  origin: { uri: 'file:///a.interp', block, label: `Block ${block}` },
  pinned: false,
  ...more,
});

/** What the editor stores of a page: here the page kept `from`, which may be older than the note. */
const stateOf = (from: NotedView): object => ({
  kind: from.kind,
  panel: from.id,
  request: from.request,
  origin: from.origin,
  asTable: true,
  pinned: from.pinned,
  own: 'old',
});

/** Memory of a window; `next` is that of the window after a reload. */
function windows(): { store: Store; next: () => Promise<PanelMemory> } {
  let stored: unknown;
  const store = {
    get: () => structuredClone(stored),
    update: (_: string, value: unknown) => {
      stored = structuredClone(value);
      return Promise.resolve();
    },
  };
  return { store, next: () => afterWrites(() => new PanelMemory(store)) };
}

/** Writes go on in microtasks, one after the other. */
function afterWrites<T>(make: () => T): Promise<T> {
  return new Promise((done) =>
    setImmediate(() => {
      done(make());
    }),
  );
}

describe('What views show over a reload', () => {
  test('R105 A view whose stored state is older comes back as what it showed last, pinned as it was', async () => {
    const { store, next } = windows();
    const memory = new PanelMemory(store);
    memory.note(view('a', 0));
    const older = stateOf(view('a', 0));
    memory.note(view('a', 1, { pinned: true, page: { asTable: false, own: 'new' } }));
    expect((await next()).claim('lens', older)).toEqual(view('a', 1, { pinned: true, page: { asTable: false, own: 'new' } }));
  });

  test('R105 A view that was left before its page could keep anything comes back as the one opened last', async () => {
    const { store, next } = windows();
    const memory = new PanelMemory(store);
    memory.note(view('pinned', 0, { pinned: true }));
    memory.note(view('explained', 2, { kind: 'contributions' }));
    memory.note(view('late', 1));
    memory.note(view('pinned', 0, { pinned: true, page: { asTable: true, own: 1 } }));
    const after = await next();
    expect(after.claim('lens', undefined)?.id).toBe('late');
    expect(after.claim('lens', stateOf(view('pinned', 0)))?.id).toBe('pinned');
    expect(after.claim('contributions', undefined)?.origin.block).toBe(2);
    expect(after.claim('lens', undefined)).toBeUndefined();
  });

  test('A view that was closed does not come back, and what the editor stored is used where there is no note', async () => {
    const { store, next } = windows();
    const memory = new PanelMemory(store);
    memory.note(view('a', 0));
    memory.forget('a');
    const after = await next();
    expect(after.claim('lens', undefined)).toBeUndefined();
    expect(after.claim('lens', stateOf(view('a', 3)))).toMatchObject({ id: 'a', origin: { block: 3 }, page: { own: 'old' } });
    expect(after.claim('lens', { ...stateOf(view('b', 3)), kind: 'contributions' })).toBeUndefined();
  });

  test('What is stored and is no note is passed over, and notes of views that never come back are dropped in time', async () => {
    let stored: unknown = [7, { id: 'x' }, { ...view('y', 0), kind: 'map' }, view('z', 0)];
    const store: Store = {
      get: () => stored,
      update: (_, value) => {
        stored = value;
        return Promise.resolve();
      },
    };
    const memory = new PanelMemory(store);
    expect(memory.claim('lens', undefined)?.id).toBe('z');
    for (let number = 0; number < 40; number++) {
      memory.note(view(`n${number}`, 0));
    }

    expect(await afterWrites(() => new PanelMemory(store).claim('lens', undefined)?.id)).toBe('n39');
    expect(stored).toHaveLength(24);
  });

  test('Changes while a note is written are written after it', async () => {
    const written: unknown[] = [];
    let finish: (() => void) | undefined;
    const memory = new PanelMemory({
      get: () => undefined,
      update: (_, value) => {
        written.push(value);
        return new Promise<void>((done) => (finish = done));
      },
    });
    memory.note(view('a', 0));
    memory.note(view('a', 1));
    memory.note(view('a', 2));
    expect(written).toEqual([[view('a', 0)]]);
    finish?.();
    await expect.poll(() => written).toEqual([[view('a', 0)], [view('a', 2)]]);
  });
});
