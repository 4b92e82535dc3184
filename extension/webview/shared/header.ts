// The two lines above every view: the prompt as tokens with the answer, then how it was computed.
import type { AnalysisResult, TokenInfo } from '../../shared/contracts.js';
import { button, h, hidden } from './dom.js';
import { duration, percent } from './numbers.js';
import { tokenSpan, tokenLabel, type Token } from './tokens.js';

/** What the header says of a result. */
export interface HeaderFacts {
  readonly tokens: readonly TokenInfo[];
  /** Analysed position, underlined; absent where all are. */
  readonly position: number | undefined;
  readonly answer?: { readonly token: Token; readonly probability: number };
  /** Settings that change numbers, as name and value. */
  readonly settings: readonly (readonly [name: string, value: string | Token])[];
}

/** What can be done in the header. */
export interface HeaderActions {
  /** A token was chosen; absent where nothing happens. */
  readonly choose?: ((position: number) => void) | undefined;
  readonly point: (position: number | undefined) => void;
  readonly keys: readonly (readonly [key: string, name: string, run: () => void])[];
}

/** Tokens shown of a long prompt: those up to the analysed one matter most. */
const mostTokens = 60;

/** The header of a result. */
export function headerOf(result: Partial<AnalysisResult>, facts: HeaderFacts, actions: HeaderActions): HTMLElement {
  return h(
    'header',
    {},
    h('h1', { class: 'unseen' }, document.title),
    h('p', { class: 'prompt' }, hidden('Prompt: '), ...promptTokens(facts, actions), ...answerOf(facts)),
    h(
      'div',
      { class: 'facts' },
      h('ul', {}, ...factItems(result, facts)),
      h(
        'div',
        { class: 'keys', role: 'toolbar', 'aria-label': 'Actions' },
        ...actions.keys.map(([key, name, run]) => keyButton(key, name, run)),
      ),
    ),
  );
}

/** The token of a prompt that is pointed at in the document or a chart. */
export function markToken(header: Element, position: number | undefined): void {
  for (const element of header.querySelectorAll('[data-position]')) {
    element.classList.toggle('pointed', element.getAttribute('data-position') === String(position));
  }
}

function promptTokens(facts: HeaderFacts, actions: HeaderActions): (Node | string)[] {
  const end = facts.position === undefined ? facts.tokens.length : Math.min(facts.tokens.length, facts.position + 3);
  const start = Math.max(0, Math.min(end, facts.tokens.length) - mostTokens);
  const stop = Math.min(facts.tokens.length, start + mostTokens);
  const shown = facts.tokens.slice(start, stop).map((token, index) => promptToken(token, start + index, facts, actions));
  return [
    ...(start > 0 ? [h('span', { class: 'quiet' }, `${start} tokens … `)] : []),
    ...shown,
    ...(stop < facts.tokens.length ? [h('span', { class: 'quiet' }, ` … ${facts.tokens.length - stop} tokens`)] : []),
  ];
}

function promptToken(token: TokenInfo, position: number, facts: HeaderFacts, actions: HeaderActions): HTMLElement {
  const span = tokenSpan(token, undefined, `, position ${position}`);
  const isAnalysed = position === facts.position;
  const { choose } = actions;
  const name = `${tokenLabel(token.text)}, position ${position}${isAnalysed ? ', analysed' : ''}`;
  const element = choose
    ? button(
        '',
        () => {
          choose(position);
        },
        { class: 'prompt-token', 'data-position': position, 'aria-label': name, 'aria-current': isAnalysed },
      )
    : h('span', { class: 'prompt-token', 'data-position': position });
  element.classList.toggle('analysed', isAnalysed);
  element.append(span);
  element.addEventListener('pointerenter', () => {
    actions.point(position);
  });
  element.addEventListener('pointerleave', () => {
    actions.point(undefined);
  });
  return element;
}

function answerOf(facts: HeaderFacts): (Node | string)[] {
  if (facts.answer === undefined) {
    return [];
  }

  const { token, probability } = facts.answer;
  return [
    h('span', { class: 'arrow', 'aria-hidden': 'true' }, '→'),
    hidden(' Answer: '),
    h('strong', { class: 'answer' }, tokenSpan(token), ` ${percent(probability)}`),
  ];
}

function factItems(result: Partial<AnalysisResult>, facts: HeaderFacts): HTMLElement[] {
  const { model, run } = result;
  return [
    ...(model ? [h('li', { title: `${model.family}, ${model.layers} layers` }, model.name)] : []),
    ...(run ? [h('li', { class: 'quiet' }, `${providerName(run.provider)} · ${run.precision}`), badge(run.verified.badge)] : []),
    ...facts.settings.map(([name, value]) =>
      h('li', {}, h('span', { class: 'quiet' }, `${name} `), typeof value === 'string' ? value : tokenSpan(value)),
    ),
    ...(run ? [h('li', { class: 'quiet time' }, h('span', {}, hidden('took '), duration(run.elapsedMs)))] : []),
  ];
}

function badge(name: string): HTMLElement {
  const meaning: Readonly<Record<string, string>> = {
    verified: 'This model was checked against a plain float64 run.',
    unverified: 'This model was not checked yet: Interp: Verify Model.',
    refused: 'This model differs from a plain float64 run.',
  };
  return h(
    'li',
    { class: `badge ${name}`, title: meaning[name] },
    name === 'verified' ? `✓ ${name}` : name === 'refused' ? `✗ ${name}` : name,
  );
}

function providerName(provider: string): string {
  const names: Readonly<Record<string, string>> = { cpu: 'CPU', directml: 'DirectML', webgpu: 'WebGPU' };
  return names[provider] ?? provider;
}

function keyButton(key: string, name: string, run: () => void): HTMLElement {
  const element = button('', run, { class: 'key' });
  element.append(h('kbd', {}, key), ` ${name}`);
  return element;
}
