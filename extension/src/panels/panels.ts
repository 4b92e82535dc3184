// One panel of each kind that follows the cursor, and those that are pinned: opened by commands, restored after a reload.
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import { viewNames } from '../../shared/names.js';
import type { Failure, FromView, RequestOf, ViewKind } from '../../shared/viewProtocol.js';
import type { Daemon } from '../daemon/daemon.js';
import { failureOf } from '../daemon/failures.js';
import { showNoPrompt } from '../daemon/messages.js';
import type { BlockPlace, Blocks } from '../documents/blocks.js';
import { hasBlocks } from '../documents/blocks.js';
import type { TokenOutline } from '../documents/tokenOutline.js';
import { answerView } from './messages.js';
import { PanelMemory } from './panelMemory.js';
import { fingerprint, isSameBlock, originOf, positionOf, requestFor } from './requests.js';
import type { Shown } from './run.js';
import { ViewPanel, type PanelActions } from './viewPanel.js';

export const viewKinds: readonly ViewKind[] = ['lens', 'contributions'];
const followDelayMs = 250;
const forgotten: Failure = {
  kind: 'resultExpired',
  message: 'It is not known any more which prompt was shown here.',
  hint: 'Put the cursor into a prompt and run it again. The tour has prompts that show something.',
  actions: ['retry', 'openTour', 'openWalkthrough'],
};

export function viewType(kind: ViewKind): string {
  return `interp.${kind}`;
}

/** A block, and the token whose prediction is meant where it is not the block's own. */
export interface ViewTarget {
  readonly uri: vscode.Uri;
  readonly block: number;
  readonly position?: number;
}

export class Panels implements vscode.Disposable {
  /** In the order in which they were opened. */
  private readonly open = new Set<ViewPanel>();
  private readonly memory: PanelMemory;
  private readonly subscriptions: vscode.Disposable[] = [];
  private timer: NodeJS.Timeout | undefined;
  /** What happened since the views followed last. */
  private readonly happened = { moved: false, changed: false };
  private last: ViewPanel | undefined;
  private readonly shown = new vscode.EventEmitter<Shown<ViewKind>>();
  /** A result came in, or its panel came to the front. */
  readonly onDidShow = this.shown.event;

  constructor(
    private readonly extension: vscode.Uri,
    store: vscode.Memento,
    private readonly daemon: Daemon,
    private readonly blocks: Blocks,
    private readonly outline: TokenOutline,
  ) {
    this.memory = new PanelMemory(store);
    this.subscriptions.push(
      vscode.window.onDidChangeTextEditorSelection(({ textEditor, kind }) => {
        // The editor itself moves cursors without saying how, when it brings a window back.
        this.happened.moved ||= kind !== undefined;
        this.followSoon(textEditor);
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        const editor = vscode.window.visibleTextEditors.find((visible) => visible.document === document);
        if (editor !== undefined) {
          this.happened.changed = true;
          this.followSoon(editor);
        }
      }),
      ...viewKinds.map((kind) =>
        vscode.window.registerWebviewPanelSerializer(viewType(kind), {
          deserializeWebviewPanel: async (panel, state: unknown) => {
            const note = this.memory.claim(kind, state);
            const view = this.adopt(kind, panel, note?.id);
            await (note === undefined ? this.showAgain(view) : view.restore(note));
          },
        }),
      ),
    );
  }

  /** The panel that a person looked at last. */
  get active(): ViewPanel | undefined {
    return this.last;
  }

  /** Shows a block in the panel of this kind, which is opened beside the editor where there is none. */
  async show(kind: ViewKind, target: ViewTarget): Promise<void> {
    const place = await this.blocks.byNumber(target.uri, target.block);
    if (place === undefined) {
      void showNoPrompt('There is no prompt here: a block of an .interp file, or an interp fence in Markdown, is one.');
      return;
    }

    const panel = this.reveal(kind);
    panel.followed = await fingerprint(place);
    await panel.run(requestFor(kind, place, target.position), originOf(place), place.info.tokens);
  }

  /** Runs again what a panel shows. One of which nothing is known shows the block under the cursor, as a new panel would. */
  async showAgain(view: ViewPanel): Promise<void> {
    if (view.request !== undefined && view.origin !== undefined) {
      await view.run(view.request, view.origin);
      return;
    }

    try {
      const place = await this.placeInSight();
      if (place === undefined) {
        view.fail(forgotten);
        this.whenInSight(
          () => this.open.has(view) && view.request === undefined,
          () => this.showAgain(view),
        );
      } else {
        view.followed = await fingerprint(place);
        await view.run(requestFor(view.kind, place, undefined), originOf(place), place.info.tokens);
      }
    } catch (error) {
      view.fail(failureOf(error));
    }
  }

