// The colour switch of the lens and the scale beside it.
import { button, h, svg } from '../shared/dom.js';
import { rove } from '../shared/keys.js';
import { sequentialColour, type Theme } from '../shared/theme.js';
import { tokenLabel, tokenSpan, type Token } from '../shared/tokens.js';
import type { Colouring, ColourScale } from './colouring.js';

/** What a colouring is called; `followed` is the token it speaks of where that is one token. */
export function colouringName(colouring: Colouring, followed: Token | undefined): string {
  const of = followed === undefined ? 'the followed token' : tokenLabel(followed.text);
  const names: Readonly<Record<Colouring, string>> = {
    probability: 'probability of top token',
    rank: `rank of ${of}`,
    entropy: 'entropy',
    logit: `bs-value of ${of}`,
  };
  return names[colouring];
}

/** Buttons of which one is pressed; arrows move, Enter chooses. */
export function colourSwitch(
  names: readonly Colouring[],
  current: Colouring,
  followed: Token | undefined,
  choose: (name: Colouring) => void,
): HTMLElement {
  const buttons = names.map((name) => {
    const element = button(
      '',
      () => {
        choose(name);
      },
      { 'aria-pressed': String(name === current), 'data-focus': `colour-${name}` },
    );
    const [before] = colouringName(name, undefined).split('the followed');
    element.append(
      ...(followed !== undefined && (name === 'rank' || name === 'logit')
        ? [before ?? '', tokenSpan(followed)]
        : [name === 'probability' ? name : colouringName(name, followed)]),
    );
    element.title = colouringName(name, followed);
    return element;
  });
  const group = h(
    'div',
    { class: 'switch', role: 'group', 'aria-label': 'Colour' },
    h('span', { class: 'quiet', 'aria-hidden': 'true' }, 'Colour'),
    h('div', {}, ...buttons),
  );
  rove(group, 'button', true);
  return group;
}

/** The scale with its ends, and what frames mean. */
export function legendOf(scale: ColourScale, theme: Theme, followsToken: boolean): HTMLElement {
  const colours = Array.from({ length: 9 }, (_, index) => sequentialColour(theme.kind, index / 8));
  return h(
    'div',
    { class: 'legend' },
    h(
      'span',
      { class: 'scale' },
      h('span', {}, scale.low),
      h('span', { class: 'gradient', style: `background: linear-gradient(to right, ${colours.join(', ')})` }),
      h('span', {}, scale.high),
    ),
    followsToken &&
      h(
        'span',
        {},
        svg(
          'svg',
          { width: 14, height: 14, 'aria-hidden': 'true', class: 'target-mark' },
          svg('rect', { x: 1, y: 1, width: 12, height: 12 }),
          svg('path', { d: 'M1 1h7l-7 7z' }),
        ),
        ' target on top',
      ),
    h('span', {}, h('span', { class: 'pin-mark', 'aria-hidden': 'true' }), ' pinned'),
  );
}
