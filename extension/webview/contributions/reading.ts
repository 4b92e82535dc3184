// The last step down: what a neuron read, or where a head looked and what it wrote.
import type {
  ContributionsResult,
  HeadPositionRow,
  ProjectResult,
  QueryNeuron,
  QueryShare,
  ValueBranch,
  ValueNeuron,
} from '../../shared/contracts.js';
import { barScale, type BarList, type BarRow, type BarScale } from '../shared/barTable.js';
import { nats, score, weight } from '../shared/numbers.js';
import type { Token } from '../shared/tokens.js';
import type { Unit } from './path.js';
import { partOf, shortName } from './steps.js';
import { scaleOfRows, tails, tokensAt } from './lists.js';

/** Shares named by themselves; the rest is one row, so that the sum stays exact. */
const namedShares = 6;

/** What a neuron read, from the queries of a result; undefined where they do not have it. */
export function valueNeuronOf(result: ContributionsResult, unit: Unit): ValueNeuron | undefined {
  return result.queries?.valueNeurons.find(
    (neuron) =>
      neuron.head === undefined &&
      neuron.layer === unit.layer &&
      neuron.neuron === unit.index &&
      neuron.branches.some((branch) => branch.shares !== undefined),
  );
}

/** The branches as lists on one scale each, named as the branch is. */
export function branchLists(neuron: ValueNeuron): readonly BarList[] {
  const names: Readonly<Record<string, string>> = { gate: 'gate branch', up: 'up branch', pre: 'pre-activation', value: 'value' };
  const scale = barScale(
    neuron.branches.flatMap((branch) => [
      ...(branch.shares ?? []).map((share) => share.share),
      othersOf(branch).value,
      branch.constant,
    ]),
  );
  return neuron.branches.map((branch) => branchList(branch, names[branch.branch] ?? branch.branch, scale));
}

/** How the branches make the coefficient: `coefficient −19.21 = f(4.38) · (−4.44)`. */
export function coefficientNote(neuron: ValueNeuron, coefficient: number | undefined): string {
  const value = (name: string): number | undefined => neuron.branches.find((branch) => branch.branch === name)?.value;
  const [gate, up, pre] = [value('gate'), value('up'), value('pre')];
  const product =
    gate !== undefined && up !== undefined ? `f(${nats(gate)}) · (${nats(up)})` : pre === undefined ? '' : `f(${nats(pre)})`;
  return product === '' || coefficient === undefined ? '' : `coefficient ${nats(coefficient)} = ${product}, f the activation`;
}

/** Earlier neurons that excited value neurons, both tails. */
export function queryList(result: ContributionsResult, title: string): BarList | undefined {
  const neurons = result.queries?.neurons;
  if (neurons === undefined) {
    return undefined;
  }

  const listed = new Set(neurons.top.map((row) => `${row.layer}:${row.neuron}`));
  const bottom = neurons.bottom.filter((row) => !listed.has(`${row.layer}:${row.neuron}`)).reverse();
  const scale = barScale([...neurons.top, ...bottom].map((row) => row.score));
  const columns = [
    { head: 'neuron', width: 58 },
    { head: '', width: 110, flexible: true },
    { head: 'writes', width: 70, flexible: true },
    { head: 'score', width: 46, right: true },
  ];
  return { title, note: '', columns, top: neurons.top.map(queryRow), bottom: bottom.map(queryRow), scale };
}

