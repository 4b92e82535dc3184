// What is proved, what adds up and what does not, in one or two sentences under the charts.
import type { Certificate, ContributionsResult } from '../../shared/contracts.js';
import { h } from '../shared/dom.js';
import { count, score } from '../shared/numbers.js';

/** The levels that carry a certificate, by the name of their parts. */
function certificates(result: ContributionsResult): readonly (readonly [string, Certificate])[] {
  const levels = [
    ['neurons', result.ffNeurons],
    ['heads by source', result.headPositions],
    ['attention units', result.attentionUnits],
    ['attention neurons', result.attentionNeurons],
  ] as const;
  return levels.flatMap(([name, level]) => (level ? [[name, level.certificate] as const] : []));
}

/** The sentences, as paragraphs of the footer. */
export function certificateLines(result: ContributionsResult): readonly Node[] {
  const { layers, total, interaction } = result.sum;
  const sum = `Layer scores add up: ${score(layers)} of ${score(total)}, interaction ${score(interaction)}. `;
  const caution = 'Scores of heads and neurons do not add up to their layer’s; a score is no causal effect.';
  return [
    ...certificates(result).map(([name, certificate]) => line(name, certificate)),
    h('p', {}, result.layers ? sum : '', caution),
  ];
}

function line(name: string, certificate: Certificate): HTMLElement {
  const { certified, bound, candidates, exactEvaluations, topGap, bottomGap } = certificate;
  const how = [
    ' (bound ',
    h('b', {}, boundName(bound)),
    `, ${count(exactEvaluations)} of ${count(candidates)} ${name} projected onto the vocabulary).`,
  ];
  if (certified) {
    return h(
      'p',
      {},
      h('span', { class: 'certified' }, '✓ ', h('b', {}, 'Certified')),
      ': both lists equal a full sweep',
      ...how,
    );
  }

  const gaps = [
    topGap === undefined ? '' : `${score(topGap)} above the last of the highest`,
    bottomGap === undefined ? '' : `${score(-Math.abs(bottomGap))} below the last of the lowest`,
  ];
  const gap = gaps.filter((text) => text !== '').join(', ');
  return h(
    'p',
    {},
    h('span', { class: 'uncertified' }, '! ', h('b', {}, 'Not certified')),
    `: one of the ${name} that were not projected could stand up to ${gap}`,
    ...how,
  );
}

function boundName(bound: string): string {
  const names: Readonly<Record<string, string>> = { jensenVariance: 'Jensen and variance', closedForm: 'closed form' };
  return names[bound] ?? bound;
}
