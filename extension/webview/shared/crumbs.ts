// The way down so far, on one line; the last part is where the reader is.
import { button, h } from './dom.js';

/** A step of the way. */
export interface Crumb {
  readonly content: Node;
  readonly go: () => void;
}

/** The line of steps; it cuts in the middle, never wraps. */
export function crumbsOf(crumbs: readonly Crumb[]): HTMLElement {
  const items = crumbs.map((crumb, index) => {
    const isLast = index === crumbs.length - 1;
    const content = isLast ? h('span', { 'aria-current': 'location' }, crumb.content) : link(crumb);
    return h('li', {}, content);
  });
  return h('nav', { class: 'crumbs', 'aria-label': 'Way down' }, h('ol', {}, ...items));
}

/** An empty line where the crumbs will be, so that nothing jumps when they come. */
export function crumbsPlace(): HTMLElement {
  return h('div', { class: 'crumbs', 'aria-hidden': 'true' }, h('ol', {}, h('li', {}, '\u00a0')));
}

function link(crumb: Crumb): HTMLElement {
  const element = button('', crumb.go, { class: 'link' });
  element.append(crumb.content);
  return element;
}
