// The lists of heads, neurons and finer parts: both tails, one scale, names that can be opened.
import type { ContributionRow, ContributionsResult, HeadRow, NeuronRow, TokenValue } from '../../shared/contracts.js';
import { count, coefficient, score, weight } from '../shared/numbers.js';
import { barScale, type BarCell, type BarColumn, type BarList, type BarRow, type BarScale } from '../shared/barTable.js';
import { tokenLabel, type Token } from '../shared/tokens.js';
import { unitKey, unitName, type Unit } from './path.js';
import { partOf, shortName } from './steps.js';

/** Both tails of a level without doubles, the highest first and the lowest last. */
export function tails<T extends ContributionRow>(
  top: readonly T[],
  bottom: readonly T[],
  keyOf: (row: T) => string,
): readonly [T[], T[]] {
  const low = new Set(bottom.filter((row) => row.score < 0).map(keyOf));
  const high = top.filter((row) => !low.has(keyOf(row)));
  const listed = new Set(high.map(keyOf));
  return [high, bottom.filter((row) => !listed.has(keyOf(row))).reverse()];
}

/** The scale of the scores of all rows, which lists side by side share. */
export function scaleOfRows(...lists: readonly (readonly ContributionRow[] | undefined)[]): BarScale {
  return barScale(lists.flatMap((list) => (list ?? []).map((row) => row.score)));
}

/** Heads with the source that they read from most. */
export function headList(
  result: ContributionsResult,
  top: readonly HeadRow[],
  bottom: readonly HeadRow[],
  of: string,
  scale: BarScale,
): BarList {
  const [high, low] = tails(top, bottom, (row) => unitName(headUnit(row)));
  const versus = result.contrast;
  const columns: BarColumn[] = [
    { head: 'head', width: 46 },
    { head: 'looks at', width: 66, flexible: true },
    { head: 'attention', width: 62, right: true },
    { head: '', width: 150, bars: true },
    { head: 'score', width: 48, right: true },
    ...(versus
      ? [
          { head: '', width: 54, right: true, tokens: [result.target] },
          { head: '', width: 54, right: true, tokens: [versus] },
        ]
      : []),
  ];
  const row = (head: HeadRow): BarRow => ({
    key: unitKey(headUnit(head)),
    opens: `what head ${unitName(headUnit(head))} read and wrote`,
    cells: [
      { kind: 'text', text: unitName(headUnit(head)), mono: true },
      source(result, head),
      { kind: 'text', text: head.reads ? weight(head.reads.pattern) : '', quiet: true },
      { kind: 'bar', value: head.score },
      { kind: 'text', text: score(head.score) },
      ...(versus ? increases(head) : []),
    ],
  });
  return {
    title: 'Heads',
    note: `${noteOf(high.length, low.length, of)}${versus ? `; score = ${tokenLabel(result.target.text)} − ${tokenLabel(versus.text)}` : ''}`,
    columns,
    top: high.map(row),
    bottom: low.map(row),
    scale,
  };
}

/** Feed-forward neurons with the words that they raise and lower. */
export function neuronList(
  result: ContributionsResult,
  top: readonly NeuronRow[],
  bottom: readonly NeuronRow[],
  of: string,
  scale: BarScale,
): BarList {
  const [high, low] = tails(top, bottom, (row) => unitName(neuronUnit(row)));
  const hasWords = [...high, ...low].some((row) => (row.raised ?? row.lowered) !== undefined);
  const columns: BarColumn[] = [
    { head: 'neuron', width: 58 },
    { head: 'coeff.', width: 42, right: true },
    { head: '', width: 120, bars: true },
    { head: 'score', width: 48, right: true },
    ...(hasWords
      ? [
          { head: 'writes ▲ most', width: 112, flexible: true },
          { head: 'writes ▼ least', width: 106, flexible: true },
        ]
      : []),
  ];
  const row = (neuron: NeuronRow): BarRow => ({
    key: unitKey(neuronUnit(neuron)),
    opens: `what neuron ${unitName(neuronUnit(neuron))} read`,
    cells: [
      { kind: 'text', text: unitName(neuronUnit(neuron)), mono: true },
      { kind: 'text', text: coefficient(neuron.coefficient), quiet: true },
      { kind: 'bar', value: neuron.score },
      { kind: 'text', text: score(neuron.score) },
      ...(hasWords ? [words(neuron.raised), words(neuron.lowered)] : []),
    ],
  });
  const note = `${noteOf(high.length, low.length, of)}${result.heads ? '; same scale' : ''}`;
  return { title: 'Feed-forward neurons', note, columns, top: high.map(row), bottom: low.map(row), scale };
}

