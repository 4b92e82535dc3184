// What every view has: header, breadcrumbs, body or table twin, footer, messages, keys, exports, state over reloads.
import {
  isSamePlace,
  type DetailRequest,
  type DetailResult,
  type RequestOf,
  type ResultOf,
  type ToView,
  type ViewKind,
} from '../../shared/viewProtocol.js';
import { openChannel, type Channel } from './channel.js';
import { warmUp } from './charts.js';
import { crumbsOf, crumbsPlace } from './crumbs.js';
import { showKeys } from './dialogs.js';
import { showExports } from './exportMenu.js';
import { fill, h } from './dom.js';
import { Details } from './details.js';
import { headerOf, markToken, type HeaderActions } from './header.js';
import { listenTo, type Key } from './keys.js';
import { Announcer } from './live.js';
import { noticeOf } from './notice.js';
import { atFirst, after, isSamePrompt, type Finished, type Running, type Situation } from './situation.js';
import { keptState, type KeptState, type PageState } from '../../shared/state.js';
import { tableElement } from './table.js';
import type { View } from './view.js';
import { readTheme, watchTheme, type Theme } from './theme.js';

/** The frame around a view. */
export class Shell<K extends ViewKind> {
  readonly channel: Channel<K>;
  readonly announcer = new Announcer();
  private readonly details: Details<K>;
  private readonly root = h('div', { class: 'view' });
  private readonly notice = h('div', { class: 'notice' });
  private view!: View<K>;
  private situation: Situation<K> = atFirst;
  private asTable = false;
  /** The extension's name of the panel that the page stands in. */
  private panel: string | undefined;
  private theme!: Theme;

  constructor(readonly kind: K) {
    this.channel = openChannel(kind);
    this.details = new Details(this.channel);
  }

  /** Begins: listens, restores what was before a reload, says that it is ready. */
  start(view: View<K>): void {
    this.view = view;
    this.theme = readTheme();
    document.body.append(this.notice, this.root, this.announcer.element);
    this.restore();
    watchTheme(() => {
      this.redraw();
    });
    addEventListener('resize', () => {
      this.redraw();
    });
    listenTo(() => this.keys());
    this.channel.onMessage((message) => {
      this.receive(message);
    });
    this.channel.post({ type: 'ready', kind: this.kind });
    if (this.channel.live) {
      setTimeout(() => {
        warmUp(this.theme);
      });
    }
  }

  /** True where nothing may move by itself. */
  get isStill(): boolean {
    return this.situation.settings.reducedMotion || matchMedia('(prefers-reduced-motion: reduce)').matches;
  }

  /** Asks a smaller question; rejects with the failure's sentence. */
  ask(detail: DetailRequest): Promise<DetailResult> {
    return this.details.ask(detail);
  }

  /** Runs another request in place of the one shown. */
  run(request: RequestOf[K]): void {
    const origin = this.shown()?.origin;
    if (origin !== undefined) {
      this.channel.post({ type: 'run', request, origin });
    }
  }

  /** Draws everything again, with the focus where it was. */
  redraw(): void {
    this.theme = readTheme();
    const focus = document.activeElement?.getAttribute('data-focus');
    this.view.dispose();
    this.draw();
    if (focus !== null && focus !== undefined) {
      // Charts put their buttons into the page in microtasks of their own, which come before this one.
      queueMicrotask(() => {
        this.root.querySelector<HTMLElement>(`[data-focus=${CSS.escape(focus)}]`)?.focus({ preventScroll: true });
      });
    }
  }

  /** Keeps what a reload must bring back. */
  keep(): void {
    const shown = this.situation.running ?? this.situation.finished;
    if (shown !== undefined) {
      const page: PageState = { asTable: this.asTable, own: this.view.keep() };
      const state: KeptState<K> = {
        ...page,
        kind: this.kind,
        ...(this.panel !== undefined && { panel: this.panel }),
        request: shown.request,
        origin: shown.origin,
        pinned: this.situation.settings.pinned,
      };
      this.channel.setState(state);
      this.channel.post({ type: 'keep', page });
    }
  }

