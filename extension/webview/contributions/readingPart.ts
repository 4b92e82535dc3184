// The section of the chosen head or neuron: what it read, and what it wrote.
import type { ContributionsResult } from '../../shared/contracts.js';
import { barTable, listTitle, type BarList } from '../shared/barTable.js';
import { h } from '../shared/dom.js';
import { tokenSpan, type Token } from '../shared/tokens.js';
import { tokensAt } from './lists.js';
import { unitName, type Path, type Unit } from './path.js';
import { unitQuestion, writtenQuestion } from './questions.js';
import { branchLists, coefficientNote, queryList, sourceList, valueNeuronOf, writtenList } from './reading.js';
import { levelOf, type Answers } from './shownLists.js';

/** What is known of the chosen head or neuron; the page and the picture show the same. */
export interface Reading {
  /** Without the position: `What neuron 24:1005 read`. */
  readonly name: string;
  readonly position: number;
  readonly at: readonly Token[];
  readonly note: string;
  /** Empty while they are being computed. */
  readonly lists: readonly BarList[];
  /** The question that they wait for. */
  readonly key: string;
}

/** What the way down leads to; undefined while no head or neuron is chosen. */
export function readingOf(result: ContributionsResult, { unit }: Path, answers: Answers): Reading | undefined {
  return unit && (unit.kind === 'neuron' ? neuronReading(result, unit, answers) : headReading(result, unit, answers));
}

/** The section on the page. */
export function readingPart(
  { name, position, at, note, lists, key }: Reading,
  failures: ReadonlyMap<string, string>,
): HTMLElement {
  const title = h(
    'h2',
    {},
    `${name} at position ${position} `,
    ...at.map((token) => tokenSpan(token)),
    note !== '' && h('span', { class: 'note' }, note),
  );
  return h(
    'section',
    { class: 'reading-part', 'aria-label': name },
    title,
    lists.length > 0 ? columns(lists) : waiting(key, failures),
  );
}

function neuronReading(result: ContributionsResult, unit: Unit, answers: Answers): Reading {
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
  const excited = answer
    ? 'earlier neurons that excited it'
    : `earlier neurons that excited all ${result.queries?.valueNeurons.length ?? 0} best`;
  const queries = neuron && queryList(source, excited);
  return {
    name: `What neuron ${unitName(unit)} read`,
    position,
    at: tokensAt(result, position),
    note,
    lists: [...(neuron ? branchLists(neuron) : []), ...(queries ? [queries] : [])],
    key,
  };
}

function headReading(result: ContributionsResult, unit: Unit, answers: Answers): Reading {
  const { position } = result.settings;
  const read = levelOf(answers.get(unitQuestion(unit)));
  const wrote = answers.get(writtenQuestion(unit));
  return {
    name: `What head ${unitName(unit)} read and wrote`,
    position,
    at: tokensAt(result, position),
    note: '',
    lists: [...(read ? [sourceList(read, result, unit)] : []), ...(wrote && 'vectors' in wrote ? [writtenList(wrote)] : [])],
    key: unitQuestion(unit),
  };
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