/** The finer levels and named parts that a result may hold besides. */
export function furtherLists(result: ContributionsResult): readonly BarList[] {
  const { headPositions, attentionUnits, attentionNeurons, biases, rows } = result;
  const at = (position: number): Token[] => tokensAt(result, position);
  return [
    ...(headPositions
      ? [
          partList(
            'Heads by source',
            headPositions.top,
            headPositions.bottom,
            (row) => ({ name: `${row.layer}.${row.head}`, at: at(row.position), value: weight(row.pattern) }),
            'attention',
          ),
        ]
      : []),
    ...(attentionUnits
      ? [
          partList(
            'Attention units',
            attentionUnits.top,
            attentionUnits.bottom,
            (row) => ({ name: `${row.layer}.${row.head}:${row.neuron}`, at: [], value: coefficient(row.coefficient) }),
            'coeff.',
          ),
        ]
      : []),
    ...(attentionNeurons
      ? [
          partList(
            'Attention neurons',
            attentionNeurons.top,
            attentionNeurons.bottom,
            (row) => ({
              name: `${row.layer}.${row.head}:${row.neuron}`,
              at: at(row.position),
              value: coefficient(row.coefficient),
            }),
            'coeff.',
          ),
        ]
      : []),
    ...(biases && biases.length > 0
      ? [
          partList(
            'Output biases',
            ...bySign(biases),
            (row) => ({ name: shortName(partOf(row.component), row.layer), at: [], value: '' }),
            '',
          ),
        ]
      : []),
    ...(rows && rows.length > 0
      ? [
          partList(
            'Parts asked for',
            ...bySign(rows),
            (row) => ({
              name: row.head === undefined ? `${row.layer}:${row.neuron ?? 0}` : `${row.layer}.${row.head}`,
              at: [],
              value: '',
            }),
            '',
          ),
        ]
      : []),
  ];
}

/** The tokens at a position of the prompt: one, or none where the prompt was not kept. */
export function tokensAt(result: ContributionsResult, position: number): Token[] {
  const token = result.tokens?.[position];
  return token === undefined ? [] : [token];
}

/** A head's row as a unit. */
export function headUnit(row: { readonly layer: number; readonly head: number }): Unit {
  return { kind: 'head', layer: row.layer, index: row.head };
}

/** A neuron's row as a unit. */
export function neuronUnit(row: { readonly layer: number; readonly neuron: number }): Unit {
  return { kind: 'neuron', layer: row.layer, index: row.neuron };
}

/** Words of a row as a cell. */
export function words(values: readonly TokenValue[] | undefined): BarCell {
  return { kind: 'tokens', tokens: (values ?? []).slice(0, 2) };
}

function partList<T extends ContributionRow>(
  title: string,
  top: readonly T[],
  bottom: readonly T[],
  describe: (row: T) => { readonly name: string; readonly at: readonly Token[]; readonly value: string },
  valueHead: string,
): BarList {
  const [high, low] = tails(top, bottom, (row) => JSON.stringify(describe(row)));
  const hasSource = [...high, ...low].some((row) => describe(row).at.length > 0);
  const row = (entry: T): BarRow => {
    const { name, at, value } = describe(entry);
    return {
      cells: [
        { kind: 'text', text: name, mono: true },
        ...(hasSource ? [{ kind: 'tokens', tokens: at } as const] : []),
        { kind: 'text', text: value, quiet: true },
        { kind: 'bar', value: entry.score },
        { kind: 'text', text: score(entry.score) },
      ],
    };
  };
  const columns = [
    { head: 'part', width: 76 },
    ...(hasSource ? [{ head: 'looks at', width: 66 }] : []),
    { head: valueHead, width: 54, right: true },
    { head: '', width: 150, flexible: true },
    { head: 'score', width: 48, right: true },
  ];
  return {
    title,
    note: `${noteOf(high.length, low.length, '')}; a scale of its own`,
    columns,
    top: high.map(row),
    bottom: low.map(row),
    scale: scaleOfRows(high, low),
  };
}

function bySign<T extends ContributionRow>(rows: readonly T[]): readonly [T[], T[]] {
  const sorted = [...rows].sort((a, b) => b.score - a.score);
  return [sorted.filter((row) => row.score >= 0), sorted.filter((row) => row.score < 0).reverse()];
}

function source(result: ContributionsResult, head: HeadRow): BarCell {
  return { kind: 'tokens', tokens: head.reads ? tokensAt(result, head.reads.position) : [] };
}

function increases(row: ContributionRow): BarCell[] {
  return [row.increase, row.increaseContrast].map((value) => ({
    kind: 'text',
    text: value === undefined ? '' : score(value),
    quiet: true,
  }));
}

function noteOf(high: number, low: number, of: string): string {
  const parts = [high > 0 && `${count(high)} highest`, low > 0 && `${count(low)} lowest`].filter((part) => part !== false);
  return `${parts.join(' and ')}${of === '' ? '' : ` of ${of}`}`;
}
