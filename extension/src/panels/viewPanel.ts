// A view beside the editor: it shows the block under the cursor while it is not pinned.
import * as vscode from 'vscode';
import type { TokenInfo } from '../../shared/contracts.js';
import { viewNames } from '../../shared/names.js';
import type { PageState } from '../../shared/state.js';
import {
  isFromView,
  isRefusal,
  isSamePlace,
  type Failure,
  type FromView,
  type Origin,
  type RequestOf,
  type ToView,
  type ViewKind,
} from '../../shared/viewProtocol.js';
import type { Daemon } from '../daemon/daemon.js';
import { pageOf, viewsFolder } from './page.js';
import type { NotedView } from './panelMemory.js';
import { runForView, type Shown } from './run.js';

/** What a panel leaves to others. */
export interface PanelActions {
  /** Messages that have nothing to do with running: exports, the clipboard, links between views. */
  handle(panel: ViewPanel, message: FromView): Promise<void>;
  /** A new result is shown, or the panel came to the front. */
  showing(panel: ViewPanel): void;
  /** What it shows, or how, is another: a reload must bring it back. */
  changed(note: NotedView): void;
  closed(panel: ViewPanel): void;
}

export class ViewPanel {
  private pinned_ = false;
  /** What the panel follows: changes when the document does. Undefined in a panel that was restored and has followed nothing yet. */
  followed: string | undefined;
  /** What its page told last of itself. */
  private page: PageState | undefined;
  private runs = 0;
  private current: vscode.CancellationTokenSource | undefined;
  private shown_: Shown<ViewKind> | undefined;
  private asked: { readonly request: RequestOf[ViewKind]; readonly origin: Origin } | undefined;
  /** Why nothing was asked yet. */
  private failure: Failure | undefined;
  private ready = false;
  private readonly waiting: ToView[] = [];

  constructor(
    readonly id: string,
    readonly kind: ViewKind,
    readonly panel: vscode.WebviewPanel,
    extension: vscode.Uri,
    private readonly daemon: Daemon,
    private readonly actions: PanelActions,
  ) {
    panel.webview.options = { enableScripts: true, localResourceRoots: [viewsFolder(extension)] };
    panel.iconPath = {
      light: vscode.Uri.joinPath(extension, 'images', 'file-light.svg'),
      dark: vscode.Uri.joinPath(extension, 'images', 'file-dark.svg'),
    };
    panel.webview.onDidReceiveMessage((message: unknown) => {
      if (isFromView(message)) {
        void this.receive(message);
      }
    });
    panel.onDidChangeViewState(() => {
      // A hidden page is dropped by the editor and made again when it is shown: then it says that it is ready.
      this.ready &&= panel.visible;
      if (panel.active) {
        actions.showing(this);
      }
    });
    panel.onDidDispose(() => {
      this.current?.cancel();
      actions.closed(this);
    });
    panel.webview.html = pageOf(panel.webview, extension, kind, panel.title);
  }

  /** True while it keeps its result when the cursor leaves the block, and others are opened beside it. */
  get pinned(): boolean {
    return this.pinned_;
  }

  set pinned(pinned: boolean) {
    this.pinned_ = pinned;
    this.entitle();
    this.sendSettings();
    this.note();
  }

  /** What a reload must bring back; undefined while nothing was asked. */
  get noted(): NotedView | undefined {
    return (
      this.asked && {
        id: this.id,
        kind: this.kind,
        request: this.asked.request,
        origin: this.asked.origin,
        pinned: this.pinned,
        ...(this.page && { page: this.page }),
      }
    );
  }

  /** Runs again what a panel of before a reload has shown. */
  async restore({ request, origin, pinned, page }: NotedView): Promise<void> {
    this.page = page;
    this.pinned_ = pinned;
    await this.run(request, origin);
  }

  /** The last finished result. */
  get shown(): Shown<ViewKind> | undefined {
    return this.shown_;
  }

  /** Where the result, or the one being computed, comes from. */
  get origin(): Origin | undefined {
    return this.asked?.origin;
  }

  get request(): RequestOf[ViewKind] | undefined {
    return this.asked?.request;
  }

  /** Runs a request and shows its result; what ran before is cancelled. */
  async run(request: RequestOf[ViewKind], origin: Origin, tokens?: readonly TokenInfo[]): Promise<void> {
    this.current?.cancel();
    const source = new vscode.CancellationTokenSource();
    this.current = source;
    this.asked = { request, origin };
    this.failure = undefined;
    this.entitle();
    this.note();
    if (this.shown_ !== undefined && !isSamePlace(this.shown_.origin, origin)) {
      // The page drops it, too: what is shown is always of the place that the title names.
      this.shown_ = undefined;
    }

    const run = (this.runs += 1);
    const post = (message: ToView): void => {
      if (run === this.runs) {
        this.post(message);
      }
    };
    const ended = await runForView(
      this.daemon,
      this.kind,
      { run, request, origin, ...(tokens === undefined ? {} : { tokens }) },
      post,
      source.token,
    );
    if (run !== this.runs || ended === undefined) {
      return;
    }

    if ('result' in ended) {
      this.shown_ = ended;
    } else if (isRefusal(ended)) {
      // The page drops it, too: it is no answer to what was asked now.
      this.shown_ = undefined;
    }

    this.actions.showing(this);
  }

  /** Says why there is nothing to show, until there is. */
  fail(failure: Failure): void {
    this.failure = failure;
    this.post({ type: 'failure', run: this.runs, failure });
  }

  post(message: ToView): void {
    if (this.ready) {
      void this.panel.webview.postMessage(message);
    } else if (this.panel.visible) {
      this.waiting.push(message);
    }
  }

  private async receive(message: FromView): Promise<void> {
    switch (message.type) {
      case 'ready':
        this.becomeReady();
        return;
      case 'keep':
        this.page = message.page;
        this.note();
        return;
      case 'run':
        await this.run(message.request, message.origin);
        return;
      case 'cancel':
        if (message.run === this.runs) {
          this.current?.cancel();
        }

        return;
      case 'pin':
        this.pinned = message.pinned;
        return;
      default:
        await this.actions.handle(this, message);
    }
  }

  /** A page that was made anew gets the result again; one that was just opened gets what has gathered meanwhile. */
  private becomeReady(): void {
    const waiting = this.waiting.splice(0);
    this.ready = true;
    this.post({ type: 'panel', panel: this.id, ...(this.page && { page: this.page }) });
    this.sendSettings();
    if (this.shown_ !== undefined && this.shown_.run === this.runs) {
      this.post({ type: 'show', ...this.shown_ });
      return;
    }

    for (const message of waiting) {
      this.post(message);
    }

    if (waiting.length > 0) {
      return;
    }

    if (this.asked !== undefined) {
      void this.run(this.asked.request, this.asked.origin);
    } else if (this.failure !== undefined) {
      this.fail(this.failure);
    }
  }

  private entitle(): void {
    // A panel that is restored keeps its title until it is known what it shows.
    if (this.origin !== undefined) {
      this.panel.title = `${viewNames[this.kind]}: ${this.origin.label}${this.pinned ? ' (pinned)' : ''}`;
    }
  }

  private note(): void {
    if (this.noted !== undefined) {
      this.actions.changed(this.noted);
    }
  }

  private sendSettings(): void {
    const reduced = vscode.workspace.getConfiguration('workbench').get<string>('reduceMotion') === 'on';
    this.post({ type: 'settings', settings: { pinned: this.pinned, reducedMotion: reduced } });
  }
}
