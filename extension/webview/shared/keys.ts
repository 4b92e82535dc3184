// Keys that work anywhere in a view, and the list of them that `?` shows.

/** A key and what it does. */
export interface Key {
  /** As `KeyboardEvent.key`. */
  readonly key: string;
  /** Written in the list; the same as `key` where absent. */
  readonly label?: string;
  readonly does: string;
  /** Absent for keys that the focused part of the view handles itself. */
  readonly run?: () => void;
}

/** Listens for `keys` everywhere but in text fields and dialogs, and never with Ctrl, Alt or Meta. */
export function listenTo(keys: () => readonly Key[]): void {
  document.addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || isElsewhere(event.target)) {
      return;
    }

    const found = keys().find((key) => key.key === event.key);
    if (found?.run !== undefined) {
      event.preventDefault();
      found.run();
    }
  });
}

function isElsewhere(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest('input, select, textarea, dialog') !== null;
}

/** Moves the focus among `items` with arrows, Home and End: one stop for Tab. Rerun it when items change. */
export function rove(container: HTMLElement, selector: string, isHorizontal: boolean): void {
  const items = (): HTMLElement[] => [...container.querySelectorAll<HTMLElement>(selector)];
  const [back, forth] = isHorizontal ? (['ArrowLeft', 'ArrowRight'] as const) : (['ArrowUp', 'ArrowDown'] as const);
  container.addEventListener('keydown', (event) => {
    const all = items();
    const now = all.findIndex((item) => item === document.activeElement);
    const places: Readonly<Record<string, number>> = {
      [back]: now - 1,
      [forth]: now + 1,
      Home: 0,
      End: all.length - 1,
    };
    const next = places[event.key];
    const item = next === undefined ? undefined : all[next];
    if (now >= 0 && item !== undefined) {
      event.preventDefault();
      for (const other of all) {
        other.tabIndex = -1;
      }

      item.tabIndex = 0;
      item.focus();
    }
  });
  const first = items().find(
    (item) => item.getAttribute('aria-pressed') === 'true' || item.getAttribute('aria-selected') === 'true',
  );
  for (const [index, item] of items().entries()) {
    item.tabIndex = (first === undefined ? index === 0 : item === first) ? 0 : -1;
  }
}
