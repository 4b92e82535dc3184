// Contributions as one SVG picture: prompt, waterfall, both lists, and what is proved.
import type { ContributionsResult } from '../../shared/contracts.js';
import { viewNames } from '../../shared/names.js';
import { drawBarList } from '../shared/barPicture.js';
import type { BarList } from '../shared/barTable.js';
import { chartSvg } from '../shared/charts.js';
import { textWidth } from '../shared/measure.js';
import { count, score } from '../shared/numbers.js';
import { Picture } from '../shared/picture.js';
import type { Theme } from '../shared/theme.js';
import { tokenLabel } from '../shared/tokens.js';
import type { Reading } from './readingPart.js';
import { waterfallOf } from './steps.js';
import { waterfallLayout, waterfallOption } from './waterfallChart.js';

const width = 940;
const margin = 20;
const mostTokens = 60;

/** What stands in the picture besides the waterfall: what the page shows. */
export interface PictureParts {
  readonly lists: readonly BarList[];
  readonly further: readonly BarList[];
  /** The way down as the breadcrumbs name it; empty at its beginning. */
  readonly way: readonly string[];
  /** The framed step. */
  readonly selected: number | undefined;
  readonly reading: Reading | undefined;
}

/** The picture. */
export function contributionsPicture(result: ContributionsResult, parts: PictureParts, theme: Theme, vocabulary: number): string {
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
  if (parts.way.length > 1) {
    picture.text(margin, 62, parts.way.join(' › '));
  }

  const bottom = drawWaterfall(picture, result, theme, vocabulary, parts.way.length > 1 ? 80 : 60, parts.selected);
  const gap = 28;
  // Heads have two more columns of numbers where there is a contrast.
  const narrow = Math.round((width - 2 * margin - gap) * (result.contrast ? 0.48 : 0.43));
  let left = bottom;
  let right = bottom;
  for (const list of parts.lists) {
    if (left <= right) {
      left = drawBarList(picture, list, margin, left, narrow) + 14;
    } else {
      right = drawBarList(picture, list, margin + narrow + gap, right, width - 2 * margin - gap - narrow) + 14;
    }
  }

  const below = drawReading(picture, parts.reading, Math.max(left, right) + 6);
  const end = drawColumns(picture, parts.further, below, 2);
  picture.text(margin, end + 10, proved(result), { fill: theme.description });
  return picture.toSvg(`${viewNames.contributions}: what led to ${tokenLabel(result.target.text)}${minus}`);
}

/** What the chosen head or neuron read and wrote; the y below it. */
function drawReading(picture: Picture, reading: Reading | undefined, y: number): number {
  if (reading === undefined || reading.lists.length === 0) {
    return y;
  }

  const { theme } = picture;
  const title = `${reading.name} at position ${reading.position} ${reading.at.map((token) => tokenLabel(token.text)).join('')}`;
  picture.text(margin, y + 12, title, { size: 11, bold: true });
  picture.text(margin + textWidth(title, `600 11px ${theme.font}`) + 10, y + 12, reading.note, { fill: theme.description });
  return drawColumns(picture, reading.lists, y + 22, reading.lists.length);
}

/** Lists beside one another in rows of `count`; the y below them. */
function drawColumns(picture: Picture, lists: readonly BarList[], y: number, count: number): number {
  const gap = 28;
  const own = (width - 2 * margin - (count - 1) * gap) / Math.max(1, count);
  let top = y;
  for (let first = 0; first < lists.length; first += count) {
    const row = lists.slice(first, first + count);
    const at = top;
    top = Math.max(...row.map((list, index) => drawBarList(picture, list, margin + index * (own + gap), at, own))) + 14;
  }

  return top;
}

function drawWaterfall(
  picture: Picture,
  result: ContributionsResult,
  theme: Theme,
  vocabulary: number,
  y: number,
  selected: number | undefined,
): number {
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
    chartSvg(waterfallOption(model, layout, selected, vocabulary, theme), layout.width, layout.height),
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
