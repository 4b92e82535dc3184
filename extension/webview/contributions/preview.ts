// A run that has not ended as a result: first-order values until the proved ones arrive.
import type { ContributionsResult } from '../../shared/contracts.js';
import type { Running } from '../shared/situation.js';

/** What is there so far, over what was shown before; `isPreview` while a list is not proved. */
export interface Preview {
  readonly result: ContributionsResult;
  readonly isPreview: boolean;
}

/** The parts of a run merged in their order, on the result that was shown before where there is one of the same prompt. */
export function previewOf(running: Running<'contributions'>, shown: ContributionsResult | undefined): Preview {
  const before = shown ?? emptyResult(running);
  const proved = new Set<string>();
  let merged: Partial<ContributionsResult> = {};
  let sawPreview = false;
  for (const { preview, ...levels } of running.parts) {
    sawPreview ||= preview === true;
    for (const name of Object.keys(levels)) {
      if (preview !== true) {
        proved.add(name);
      }
    }

    merged = { ...merged, ...withTails(levels, before) };
  }

  const waits = Object.keys(merged).some((name) => name !== 'layers' && !proved.has(name));
  return { result: { ...before, ...merged }, isPreview: sawPreview && waits };
}

/** Levels with both tails, so that lists can be drawn; what a part lacks is taken from before, or empty. */
function withTails(
  levels: Omit<Running<'contributions'>['parts'][number], 'preview'>,
  before: ContributionsResult,
): Partial<ContributionsResult> {
  const unproved = { certified: false, bound: 'preview', candidates: 0, exactEvaluations: 0 };
  const { layers, heads, ffNeurons } = levels;
  return {
    ...(layers && { layers }),
    ...(heads && { heads: { layers: [], scores: { shape: [0], data: [] }, top: [], bottom: [], ...heads } }),
    ...(ffNeurons && {
      ffNeurons: { top: [], bottom: [], certificate: before.ffNeurons?.certificate ?? unproved, ...ffNeurons },
    }),
  };
}

/** A result without levels: what is known before anything is computed. */
function emptyResult({ request, tokens }: Running<'contributions'>): ContributionsResult {
  const followed = (text: string): ContributionsResult['target'] => ({
    id: 0,
    text,
    modelLogProb: 0,
    modelRank: 1,
    logProbZero: 0,
    logProbEmbed: 0,
    logProbFinal: 0,
  });
  const { target, contrast } = request;
  return {
    method: 'contributions',
    settings: {
      mode: request.mode ?? 'frozen',
      position: 0,
      target: 0,
      levels: [],
      inLayers: [],
      top: 0,
      bottom: 0,
      score: 'increase',
      words: 0,
      reads: false,
      scale: 1,
      softCapApplied: false,
    },
    target: followed(typeof target === 'string' ? target : 'the answer'),
    ...(typeof contrast === 'string' && { contrast: followed(contrast) }),
    sum: { layers: 0, total: 0, interaction: 0 },
    ...(tokens && { tokens }),
    warnings: [],
  };
}