  private restore(): void {
    const kept = keptState(this.channel.getState(), this.kind);
    if (kept !== undefined) {
      this.panel = kept.panel;
      this.take(kept);
    }
  }

  private take(page: PageState): void {
    this.asTable = page.asTable;
    this.view.restore(page.own);
  }

  private shown(): Finished<K> | Running<K> | undefined {
    return this.situation.finished ?? this.situation.running;
  }

  private receive(message: ToView<K>): void {
    const before = this.situation;
    if (message.type === 'show' && message.opened !== undefined) {
      this.view.restore(message.opened);
    }

    this.situation = after(before, message);
    if (message.type === 'panel') {
      this.panel = message.panel;
      if (message.page !== undefined) {
        this.take(message.page);
      }
    } else if (message.type === 'detail') {
      this.details.receive(message);
    } else if (message.type === 'rows') {
      this.view.rows?.(message);
    } else if (message.type === 'exported') {
      this.announcer.say(message.failure ? message.failure.message : `Saved ${message.path ?? ''}.`);
    } else if (message.type === 'highlight') {
      this.point(message.position);
    } else if (message.type === 'progress') {
      this.drawNotice();
    } else if (this.situation !== before || message.type === 'theme') {
      this.redraw();
    }

    if (message.type === 'settings') {
      this.keep();
    }

    if (message.type === 'begin') {
      // A window may be left before the result is there: the request is all that is needed.
      this.keep();
    }

    if (message.type === 'show' && this.situation !== before && this.situation.finished !== undefined) {
      this.announcer.say(this.view.sentence(this.situation.finished));
      this.keep();
    }

    if (message.type === 'failure') {
      this.announcer.say(message.failure.message);
    }
  }

  private drawNotice(): void {
    const { running, stopped, finished } = this.situation;
    const again = running ?? stopped ?? finished;
    fill(
      this.notice,
      ...noticeOf(this.situation, {
        cancel: (run) => {
          this.channel.post({ type: 'cancel', run });
        },
        act: (action) => {
          // A program that did not start is started first, which only the extension can do.
          const starts = this.situation.failure?.kind === 'notStarted';
          if (action === 'retry' && !starts && again !== undefined) {
            this.channel.post({ type: 'run', request: again.request, origin: again.origin });
          } else {
            this.channel.post({ type: 'act', action });
          }
        },
      }),
    );
  }

  private draw(): void {
    this.drawNotice();
    const { finished, stopped } = this.situation;
    const running = this.situation.running ?? (finished === undefined ? stopped : undefined);
    const isChart = finished === undefined || !this.asTable;
    const parts = running && isChart ? this.view.partial?.(running, this.theme, finished) : undefined;
    const isPromptKnown = finished === undefined && running?.tokens !== undefined;
    const shown = running !== undefined && (parts !== undefined || isPromptKnown) ? running : finished;
    if (shown !== undefined) {
      document.title = `${this.view.title}: ${shown.origin.label}`;
    }

    if (running !== undefined && shown === running) {
      this.drawRunning(running, parts ?? []);
    } else if (finished !== undefined) {
      this.drawFinished(finished);
    } else {
      // What was drawn before is of no run that is known any more.
      fill(this.root);
    }
  }

  /** Header and parts in the places that the finished result will have. */
  private drawRunning(running: Running<K>, parts: readonly Node[]): void {
    const { finished } = this.situation;
    const before = isSamePrompt(finished, running) ? finished?.result : undefined;
    const facts = { tokens: running.tokens ?? before?.tokens ?? [], position: undefined, settings: [] };
    const known = before?.model === undefined ? {} : { model: before.model };
    const header = headerOf(known, facts, this.headerActions(undefined));
    const main = h('main', {}, ...parts);
    if (finished !== undefined && isSamePlace(finished.origin, running.origin)) {
      // The result that is replaced was as high as the next one will be.
      header.style.minHeight = this.heightOf('header');
      main.style.minHeight = this.heightOf('main');
    }

    fill(
      this.root,
      header,
      this.view.crumbs !== undefined && crumbsPlace(),
      main,
      parts.length > 0 &&
        h('footer', {}, h('p', {}, this.situation.stopped ? 'Stopped: this is what was ready.' : 'Not finished yet.')),
    );
  }

