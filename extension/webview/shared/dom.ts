// Elements without a framework. Text is always a text node: nothing that a model or a document says becomes markup.

/** What an element can be given: attributes, and handlers under `on`. */
export interface Properties {
  readonly [attribute: string]: string | number | boolean | undefined;
}

export type Child = Node | string | number | undefined | false;

/** An element with attributes and children; `false` and `undefined` leave an attribute or child out, `true` is the empty text. */
export function h<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  properties: Properties = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : String(value));
    }
  }

  append(element, children);
  return element;
}

/** The same for SVG. */
export function svg<K extends keyof SVGElementTagNameMap>(
  tag: K,
  properties: Properties = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[K] {
  const element = document.createElementNS('http://www.w3.org/2000/svg', tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value !== undefined && value !== false) {
      element.setAttribute(name, String(value));
    }
  }

  append(element, children);
  return element;
}

/** Replaces what `parent` holds. */
export function fill(parent: Element, ...children: readonly Child[]): void {
  parent.replaceChildren();
  append(parent, children);
}

/** A button that says what it does. */
export function button(label: string, onClick: () => void, properties: Properties = {}): HTMLButtonElement {
  const element = h('button', { type: 'button', ...properties }, label);
  element.addEventListener('click', onClick);
  return element;
}

/** A text that only screen readers meet. */
export function hidden(text: string): HTMLElement {
  return h('span', { class: 'unseen' }, text);
}

function append(parent: Element, children: readonly Child[]): void {
  for (const child of children) {
    if (child !== undefined && child !== false) {
      parent.append(typeof child === 'number' ? String(child) : child);
    }
  }
}

/** Acts once what is drawn now has been painted. */
export function afterFrame(act: () => void): void {
  requestAnimationFrame(() => {
    setTimeout(act);
  });
}
