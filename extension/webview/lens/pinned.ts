// The top tokens of the pinned cell beside those of the output, with the target's place in both.
import type { LensCell, LensRow } from '../../shared/contracts.js';
import { h } from '../shared/dom.js';
import { count, nats, percent } from '../shared/numbers.js';
import { tokenSpan } from '../shared/tokens.js';
import { rowPhrase } from './data.js';

/** A cell with its row. */
export interface NamedCell {
  readonly row: LensRow;
  readonly cell: LensCell;
}

/** Both lists; one where the pinned cell is the output. */
export function pinnedLists(pinned: NamedCell, output: NamedCell): HTMLElement {
  const isOutput = pinned.row === output.row;
  return h(
    'div',
    { class: 'pinned-lists' },
    !isOutput && tokenList(pinned, 'pinned', true),
    tokenList(output, isOutput ? 'pinned, output' : 'output', isOutput),
  );
}

function tokenList({ row, cell }: NamedCell, note: string, isPinned: boolean): HTMLElement {
  const rows = cell.top.map((token) => {
    const isTarget = token.id === cell.target?.id;
    return h(
      'tr',
      { class: isTarget ? 'strong' : undefined },
      h('th', { scope: 'row' }, tokenSpan(token)),
      h(
        'td',
        { class: 'bar' },
        h('span', { class: 'meter', 'aria-hidden': 'true', style: `width: ${(100 * token.prob).toFixed(1)}%` }),
      ),
      h('td', { class: 'right' }, percent(token.prob)),
    );
  });
  return h(
    'table',
    { class: `tokens${isPinned ? ' is-pinned' : ''}` },
    h('caption', {}, h('span', {}, h('strong', {}, rowPhrase(row))), h('span', { class: 'quiet' }, note)),
    h(
      'thead',
      { class: 'unseen' },
      h('tr', {}, h('th', { scope: 'col' }, 'token'), h('td', {}), h('th', { scope: 'col' }, 'probability')),
    ),
    h('tbody', {}, ...rows),
    h(
      'tfoot',
      {},
      ...followedRows(cell),
      h(
        'tr',
        {},
        h('th', { scope: 'row', class: 'quiet', colspan: 2 }, 'entropy'),
        h('td', { class: 'right' }, `${nats(cell.entropy)} bits`),
      ),
    ),
  );
}

/** Target and contrast with rank and probability, also where the list above does not reach them. */
function followedRows(cell: LensCell): HTMLElement[] {
  return [cell.target, cell.contrast].flatMap((token) =>
    token === undefined
      ? []
      : [
          h(
            'tr',
            {},
            h('th', { scope: 'row' }, tokenSpan(token)),
            h('td', { class: 'right quiet' }, `rank ${count(token.rank)}`),
            h('td', { class: 'right' }, percent(token.prob)),
          ),
        ],
  );
}
