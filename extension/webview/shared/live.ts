// Sentences for screen readers: what changed, said once, without taking the focus.
import { h } from './dom.js';

/** A region that is read aloud when its text changes. */
export class Announcer {
  readonly element = h('div', { class: 'unseen', role: 'status', 'aria-live': 'polite' });

  /** Says `sentence`; the same sentence twice is said twice. */
  say(sentence: string): void {
    const again = this.element.textContent === sentence ? '\u00a0' : '';
    this.element.textContent = sentence + again;
  }
}
