// The section of the chosen head or neuron: what it read, and what it wrote.
import type { ContributionsResult } from '../../shared/contracts.js';
import { barTable, listTitle, type BarList } from '../shared/barTable.js';
import { h } from '../shared/dom.js';
import { tokenSpan } from '../shared/tokens.js';
import { tokensAt } from './lists.js';
import { unitName, type Path, type Unit } from './path.js';
import { unitQuestion, writtenQuestion } from './questions.js';
import { branchLists, coefficientNote, queryList, sourceList, valueNeuronOf, writtenList } from './reading.js';
import { levelOf, type Answers } from './shownLists.js';

/** The section; empty while no head or neuron is chosen. */
export function readingPart(
  result: ContributionsResult,
  path: Path,
  answers: Answers,
  failures: ReadonlyMap<string, string>,
): readonly Node[] {
  const { unit } = path;
  if (unit === undefined) {
    return [];
  }

  return [unit.kind === 'neuron' ? neuronPart(result, unit, answers, failures) : headPart(result, unit, answers, failures)];
}

function neuronPart(
  result: ContributionsResult,
  unit: Unit,
  answers: Answers,
  failures: ReadonlyMap<string, string>,
): HTMLElement {
  const key = unitQuestion(unit);
  const answer = levelOf(answers.get(key));
  const source = answer ?? result;
  const neuron = valueNeuronOf(source, unit);
  const position = neuron?.readPosition ?? result.settings.position;
  const row = [...(result.ffNeurons?.top ?? []), ...(result.ffNeurons?.bottom ?? [])].find(
    (other) => other.layer === unit.layer && other.neuron === unit.index,
  );
  const note = neuron
    ? `exact shares of its pre-activations; ${coefficientNote(neuron, row?.coefficient)}`.replace(/; $/, '')
    : '';
  const title = h(
    'h2',
    {},
    `What neuron ${unitName(unit)} read at position ${position} `,
    ...tokensAt(result, position).map((token) => tokenSpan(token)),
    h('span', { class: 'note' }, note),
  );
  if (neuron === undefined) {
    return h('section', { class: 'reading-part' }, title, waiting(key, failures));
  }

  const excited = answer
    ? 'earlier neurons that excited it'
    : `earlier neurons that excited all ${result.queries?.valueNeurons.length ?? 0} best`;
  const queries = queryList(source, excited);
  return h(
    'section',
    { class: 'reading-part', 'aria-label': `What neuron ${unitName(unit)} read` },
    title,
    columns([...branchLists(neuron), ...(queries ? [queries] : [])]),
  );
}

function headPart(result: ContributionsResult, unit: Unit, answers: Answers, failures: ReadonlyMap<string, string>): HTMLElement {
  const { position } = result.settings;
  const read = levelOf(answers.get(unitQuestion(unit)));
  const wrote = answers.get(writtenQuestion(unit));
  const title = h(
    'h2',
    {},
    `What head ${unitName(unit)} read and wrote at position ${position} `,
    ...tokensAt(result, position).map((token) => tokenSpan(token)),
  );
  const lists = [...(read ? [sourceList(read, result, unit)] : []), ...(wrote && 'vectors' in wrote ? [writtenList(wrote)] : [])];
  return h(
    'section',
    { class: 'reading-part', 'aria-label': `What head ${unitName(unit)} read and wrote` },
    title,
    lists.length > 0 ? columns(lists) : waiting(unitQuestion(unit), failures),
  );
}

function columns(lists: readonly BarList[]): HTMLElement {
  return h(
    'div',
    { class: lists.length === 3 ? 'columns thirds' : 'columns' },
    ...lists.map((list) => h('section', { 'aria-label': list.title }, listTitle(list.title, list.note), barTable(list))),
  );
}

function waiting(key: string, failures: ReadonlyMap<string, string>): HTMLElement {
  const failure = failures.get(key);
  return failure === undefined ? h('p', { class: 'quiet' }, 'Being computed …') : h('p', { class: 'asking' }, failure);
}
