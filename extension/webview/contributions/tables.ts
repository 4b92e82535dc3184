// The table twin of contributions: every number of the charts and lists.
import type { ContributionRow, ContributionsResult } from '../../shared/contracts.js';
import { coefficient, count, nats, norm, score, weight } from '../shared/numbers.js';
import { number, plain, word, type DataTable, type Datum } from '../shared/table.js';
import { tokensAt } from './lists.js';
import { fullName, partOf, waterfallOf } from './steps.js';

/** All tables of a result, in the order of the page. */
export function contributionTables(result: ContributionsResult): readonly DataTable[] {
  return [...layerTable(result), ...headTable(result), ...neuronTable(result), ...finerTables(result), ...queryTables(result)];
}

function layerTable(result: ContributionsResult): DataTable[] {
  const waterfall = waterfallOf(result);
  if (waterfall === undefined || result.layers === undefined) {
    return [];
  }

  const course = waterfall.isDifference ? 'difference of log-probabilities' : 'log-probability';
  const rows = result.layers.map((row, index) => {
    const step = waterfall.steps[index];
    return [
      plain(fullName(partOf(row.component), row.layer)),
      number(row.score, score),
      number(step?.before, nats),
      number(step?.after, nats),
      ...common(result, row),
    ];
  });
  return [
    {
      title: 'Layer scores',
      columns: ['part', 'score (nats)', `${course} before (nats)`, `${course} after (nats)`, ...commonHeads(result)],
      rows,
    },
  ];
}

/** The heads of `result`; `prompt` has the tokens that they look at. */
export function headTable(result: ContributionsResult, prompt: ContributionsResult = result, title = 'Heads'): DataTable[] {
  const level = result.heads;
  if (level === undefined) {
    return [];
  }

  const row =
    (tail: string) =>
    (head: (typeof level.top)[number]): Datum[] => [
      plain(`${head.layer}.${head.head}`),
      plain(tail),
      number(head.score, score),
      number(head.reads?.position, count),
      word(head.reads ? tokensAt(prompt, head.reads.position)[0] : undefined),
      number(head.reads?.pattern, weight),
      ...common(result, head),
    ];
  return [
    {
      title,
      columns: ['head', 'tail', 'score (nats)', 'looks at position', 'token', 'attention', ...commonHeads(result)],
      rows: [...level.top.map(row('highest')), ...level.bottom.map(row('lowest'))],
    },
  ];
}

/** The feed-forward neurons of `result`. */
export function neuronTable(result: ContributionsResult, title = 'Feed-forward neurons'): DataTable[] {
  const level = result.ffNeurons;
  if (level === undefined) {
    return [];
  }

  const words = Math.max(
    0,
    ...[...level.top, ...level.bottom].map((neuron) => Math.max(neuron.raised?.length ?? 0, neuron.lowered?.length ?? 0)),
  );
  const heads = (name: string): string[] => Array.from({ length: words }, (_, index) => `${name} ${index + 1}`);
  const row =
    (tail: string) =>
    (neuron: (typeof level.top)[number]): Datum[] => [
      plain(`${neuron.layer}:${neuron.neuron}`),
      plain(tail),
      number(neuron.coefficient, coefficient),
      number(neuron.score, score),
      ...Array.from({ length: words }, (_, index) => word(neuron.raised?.[index])),
      ...Array.from({ length: words }, (_, index) => word(neuron.lowered?.[index])),
      ...common(result, neuron),
    ];
  return [
    {
      title,
      columns: [
        'neuron',
        'tail',
        'coefficient',
        'score (nats)',
        ...heads('writes most'),
        ...heads('writes least'),
        ...commonHeads(result),
      ],
      rows: [...level.top.map(row('highest')), ...level.bottom.map(row('lowest'))],
    },
  ];
}

function finerTables(result: ContributionsResult): DataTable[] {
  const table = <T extends ContributionRow>(
    title: string,
    rows: readonly T[] | undefined,
    name: (row: T) => string,
  ): DataTable[] =>
    rows === undefined || rows.length === 0
      ? []
      : [
          {
            title,
            columns: ['part', 'score (nats)', ...commonHeads(result)],
            rows: rows.map((row) => [plain(name(row)), number(row.score, score), ...common(result, row)]),
          },
        ];
  const both = <T>(level: { readonly top: readonly T[]; readonly bottom: readonly T[] } | undefined): readonly T[] | undefined =>
    level && [...level.top, ...level.bottom];
  return [
    ...table('Heads by source', both(result.headPositions), (row) => `${row.layer}.${row.head} at ${row.position}`),
    ...table('Attention units', both(result.attentionUnits), (row) => `${row.layer}.${row.head}:${row.neuron}`),
    ...table(
      'Attention neurons',
      both(result.attentionNeurons),
      (row) => `${row.layer}.${row.head}:${row.neuron} at ${row.position}`,
    ),
    ...table('Output biases', result.biases, (row) => fullName(partOf(row.component), row.layer)),
    ...table('Parts asked for', result.rows, (row) =>
      row.head === undefined ? `${row.layer}:${row.neuron ?? 0}` : `${row.layer}.${row.head}`,
    ),
  ];
}

/** What value neurons read, and what excited them. */
export function queryTables(
  result: ContributionsResult,
  [read, excited]: readonly [string, string] = ['What neurons read', 'Earlier neurons that excited them'],
): DataTable[] {
  const { queries } = result;
  if (queries === undefined) {
    return [];
  }

  const shares = queries.valueNeurons.flatMap((neuron) =>
    neuron.branches.flatMap((branch) =>
      (branch.shares ?? []).map((share) => [
        plain(`${neuron.layer}${neuron.head === undefined ? '' : `.${neuron.head}`}:${neuron.neuron}`),
        plain(branch.branch),
        plain(fullName(partOf(share.component), share.layer)),
        number(share.share, score),
      ]),
    ),
  );
  const neurons = queries.neurons === undefined ? [] : [...queries.neurons.top, ...queries.neurons.bottom];
  return [
    ...(shares.length > 0 ? [{ title: read, columns: ['neuron', 'branch', 'from', 'share'], rows: shares }] : []),
    ...(neurons.length > 0
      ? [
          {
            title: excited,
            columns: ['neuron', 'score'],
            rows: neurons.map((row) => [plain(`${row.layer}:${row.neuron}`), number(row.score, score)]),
          },
        ]
      : []),
  ];
}

/** The heads of what every row of scores has. */
export function commonHeads(result: ContributionsResult): string[] {
  return [
    'bs-value',
    'norm',
    'first order (nats)',
    ...(result.contrast ? ['target’s increase (nats)', 'contrast’s increase (nats)'] : []),
  ];
}

/** What every row of scores has. */
export function common(result: ContributionsResult, row: ContributionRow): Datum[] {
  return [
    number(row.bs, nats),
    number(row.norm, norm),
    number(row.firstOrder, score),
    ...(result.contrast ? [number(row.increase, score), number(row.increaseContrast, score)] : []),
  ];
}
