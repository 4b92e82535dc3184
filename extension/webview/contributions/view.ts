// Contributions: from the embedding to the answer, then layer, head or neuron, words, and what fired it.
import type { ContributionsRequest, ContributionsResult } from '../../shared/contracts.js';
import { viewNames } from '../../shared/names.js';
import type { DetailResult } from '../../shared/viewProtocol.js';
import { barTable, listTitle, type BarList } from '../shared/barTable.js';
import { Chart } from '../shared/charts.js';
import type { Crumb } from '../shared/crumbs.js';
import { h } from '../shared/dom.js';
import type { HeaderFacts } from '../shared/header.js';
import type { Key } from '../shared/keys.js';
import { percent, score } from '../shared/numbers.js';
import { omit } from '../shared/omit.js';
import type { Shell } from '../shared/shell.js';
import { isSamePrompt, type Finished, type Running } from '../shared/situation.js';
import { isRecord } from '../../shared/state.js';
import type { DataTable } from '../shared/table.js';
import type { Theme } from '../shared/theme.js';
import { spokenToken, tokenLabel, tokenSpan } from '../shared/tokens.js';
import type { View } from '../shared/view.js';
import { certificateLines } from './certificate.js';
import { furtherLists } from './lists.js';
import { keptPath, pathToKeep, unitName, unitOfKey, type Path, type Unit } from './path.js';
import { contributionsPicture } from './picture.js';
import { previewOf } from './preview.js';
import { questionsOf } from './questions.js';
import { openedTables } from './openedTables.js';
import { readingOf, readingPart } from './readingPart.js';
import { shownLists } from './shownLists.js';
import { fullName, waterfallOf, type Waterfall } from './steps.js';
import { contributionTables } from './tables.js';
import { waterfallPanel } from './waterfallPanel.js';

/** The view; its state is the way down. */
export class ContributionsView implements View<'contributions'> {
  readonly kind = 'contributions';
  readonly title = viewNames.contributions;
  private path: Path = {};
  private answersOf: ContributionsResult | undefined;
  private answers = new Map<string, DetailResult>();
  private readonly failures = new Map<string, string>();
  private readonly asked = new Set<string>();
  /** Answers that came with a saved page, until its result is drawn. */
  private brought: ReadonlyMap<string, DetailResult> = new Map();
  /** What a person has just opened, until all of it was brought into sight. */
  private revealed: string | undefined;
  private readonly chart = new Chart(h('div', { class: 'canvas' }));

  constructor(private readonly shell: Shell<'contributions'>) {
    // Who scrolls has seen enough of it.
    addEventListener('wheel', () => (this.revealed = undefined), { passive: true });
  }

  facts({ result }: Finished<'contributions'>): HeaderFacts {
    const { target, contrast, settings } = result;
    return {
      tokens: result.tokens ?? [],
      position: settings.position,
      answer: { token: target, probability: Math.exp(target.modelLogProb) },
      settings: [
        ['lens', settings.mode],
        ...(contrast ? [['contrast', contrast] as const] : []),
        ['score', scoreName(settings.score, contrast !== undefined)],
      ],
    };
  }

  choose(finished: Finished<'contributions'>): ((position: number) => void) | undefined {
    return this.shell.channel.live
      ? (position) => {
          const request = omit(finished.request, 'target', 'contrast');
          this.path = {};
          this.shell.run({ ...request, position });
        }
      : undefined;
  }

  crumbs(finished: Finished<'contributions'>): readonly Crumb[] {
    const { result } = finished;
    const { part, unit } = this.path;
    const go = (path: Path) => (): void => {
      this.go(path);
    };
    const answer = h('span', {}, tokenSpan(result.target), ` ${percent(Math.exp(result.target.modelLogProb))}`);
    return [
      { content: answer, go: go({}) },
      ...(part ? [{ content: h('span', {}, fullName(part.part, part.layer)), go: go({ part }) }] : []),
      ...(unit ? [{ content: h('span', {}, unitCrumb(unit)), go: go(this.path) }] : []),
    ];
  }

  body(finished: Finished<'contributions'>, theme: Theme): readonly Node[] {
    this.settle(finished.result);
    this.ask(finished);
    const { result } = finished;
    const lists = shownLists(result, this.path, this.answers, this.failures);
    const reading = readingOf(result, this.path, this.answers);
    // Charts take their room in microtasks of their own, which come before this one.
    queueMicrotask(() => {
      this.reveal(finished);
    });
    return [
      ...this.top(result, theme, false),
      this.listColumns(lists),
      ...(reading ? [readingPart(reading, this.failures)] : []),
      ...this.further(result),
    ];
  }

  partial(
    running: Running<'contributions'>,
    theme: Theme,
    finished: Finished<'contributions'> | undefined,
  ): readonly Node[] | undefined {
    if (running.parts.length === 0) {
      return undefined;
    }

    const { result, isPreview } = previewOf(running, isSamePrompt(finished, running) ? finished?.result : undefined);
    const lists = shownLists(result, {}, new Map(), new Map());
    return [...this.top(result, theme, isPreview), this.listColumns(lists, isPreview)];
  }

