// From a cell of the lens to the contributions at its position.
import { button, h } from '../shared/dom.js';
import { omit } from '../shared/omit.js';
import type { Shell } from '../shared/shell.js';
import type { Finished } from '../shared/situation.js';
import { tokenSpan } from '../shared/tokens.js';
import type { LensData } from './data.js';
import type { Place } from './grid.js';

/** A link that opens the contributions to the followed token at the position of `place`. */
export function explainLink(shell: Shell<'lens'>, finished: Finished<'lens'>, data: LensData, place: Place): Node {
  const target = data.cell(place.column, data.rows.length - 1)?.target ?? data.cell(place.column, place.row)?.top[0];
  const position = data.positions[place.column] ?? 0;
  const { request, origin } = finished;
  const prompt = omit(request, 'method', 'mode', 'positions', 'mid', 'top', 'follow', 'target');
  const open = (): void => {
    const asked = { ...prompt, position, ...(target && { target: target.id }) };
    shell.channel.post({ type: 'open', view: 'contributions', request: asked, origin });
  };
  const link = button('', open, { class: 'link', 'data-focus': 'explain' });
  link.append('Explain ', target ? tokenSpan(target) : 'the answer', ` at position ${position}`);
  return h('p', {}, link);
}
