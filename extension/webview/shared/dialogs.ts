// The two dialogs of every view: the list of keys, and what can be exported.
import { button, h } from './dom.js';
import type { Key } from './keys.js';

/** Shows the keys; Escape or the button closes it and the focus returns. */
export function showKeys(title: string, keys: readonly Key[]): void {
  const rows = keys.map((key) =>
    h('tr', {}, h('th', { scope: 'row' }, h('kbd', {}, key.label ?? key.key)), h('td', {}, key.does)),
  );
  open(title, (close) => [h('table', { class: 'key-list' }, h('tbody', {}, ...rows)), button('Close', close)]);
}

/** Shows choices; choosing one closes the dialog. */
export function showChoices(title: string, choices: readonly (readonly [label: string, note: string, run: () => void])[]): void {
  open(title, (close) => [
    h(
      'ul',
      { class: 'choices' },
      ...choices.map(([label, note, run]) =>
        h(
          'li',
          {},
          choice(label, note, () => {
            close();
            run();
          }),
        ),
      ),
    ),
    button('Close', close),
  ]);
}

/** Shows a text to be copied by hand, where no clipboard can be reached. */
export function showText(title: string, text: string): void {
  open(title, (close) => [h('textarea', { readonly: true, rows: 4, 'aria-label': title }, text), button('Close', close)]);
}

function choice(label: string, note: string, run: () => void): HTMLElement {
  const element = button('', run);
  element.append(h('b', {}, label), h('span', { class: 'quiet' }, ` ${note}`));
  return element;
}

function open(title: string, content: (close: () => void) => readonly Node[]): void {
  const before = document.activeElement;
  const name = `dialog-${title.replace(/\W+/g, '-')}`;
  const dialog = h('dialog', { 'aria-labelledby': name });
  const close = (): void => {
    dialog.close();
  };
  dialog.append(h('h2', { id: name }, title), ...content(close));
  dialog.addEventListener('close', () => {
    dialog.remove();
    if (before instanceof HTMLElement && before.isConnected) {
      before.focus();
    }
  });
  document.body.append(dialog);
  dialog.showModal();
}