  footer({ result }: Finished<'contributions'>): readonly Node[] {
    return certificateLines(result);
  }

  tables({ result }: Finished<'contributions'>): readonly DataTable[] {
    this.settle(result);
    return [...contributionTables(result), ...openedTables(result, this.path, this.answers)];
  }

  picture({ result }: Finished<'contributions'>, theme: Theme): string {
    this.settle(result);
    const { part, unit } = this.path;
    const answer = `${tokenLabel(result.target.text)} ${percent(Math.exp(result.target.modelLogProb))}`;
    const parts = {
      lists: shownLists(result, this.path, this.answers, this.failures),
      further: furtherLists(result),
      way: [answer, ...(part ? [fullName(part.part, part.layer)] : []), ...(unit ? [unitCrumb(unit)] : [])],
      selected: this.selectedStep(waterfallOf(result)),
      reading: readingOf(result, this.path, this.answers),
    };
    return contributionsPicture(result, parts, theme, result.model?.vocabulary ?? 0);
  }

  opened({ result }: Finished<'contributions'>): object | undefined {
    this.settle(result);
    return this.path.part === undefined && this.path.unit === undefined
      ? undefined
      : { path: pathToKeep(this.path), answers: Object.fromEntries(this.answers) };
  }

  sentence({ result }: Finished<'contributions'>): string {
    const [best] = [...(result.layers ?? [])].sort((a, b) => b.score - a.score);
    const most = best
      ? ` Most comes from ${fullName(best.component === 'attn' ? 'attn' : best.component === 'ff' ? 'ff' : 'embed', best.layer)}, ${score(best.score)} nats.`
      : '';
    return `What led to ${spokenToken(result.target.text)} is ready.${most}`;
  }

  keys(finished: Finished<'contributions'> | undefined): readonly Key[] {
    const move = (by: number) => (): void => {
      this.moveLayer(finished, by);
    };
    return [
      { key: 'Arrows', does: 'move along the layer scores, or down a list' },
      { key: 'Enter', does: 'open: layer, then head or neuron' },
      {
        key: 'Escape',
        does: 'one step back',
        run: () => {
          this.back();
        },
      },
      { key: '[', does: 'one layer back', run: move(-1) },
      { key: ']', does: 'one layer on', run: move(1) },
      {
        key: 'c',
        does: 'switch target and contrast',
        run: () => {
          this.swap(finished);
        },
      },
    ];
  }

  keep(): unknown {
    return { path: pathToKeep(this.path) };
  }

  restore(state: unknown): void {
    this.path = isRecord(state) ? keptPath(state['path']) : {};
    const answers = isRecord(state) && isRecord(state['answers']) ? Object.entries(state['answers']) : [];
    this.brought = new Map(answers.flatMap(([key, answer]) => (isDetailResult(answer) ? [[key, answer] as const] : [])));
  }

  dispose(): void {
    // The chart is drawn again in its place; answers go with their result.
  }

  private top(result: ContributionsResult, theme: Theme, isPreview: boolean): Node[] {
    const model = waterfallOf(result);
    if (model === undefined) {
      return [];
    }

    const selected = this.selectedStep(model);
    const choose = (index: number): void => {
      const step = model.steps[index];
      if (step !== undefined) {
        this.go({ part: { part: step.part, layer: step.layer } });
      }
    };
    const vocabulary = result.model?.vocabulary ?? 0;
    return [
      waterfallPanel(
        { model, target: result.target, contrast: result.contrast, selected, vocabulary, isPreview, choose },
        this.chart,
        theme,
      ),
    ];
  }

  private selectedStep(model: Waterfall | undefined): number | undefined {
    const { part } = this.path;
    return part && model?.steps.findIndex((step) => step.part === part.part && step.layer === part.layer);
  }

  private listColumns(lists: readonly BarList[], isPreview = false): HTMLElement {
    const selected = this.path.unit && `${this.path.unit.kind} ${unitName(this.path.unit)}`;
    const sections = lists.map((list) => {
      const title = listTitle(list.title, list.note);
      if (isPreview) {
        title.append(h('span', { class: 'preview' }, 'preview'));
      }

      return h(
        'section',
        { 'aria-label': list.title, 'data-part': list.title === 'Heads' ? 'attn' : 'ff' },
        title,
        barTable(list, {
          selected,
          open: (key) => {
            this.openUnit(key);
          },
          point: (key) => {
            this.pointAt(key);
          },
        }),
      );
    });
    const isVersus = lists.some((list) => list.columns.length > 6);
    return h('div', { class: sections.length === 2 ? `columns lists${isVersus ? ' versus' : ''}` : 'columns' }, ...sections);
  }

