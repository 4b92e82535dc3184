// The waterfall on the page: the chart, and one button over each bar for pointer, keyboard and screen reader.
import type { Chart } from '../shared/charts.js';
import { h } from '../shared/dom.js';
import { rove } from '../shared/keys.js';
import { nats, score } from '../shared/numbers.js';
import type { Theme } from '../shared/theme.js';
import { tokenSpan, type Token } from '../shared/tokens.js';
import { partMark } from '../shared/barTable.js';
import { fullName, type Step, type Waterfall } from './steps.js';
import { waterfallLayout, waterfallOption, type WaterfallLayout } from './waterfallChart.js';

/** Narrower than this the steps cannot be told apart. */
const leastWidth = 180;

/** What the panel shows and tells. */
export interface WaterfallPanel {
  readonly model: Waterfall;
  readonly target: Token;
  readonly contrast: Token | undefined;
  readonly selected: number | undefined;
  readonly vocabulary: number;
  readonly isPreview: boolean;
  readonly choose: (step: number) => void;
}

/** The section; it draws itself once it stands in the page and has a width. */
export function waterfallPanel(panel: WaterfallPanel, chart: Chart, theme: Theme): HTMLElement {
  const frame = h('div', { class: 'chart waterfall' }, chart.element);
  const section = h('section', { 'aria-label': 'Embedding to answer' }, titleLine(panel), axisLine(panel), frame);
  queueMicrotask(() => {
    const { model, selected, vocabulary } = panel;
    const layout = waterfallLayout(model, Math.max(leastWidth, Math.floor(section.clientWidth)));
    chart.draw(waterfallOption(model, layout, selected, vocabulary, theme), layout.width, layout.height, 3 * model.steps.length);
    const steps = h(
      'div',
      { class: 'steps', role: 'group', 'aria-label': 'Layer scores; left and right move, Enter opens' },
      ...stepButtons(panel, layout),
    );
    frame.append(steps);
    rove(steps, 'button', true);
  });
  return section;
}

/** A step in words. */
export function stepPhrase(step: Step): string {
  return `${fullName(step.part, step.layer)}: ${score(step.score)} nats, from ${nats(step.before)} to ${nats(step.after)}`;
}

function stepButtons(panel: WaterfallPanel, layout: WaterfallLayout): HTMLElement[] {
  return panel.model.steps.map((step, index) => {
    const left = layout.plot.left + index * layout.columnWidth;
    const style = `left: ${left.toFixed(2)}px; width: ${layout.columnWidth.toFixed(2)}px; top: ${layout.plot.top}px; height: ${layout.markY + 8 - layout.plot.top}px`;
    const phrase = stepPhrase(step);
    const button = h('button', {
      type: 'button',
      style,
      title: phrase,
      'aria-label': phrase,
      'aria-pressed': String(index === panel.selected),
      'data-focus': `step-${index}`,
    });
    button.addEventListener('click', () => {
      panel.choose(index);
    });
    return button;
  });
}

function titleLine({ model, isPreview }: WaterfallPanel): HTMLElement {
  const [embedding, ...layers] = model.steps;
  const sum = layers.reduce((total, step) => total + step.score, 0);
  return h(
    'div',
    { class: 'legend-line' },
    h(
      'h2',
      {},
      'Embedding to answer',
      h(
        'span',
        { class: 'note' },
        `${model.steps.length} scores: embedding ${score(embedding?.score ?? 0)}, layers ${score(sum)} nats`,
      ),
      isPreview && h('span', { class: 'preview' }, 'preview'),
    ),
    h(
      'div',
      { class: 'legend' },
      h('span', {}, partMark('attn'), 'attention'),
      h('span', {}, partMark('ff'), 'feed-forward'),
      h('span', {}, partMark('embed'), 'embedding'),
      h('span', {}, h('span', { class: 'swatch fill raises', 'aria-hidden': 'true' }), 'raises'),
      h('span', {}, h('span', { class: 'swatch fill lowers', 'aria-hidden': 'true' }), 'lowers'),
    ),
  );
}

function axisLine({ model, target, contrast }: WaterfallPanel): HTMLElement {
  const minus = contrast ? [' minus that of ', tokenSpan(contrast)] : [];
  return h(
    'div',
    { class: 'axis-names' },
    h('span', {}, 'log-probability of ', tokenSpan(target), ...minus, ', nats'),
    h('span', {}, model.isDifference ? 'odds' : 'probability'),
  );
}