  /** Runs again what is shown and not pinned: it would be another result now. */
  recompute(): void {
    for (const view of this.open) {
      if (!view.pinned && view.panel.visible && view.request !== undefined) {
        void this.showAgain(view);
      }
    }
  }

  /** Shows a request as it is: a view's link to another view. */
  async showRequest(kind: ViewKind, request: RequestOf[ViewKind], from: ViewPanel): Promise<void> {
    const panel = this.reveal(kind);
    panel.followed = from.followed;
    await panel.run(request, from.origin ?? { label: viewNames[kind] });
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.shown.dispose();
    for (const subscription of this.subscriptions) {
      subscription.dispose();
    }
  }

  /** The block under the cursor of a document that is shown. */
  private async placeInSight(): Promise<BlockPlace | undefined> {
    const editors = [vscode.window.activeTextEditor, ...vscode.window.visibleTextEditors];
    const editor = editors.find((shown) => shown !== undefined && hasBlocks(shown.document));
    return editor === undefined ? undefined : this.blocks.at(editor.document.uri, editor.selection.active);
  }

  /** Acts once a document with prompts is shown: after a reload, views and documents come back in any order. */
  private whenInSight(isWanted: () => boolean, act: () => Promise<void>): void {
    const listener = vscode.window.onDidChangeVisibleTextEditors((editors) => {
      if (!isWanted()) {
        listener.dispose();
      } else if (editors.some(({ document }) => hasBlocks(document))) {
        listener.dispose();
        void act();
      }
    });
    this.subscriptions.push(listener);
  }

  private reveal(kind: ViewKind): ViewPanel {
    const existing = [...this.open].findLast((view) => view.kind === kind && !view.pinned);
    if (existing !== undefined) {
      existing.panel.reveal(undefined, true);
      return existing;
    }

    const place = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    return this.adopt(
      kind,
      vscode.window.createWebviewPanel(viewType(kind), viewNames[kind], place, { enableFindWidget: false }),
    );
  }

  private adopt(kind: ViewKind, panel: vscode.WebviewPanel, id: string = randomUUID()): ViewPanel {
    const view = new ViewPanel(id, kind, panel, this.extension, this.daemon, this.actions());
    this.open.add(view);
    this.last = view;
    return view;
  }

  private actions(): PanelActions {
    return {
      handle: (panel, message: FromView) =>
        answerView({ daemon: this.daemon, blocks: this.blocks, panels: this, outline: this.outline }, panel, message),
      showing: (panel) => {
        this.last = panel;
        void vscode.commands.executeCommand('setContext', 'interp.hasResult', panel.shown !== undefined);
        if (panel.shown !== undefined) {
          this.shown.fire(panel.shown);
        }
      },
      changed: (note) => {
        this.memory.note(note);
      },
      closed: (panel) => {
        this.open.delete(panel);
        this.memory.forget(panel.id);
        if (this.last === panel) {
          this.last = [...this.open].at(-1);
          void vscode.commands.executeCommand('setContext', 'interp.hasResult', this.last?.shown !== undefined);
        }

        this.outline.clear();
      },
    };
  }

  private followSoon(editor: vscode.TextEditor): void {
    if (this.open.size === 0 || !['interp', 'markdown'].includes(editor.document.languageId)) {
      return;
    }

    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.follow(editor).catch((error: unknown) => {
        this.daemon.log.debug(`The views do not follow: ${String(error)}`);
      });
    }, followDelayMs);
  }

  /** Views that are not pinned show the block under the cursor; all of them mark its token. */
  private async follow(editor: vscode.TextEditor): Promise<void> {
    if (this.daemon.state !== 'running') {
      return;
    }

    const happened = { ...this.happened };
    Object.assign(this.happened, { moved: false, changed: false });
    const place = await this.blocks.at(editor.document.uri, editor.selection.active);
    if (place === undefined || place.info.request.text === '') {
      return;
    }

    const now = await fingerprint(place);
    for (const panel of this.open) {
      const same = isSameBlock(panel, place);
      // A restored view keeps what it shows until a person moves the cursor to another block, or its own text changes.
      const isLed = panel.followed !== undefined || (same ? happened.changed : happened.moved);
      if (!panel.pinned && panel.panel.visible && panel.followed !== now && isLed) {
        panel.followed = now;
        void panel.run(
          requestFor(panel.kind, place, same ? positionOf(panel, place) : undefined),
          originOf(place),
          place.info.tokens,
        );
      }

      if (same) {
        panel.post(place.token === undefined ? { type: 'highlight' } : { type: 'highlight', position: place.token });
      }
    }
  }
}