  private further(result: ContributionsResult): Node[] {
    const lists = furtherLists(result);
    return lists.length === 0
      ? []
      : [
          h(
            'div',
            { class: 'columns' },
            ...lists.map((list) => h('section', { 'aria-label': list.title }, listTitle(list.title, list.note), barTable(list))),
          ),
        ];
  }

  private go(path: Path): void {
    this.path = path;
    this.revealed = path.unit ? '.reading-part' : path.part ? `[data-part=${path.part.part}]` : 'main > section';
    this.shell.keep();
    this.shell.redraw();
  }

  /** Brings into sight what was opened: it grows while its answers come in. */
  private reveal(finished: Finished<'contributions'>): void {
    if (this.revealed === undefined) {
      return;
    }

    document.querySelector(this.revealed)?.scrollIntoView({ block: 'nearest', behavior: this.shell.isStill ? 'auto' : 'smooth' });
    const keys = [...questionsOf(this.path, finished.request, finished.result).keys()];
    if (keys.every((key) => this.answers.has(key) || this.failures.has(key))) {
      this.revealed = undefined;
      const reading = readingOf(finished.result, this.path, this.answers);
      if (reading !== undefined) {
        this.shell.announcer.say(`${reading.name} is shown below the lists.`);
      }
    }
  }

  private openUnit(key: string): void {
    const unit = unitOfKey(key);
    if (unit !== undefined) {
      const part = { part: unit.kind === 'head' ? 'attn' : 'ff', layer: unit.layer } as const;
      const isListed = this.path.isWide !== true && this.path.part?.part === part.part && this.path.part.layer === part.layer;
      this.go({ part, unit, ...(!isListed && { isWide: true }) });
    }
  }

  /** A row that is pointed at marks the token that it read from. */
  private pointAt(key: string | undefined): void {
    const unit = key === undefined ? undefined : unitOfKey(key);
    const heads = this.answersOf?.heads;
    const found =
      unit?.kind === 'head'
        ? [...(heads?.top ?? []), ...(heads?.bottom ?? [])].find((row) => row.layer === unit.layer && row.head === unit.index)
        : undefined;
    this.shell.point(found?.reads?.position);
  }

  private back(): void {
    const { part, unit } = this.path;
    this.go(unit && part ? { part } : {});
  }

  private moveLayer(finished: Finished<'contributions'> | undefined, by: number): void {
    const steps = (finished && waterfallOf(finished.result)?.steps) ?? [];
    const { part } = this.path;
    const last = steps.at(-1)?.layer ?? 0;
    const layer = part?.layer === undefined ? (by > 0 ? 0 : last) : Math.min(last, Math.max(0, part.layer + by));
    if (steps.length > 0) {
      this.go({ part: { part: part?.part === 'attn' ? 'attn' : 'ff', layer } });
    }
  }

  private swap(finished: Finished<'contributions'> | undefined): void {
    const contrast = finished?.result.contrast;
    if (finished === undefined || contrast === undefined) {
      this.shell.announcer.say('There is no contrast to switch to.');
    } else if (!this.shell.channel.live) {
      this.shell.announcer.say('A saved page cannot compute the other direction.');
    } else {
      this.shell.run({ ...finished.request, target: contrast.id, contrast: finished.result.target.id });
    }
  }

  /** Answers belong to one result. */
  private settle(result: ContributionsResult): void {
    if (this.answersOf !== result) {
      this.answersOf = result;
      this.answers = new Map(this.brought);
      this.brought = new Map();
      this.failures.clear();
      this.asked.clear();
      for (const key of this.answers.keys()) {
        this.asked.add(key);
      }
    }
  }

  private ask(finished: Finished<'contributions'>): void {
    const { result } = finished;
    const request: ContributionsRequest = finished.request;
    for (const [key, question] of questionsOf(this.path, request, result)) {
      if (this.asked.has(key)) {
        continue;
      }

      this.asked.add(key);
      const settle = (keep: () => void): void => {
        if (this.answersOf === result) {
          keep();
          this.shell.redraw();
        }
      };
      this.shell.ask(question).then(
        (answer) => {
          settle(() => this.answers.set(key, answer));
        },
        (failure: unknown) => {
          settle(() => this.failures.set(key, failure instanceof Error ? failure.message : String(failure)));
        },
      );
    }
  }
}

function unitCrumb(unit: Unit): string {
  return `${unit.kind} ${unitName(unit)}: ${unit.kind === 'head' ? 'what it read and wrote' : 'what it read'}`;
}

function isDetailResult(value: unknown): value is DetailResult {
  return isRecord(value) && (isRecord(value['sum']) || Array.isArray(value['vectors']));
}

function scoreName(name: string, isDifference: boolean): string {
  const names: Readonly<Record<string, string>> = {
    increase: 'increase of log-probability',
    logProb: 'log-probability',
    probIncrease: 'increase of probability',
  };
  return isDifference ? 'difference, nats' : `${names[name] ?? name}, nats`;
}
