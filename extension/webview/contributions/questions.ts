// The smaller questions of the way down, made from the request and the result that are shown.
import type { ContributionsRequest, ContributionsResult } from '../../shared/contracts.js';
import type { DetailRequest } from '../../shared/viewProtocol.js';
import { omit } from '../shared/omit.js';
import type { Path, Unit } from './path.js';

/** Rows of a layer's own lists. */
const layerTop = 12;
const layerBottom = 8;
const mostSources = 200;
const wordsEach = 8;

/** What has to be asked for `path`, by a key that names it; nothing where the result has it all. */
export function questionsOf(
  path: Path,
  request: ContributionsRequest,
  result: ContributionsResult,
): ReadonlyMap<string, DetailRequest> {
  const questions = new Map<string, DetailRequest>();
  const ask = (key: string, members: ContributionsRequest): void => {
    questions.set(key, { method: 'contributions', request: { ...promptOf(request, result), ...members } });
  };
  const { part, unit } = path;
  if (part?.layer !== undefined && path.isWide !== true) {
    const common = { inLayers: [part.layer], levels: [part.part === 'attn' ? 'heads' : 'ffNeurons'] };
    const heads = result.model?.heads ?? layerTop;
    ask(
      layerKey(part.part, part.layer),
      part.part === 'attn'
        ? { ...common, top: heads, bottom: heads, reads: true }
        : { ...common, top: layerTop, bottom: layerBottom, words: 2 },
    );
  }

  if (unit?.kind === 'neuron') {
    ask(unitQuestion(unit), {
      levels: [],
      words: 1,
      queries: { of: [{ layer: unit.layer, neuron: unit.index }], shares: true, top: 5 },
    });
  } else if (unit !== undefined) {
    ask(unitQuestion(unit), { levels: ['headPositions'], inLayers: [unit.layer], top: mostSources, bottom: mostSources });
    questions.set(writtenQuestion(unit), { method: 'project', request: writtenRequest(unit, request, result) });
  }

  return questions;
}

/** Key of the heads or neurons of one layer. */
export function layerKey(part: string, layer: number): string {
  return `${part} ${layer}`;
}

/** Key of what a unit read. */
export function unitQuestion(unit: Unit): string {
  return `${unit.kind} ${unit.layer}.${unit.index} read`;
}

/** Key of what a head wrote. */
export function writtenQuestion(unit: Unit): string {
  return `head ${unit.layer}.${unit.index} wrote`;
}

function writtenRequest(
  unit: Unit,
  request: ContributionsRequest,
  result: ContributionsResult,
): Extract<DetailRequest, { method: 'project' }>['request'] {
  const { position, mode } = result.settings;
  const prompt = omit(promptOf(request, result), 'target', 'contrast');
  return {
    ...prompt,
    method: 'project',
    mode,
    position,
    vectors: [{ kind: 'head', layer: unit.layer, head: unit.index, position }],
    top: wordsEach,
    bottom: wordsEach,
    entropy: false,
  };
}

/** The members that say which prompt on which model, and which tokens, exactly as the result has them. */
function promptOf(request: ContributionsRequest, result: ContributionsResult): ContributionsRequest {
  const prompt = omit(
    request,
    'levels',
    'inLayers',
    'top',
    'bottom',
    'words',
    'reads',
    'rows',
    'queries',
    'maxEvaluations',
    'method',
    'score',
  );
  const { mode, position, target, contrast } = result.settings;
  return { ...prompt, method: 'contributions', mode, position, target, ...(contrast !== undefined && { contrast }) };
}
