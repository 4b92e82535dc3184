// What is opened on the way down as tables: the numbers of the lists that the result itself does not hold.
import type { ContributionsResult, ProjectResult } from '../../shared/contracts.js';
import { nats, score, weight } from '../shared/numbers.js';
import { number, word, type DataTable } from '../shared/table.js';
import { tokensAt } from './lists.js';
import { unitName, type Path, type Unit } from './path.js';
import { layerKey, unitQuestion, writtenQuestion } from './questions.js';
import { levelOf, type Answers } from './shownLists.js';
import { common, commonHeads, headTable, neuronTable, queryTables } from './tables.js';

/** The tables of the answers to what `path` asks, in its order. */
export function openedTables(result: ContributionsResult, { part, unit, isWide }: Path, answers: Answers): readonly DataTable[] {
  const layer = part?.layer;
  const own = part && layer !== undefined && isWide !== true ? levelOf(answers.get(layerKey(part.part, layer))) : undefined;
  return [
    ...(own?.heads ? headTable(own, result, `Heads of layer ${layer ?? ''}`) : []),
    ...(own?.ffNeurons ? neuronTable(own, `Feed-forward neurons of layer ${layer ?? ''}`) : []),
    ...(unit ? unitTables(result, unit, answers) : []),
  ];
}

function unitTables(result: ContributionsResult, unit: Unit, answers: Answers): readonly DataTable[] {
  const read = levelOf(answers.get(unitQuestion(unit)));
  const wrote = answers.get(writtenQuestion(unit));
  const name = `${unit.kind} ${unitName(unit)}`;
  if (unit.kind === 'neuron') {
    return read ? queryTables(read, [`What ${name} read`, `Earlier neurons that excited ${name}`]) : [];
  }

  return [
    ...(read ? [sourceTable(read, result, unit, `What ${name} read`)] : []),
    ...(wrote && 'vectors' in wrote ? [writtenTable(wrote, `What ${name} wrote`)] : []),
  ];
}

function sourceTable(read: ContributionsResult, prompt: ContributionsResult, unit: Unit, title: string): DataTable {
  const level = read.headPositions;
  const rows = [...(level?.top ?? []), ...(level?.bottom ?? [])].filter(
    (row) => row.layer === unit.layer && row.head === unit.index,
  );
  // With few positions a source is in both tails.
  const byPosition = new Map(rows.map((row) => [row.position, row]));
  return {
    title,
    columns: ['position', 'token', 'attention', 'score (nats)', ...commonHeads(read)],
    rows: [...byPosition.values()]
      .sort((one, other) => one.position - other.position)
      .map((row) => [
        number(row.position, String),
        word(tokensAt(prompt, row.position)[0]),
        number(row.pattern, weight),
        number(row.score, score),
        ...common(read, row),
      ]),
  };
}

function writtenTable({ vectors: [vector] }: ProjectResult, title: string): DataTable {
  const tokens = [...(vector?.top ?? []), ...(vector?.bottom ?? []).toReversed()];
  return { title, columns: ['token', 'value'], rows: tokens.map((token) => [word(token), number(token.value, nats)]) };
}