/** The sources of one head, from a level that holds them. */
export function sourceList(result: ContributionsResult, prompt: ContributionsResult, unit: Unit): BarList {
  const level = result.headPositions;
  const own = (rows: readonly HeadPositionRow[] | undefined): HeadPositionRow[] =>
    (rows ?? []).filter((row) => row.layer === unit.layer && row.head === unit.index);
  const [high, low] = tails(own(level?.top), own(level?.bottom), (row) => String(row.position));
  const row = (source: HeadPositionRow): BarRow => ({
    cells: [
      { kind: 'text', text: String(source.position), quiet: true },
      { kind: 'tokens', tokens: tokensAt(prompt, source.position) },
      { kind: 'text', text: weight(source.pattern), quiet: true },
      { kind: 'bar', value: source.score },
      { kind: 'text', text: score(source.score) },
    ],
  });
  const columns = [
    { head: 'position', width: 48 },
    { head: 'token', width: 76, flexible: true },
    { head: 'attention', width: 62, right: true },
    { head: '', width: 130, flexible: true },
    { head: 'score', width: 48, right: true },
  ];
  return {
    title: 'what it read',
    note: 'score of the head at each source',
    columns,
    top: high.map(row),
    bottom: low.map(row),
    scale: scaleOfRows(high, low),
  };
}

/** The words that a head's output raises and lowers. */
export function writtenList(result: ProjectResult): BarList {
  const [vector] = result.vectors;
  const row = (token: Token & { readonly value: number }): BarRow => ({
    cells: [
      { kind: 'tokens', tokens: [token] },
      { kind: 'bar', value: token.value },
      { kind: 'text', text: score(token.value) },
    ],
  });
  const top = (vector?.top ?? []).filter((token) => token.value >= 0);
  const bottom = (vector?.bottom ?? []).filter((token) => token.value < 0).reverse();
  const scale = barScale([...top, ...bottom].map((token) => token.value));
  return {
    title: 'what it wrote',
    note: 'bs-values of the words it raises and lowers most',
    columns: [
      { head: 'word', width: 90, flexible: true },
      { head: '', width: 120, flexible: true },
      { head: 'bs', width: 48, right: true },
    ],
    top: top.map(row),
    bottom: bottom.map(row),
    scale,
  };
}

function queryRow(neuron: QueryNeuron): BarRow {
  const word = neuron.raised?.[0];
  return {
    cells: [
      { kind: 'text', text: `${neuron.layer}:${neuron.neuron}`, mono: true },
      { kind: 'bar', value: neuron.score },
      { kind: 'tokens', tokens: word ? [word] : [] },
      { kind: 'text', text: score(neuron.score) },
    ],
  };
}

function branchList(branch: ValueBranch, title: string, scale: BarScale): BarList {
  const others = othersOf(branch);
  const shares = largest(branch.shares ?? []);
  const rows = [
    ...shares.map(shareRow),
    ...(others.count > 0 ? [shareRowOf('none', `${others.count} others`, others.value, true)] : []),
    ...(branch.constant === 0 ? [] : [shareRowOf('none', 'bias', branch.constant, true)]),
  ];
  return {
    title,
    note: '',
    columns: [
      { head: 'from', width: 90, flexible: true },
      { head: '', width: 120, flexible: true },
      { head: 'share', width: 50, right: true },
    ],
    top: rows,
    bottom: [],
    sum: { label: branch.branch === 'value' ? 'sum = value' : 'sum = pre-activation', value: score(branch.value) },
    scale,
  };
}

function shareRow(share: QueryShare): BarRow {
  const part = partOf(share.component);
  return shareRowOf(part, shortName(part, share.layer), share.share, false);
}

function shareRowOf(part: 'attn' | 'ff' | 'embed' | 'none', text: string, value: number, other: boolean): BarRow {
  return {
    cells: [
      { kind: 'part', part, text },
      { kind: 'bar', value, other },
      { kind: 'text', text: score(value) },
    ],
  };
}

function largest(shares: readonly QueryShare[]): readonly QueryShare[] {
  return [...shares].sort((a, b) => Math.abs(b.share) - Math.abs(a.share)).slice(0, namedShares);
}

/** What the named shares leave of the pre-activation, so that named, others and bias sum to it exactly. */
function othersOf(branch: ValueBranch): { readonly count: number; readonly value: number } {
  const shares = branch.shares ?? [];
  const named = largest(shares).reduce((sum, share) => sum + share.share, 0);
  return { count: Math.max(0, shares.length - namedShares), value: branch.value - branch.constant - named };
}
