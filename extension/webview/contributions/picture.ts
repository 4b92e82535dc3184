// Contributions as one SVG picture: prompt, waterfall, both lists, and what is proved.
import type { ContributionsResult } from '../../shared/contracts.js';
import { drawBarList } from '../shared/barPicture.js';
import type { BarList } from '../shared/barTable.js';
import { chartSvg } from '../shared/charts.js';
import { count, score } from '../shared/numbers.js';
import { Picture } from '../shared/picture.js';
import type { Theme } from '../shared/theme.js';
import { tokenLabel } from '../shared/tokens.js';
import { waterfallOf } from './steps.js';
import { waterfallLayout, waterfallOption } from './waterfallChart.js';

const width = 940;
const margin = 20;
const mostTokens = 60;

/** The picture; `lists` are those that the page shows. */
export function contributionsPicture(
  result: ContributionsResult,
  lists: readonly BarList[],
  theme: Theme,
  vocabulary: number,
): string {
  const picture = new Picture(width, theme);
  const minus = result.contrast ? ` minus ${tokenLabel(result.contrast.text)}` : '';
  picture.text(
    margin,
    24,
    `${(result.tokens ?? [])
      .slice(-mostTokens)
      .map((token) => tokenLabel(token.text))
      .join('')} → ${tokenLabel(result.target.text)}${minus}`,
    { size: 13, mono: true },
  );
  picture.text(margin, 42, `${result.model?.name ?? ''}, lens ${result.settings.mode}, position ${result.settings.position}`, {
    fill: theme.description,
  });
  const bottom = drawWaterfall(picture, result, theme, vocabulary, 60);
  const gap = 28;
  // Heads have two more columns of numbers where there is a contrast.
  const narrow = Math.round((width - 2 * margin - gap) * (result.contrast ? 0.48 : 0.43));
  let left = bottom;
  let right = bottom;
  for (const list of lists) {
    if (left <= right) {
      left = drawBarList(picture, list, margin, left, narrow) + 14;
    } else {
      right = drawBarList(picture, list, margin + narrow + gap, right, width - 2 * margin - gap - narrow) + 14;
    }
  }

  picture.text(margin, Math.max(left, right) + 10, proved(result), { fill: theme.description });
  return picture.toSvg(`Contributions to ${tokenLabel(result.target.text)}${minus}`);
}

function drawWaterfall(picture: Picture, result: ContributionsResult, theme: Theme, vocabulary: number, y: number): number {
  const model = waterfallOf(result);
  if (model === undefined) {
    return y;
  }

  const layout = waterfallLayout(model, width - 2 * margin);
  picture.text(
    margin,
    y + 8,
    `Embedding to answer: log-probability of ${tokenLabel(result.target.text)}${result.contrast ? ` minus that of ${tokenLabel(result.contrast.text)}` : ''}, nats; ${model.isDifference ? 'odds' : 'probability'} at the right`,
    { bold: true },
  );
  picture.text(margin, y + 24, '● attention  ■ feed-forward  ◆ embedding; what lowers is hatched', { fill: theme.description });
  picture.inset(
    chartSvg(waterfallOption(model, layout, undefined, vocabulary, theme), layout.width, layout.height),
    margin,
    y + 14,
    layout.height,
  );
  return y + 30 + layout.height + 8;
}

function proved(result: ContributionsResult): string {
  const certificate = result.ffNeurons?.certificate;
  const sum = result.layers ? `Layer scores add up: ${score(result.sum.layers)} of ${score(result.sum.total)}.` : '';
  return certificate === undefined
    ? sum
    : `${certificate.certified ? 'Certified' : 'Not certified'}: ${count(certificate.exactEvaluations)} of ${count(certificate.candidates)} neurons projected. ${sum}`;
}