  /** The height of a part as it is drawn now. */
  private heightOf(part: string): string {
    return `${this.root.querySelector(part)?.getBoundingClientRect().height ?? 0}px`;
  }

  private drawFinished(finished: Finished<K>): void {
    const crumbs = this.view.crumbs?.(finished) ?? [];
    const body = this.asTable ? this.twin(finished) : this.view.body(finished, this.theme);
    fill(
      this.root,
      headerOf(finished.result, this.view.facts(finished), this.headerActions(finished)),
      ...warningsOf(finished.result.warnings),
      crumbs.length > 0 && crumbsOf(crumbs),
      h('main', {}, ...body),
      h('footer', {}, ...this.view.footer(finished)),
    );
    // Charts draw in microtasks of their own, which come before this one.
    queueMicrotask(() => performance.mark('interp-drawn'));
  }

  private twin(finished: Finished<K>): readonly Node[] {
    const tables = this.view
      .tables(finished)
      .map((table) => h('div', { class: 'twin', tabindex: 0, role: 'region', 'aria-label': table.title }, tableElement(table)));
    const controls = this.view.twinControls?.(finished) ?? [];
    return [...(controls.length > 0 ? [h('p', { class: 'twin-controls' }, ...controls)] : []), ...tables];
  }

  private headerActions(finished: Finished<K> | undefined): HeaderActions {
    return {
      choose: finished && this.view.choose?.(finished),
      point: (position) => {
        this.point(position);
        this.channel.post(position === undefined ? { type: 'highlight' } : { type: 'highlight', position });
      },
      keys: [
        [
          't',
          this.asTable ? 'chart' : 'table',
          () => {
            this.toggleTable();
          },
        ],
        [
          'e',
          'export',
          () => {
            this.showExports();
          },
        ],
        ...(this.situation.settings.pinned
          ? [
              [
                'p',
                'pinned',
                () => {
                  this.togglePin();
                },
              ] as const,
            ]
          : []),
        [
          '?',
          'keys',
          () => {
            this.showHelp();
          },
        ],
      ],
    };
  }

  /** Marks a token in the header and in the drawing. */
  point(position: number | undefined): void {
    markToken(this.root, position);
    this.view.highlight?.(position);
  }

  private keys(): readonly Key[] {
    return [
      ...this.view.keys(this.situation.finished),
      {
        key: 't',
        does: 'table or chart',
        run: () => {
          this.toggleTable();
        },
      },
      {
        key: 'e',
        does: 'export',
        run: () => {
          this.showExports();
        },
      },
      {
        key: '?',
        does: 'this list',
        run: () => {
          this.showHelp();
        },
      },
      {
        key: 'p',
        does: 'pin the panel: keep this result and open others beside it',
        run: () => {
          this.togglePin();
        },
      },
    ];
  }

  private showHelp(): void {
    showKeys(`Keys of ${this.view.title}`, [{ key: 'Tab', does: 'to the next part' }, ...this.keys()]);
  }

  private togglePin(): void {
    this.channel.post({ type: 'pin', pinned: !this.situation.settings.pinned });
  }

  private toggleTable(): void {
    this.asTable = !this.asTable;
    this.keep();
    this.redraw();
    this.announcer.say(this.asTable ? 'Table with the same numbers.' : 'Chart.');
  }

  private showExports(): void {
    if (this.situation.finished !== undefined) {
      showExports(this.channel, this.view, this.situation.finished, this.theme);
    }
  }
}

function warningsOf(warnings: ResultOf[ViewKind]['warnings']): HTMLElement[] {
  return warnings.length === 0 ? [] : [h('ul', { class: 'warnings' }, ...warnings.map((warning) => h('li', {}, warning)))];
}
