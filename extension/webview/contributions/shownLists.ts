// Which heads and neurons are listed at a step of the way down.
import type { ContributionsResult, HeadRow, NeuronRow } from '../../shared/contracts.js';
import type { DetailResult } from '../../shared/viewProtocol.js';
import type { BarList } from '../shared/barTable.js';
import { count } from '../shared/numbers.js';
import { headList, neuronList, scaleOfRows } from './lists.js';
import type { Path } from './path.js';
import { layerKey } from './questions.js';

/** Answers and failures of details by their keys. */
export type Answers = ReadonlyMap<string, DetailResult>;

/** The lists of heads and of neurons: of all layers, or of the chosen one. */
export function shownLists(
  result: ContributionsResult,
  path: Path,
  answers: Answers,
  failures: ReadonlyMap<string, string>,
): readonly BarList[] {
  const heads = headsOf(result, path, answers);
  const neurons = neuronsOf(result, path, answers);
  const scale = scaleOfRows(heads?.top, heads?.bottom, neurons?.top, neurons?.bottom);
  const note = (of: string, key: string | undefined): string =>
    key === undefined ? of : `${of}${waitNote(key, answers, failures)}`;
  return [
    ...(heads ? [headList(result, heads.top, heads.bottom, note(heads.of, heads.key), scale)] : []),
    ...(neurons ? [neuronList(result, neurons.top, neurons.bottom, note(neurons.of, neurons.key), scale)] : []),
  ];
}

/** Rows with the number of parts that they were chosen from. */
interface Chosen<T> {
  readonly top: readonly T[];
  readonly bottom: readonly T[];
  readonly of: string;
  readonly key: string | undefined;
}

function headsOf(result: ContributionsResult, path: Path, answers: Answers): Chosen<HeadRow> | undefined {
  const part = path.isWide === true ? undefined : path.part;
  if (part?.part === 'attn' && part.layer !== undefined) {
    const key = layerKey('attn', part.layer);
    const answer = levelOf(answers.get(key))?.heads;
    const { layer } = part;
    const known =
      answer ??
      (result.heads && {
        top: result.heads.top.filter((row) => row.layer === layer),
        bottom: result.heads.bottom.filter((row) => row.layer === layer),
      });
    return known && { top: known.top, bottom: known.bottom, of: `the ${result.model?.heads ?? ''} of layer ${layer}`, key };
  }

  const level = result.heads;
  const heads = result.model?.heads;
  const all = heads !== undefined && level !== undefined && level.layers.length > 0 ? count(level.layers.length * heads) : 'all';
  return level && { top: level.top, bottom: level.bottom, of: all, key: undefined };
}

function neuronsOf(result: ContributionsResult, path: Path, answers: Answers): Chosen<NeuronRow> | undefined {
  const part = path.isWide === true ? undefined : path.part;
  if (part?.part === 'ff' && part.layer !== undefined) {
    const key = layerKey('ff', part.layer);
    const answer = levelOf(answers.get(key))?.ffNeurons;
    const { layer } = part;
    const known =
      answer ??
      (result.ffNeurons && {
        top: result.ffNeurons.top.filter((row) => row.layer === layer),
        bottom: result.ffNeurons.bottom.filter((row) => row.layer === layer),
      });
    const width = result.model?.ffWidth;
    return (
      known && {
        top: known.top,
        bottom: known.bottom,
        of: `the ${width === undefined ? '' : count(width)} of layer ${layer}`,
        key,
      }
    );
  }

  const level = result.ffNeurons;
  return level && { top: level.top, bottom: level.bottom, of: count(level.certificate.candidates), key: undefined };
}

/** The contributions of an answer. */
export function levelOf(answer: DetailResult | undefined): ContributionsResult | undefined {
  return answer !== undefined && 'sum' in answer ? answer : undefined;
}

function waitNote(key: string, answers: Answers, failures: ReadonlyMap<string, string>): string {
  const failure = failures.get(key);
  return answers.has(key) ? '' : failure === undefined ? ' so far; more are being computed' : ', of those listed for all layers';
}
