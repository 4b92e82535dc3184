// One panel of each kind that follows the cursor, and those that are pinned: opened by commands, restored after a reload.
import * as vscode from 'vscode';
import type { Failure, FromView, RequestOf, ViewKind } from '../../shared/viewProtocol.js';
import type { Daemon } from '../daemon/daemon.js';
import { failureOf } from '../daemon/failures.js';
import type { BlockPlace, Blocks } from '../documents/blocks.js';
import { hasBlocks } from '../documents/blocks.js';
import type { TokenOutline } from '../documents/tokenOutline.js';
import { answerView } from './messages.js';
import { fingerprint, isSameBlock, originOf, positionOf, requestFor } from './requests.js';
import { titles, type Shown } from './run.js';
import { ViewPanel, type PanelActions } from './viewPanel.js';

export const viewKinds: readonly ViewKind[] = ['lens', 'contributions'];
const followDelayMs = 250;
const forgotten: Failure = {
  kind: 'resultExpired',
  message: 'It is not known any more which prompt was shown here.',
  hint: 'Put the cursor into a prompt and run it again.',
  actions: ['retry'],
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
  /** Those that new results go to. */
  private readonly open = new Map<ViewKind, ViewPanel>();
  private readonly pinned = new Set<ViewPanel>();
  private readonly subscriptions: vscode.Disposable[] = [];
  private timer: NodeJS.Timeout | undefined;
  private last: ViewPanel | undefined;
  private readonly shown = new vscode.EventEmitter<Shown<ViewKind>>();
  /** A result came in, or its panel came to the front. */
  readonly onDidShow = this.shown.event;

  constructor(
    private readonly extension: vscode.Uri,
    private readonly daemon: Daemon,
    private readonly blocks: Blocks,
    private readonly outline: TokenOutline,
  ) {
    this.subscriptions.push(
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
        this.followSoon(textEditor);
      }),
      vscode.workspace.onDidChangeTextDocument(({ document }) => {
        const editor = vscode.window.visibleTextEditors.find((visible) => visible.document === document);
        if (editor !== undefined) {
          this.followSoon(editor);
        }
      }),
      ...viewKinds.map((kind) =>
        vscode.window.registerWebviewPanelSerializer(viewType(kind), {
          deserializeWebviewPanel: async (panel, state: unknown) => {
            const view = this.adopt(kind, panel);
            view.pinned = isPinned(state);
            if (!hasRequest(state)) {
              await this.showAgain(view);
            }
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
      void vscode.window.showInformationMessage(
        'There is no prompt here: a block of an .interp file, or an interp fence in Markdown, is one.',
      );
      return;
    }

    const panel = this.reveal(kind);
    panel.followed = await fingerprint(place);
    await panel.run(requestFor(kind, place, target.position), originOf(place), place.info.tokens);
  }

  /**
   * Runs again what a panel shows. One whose page kept nothing, because the window was left too quickly, shows the block
   * under the cursor as a new panel would.
   */
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
          () => this.open.get(view.kind) === view && view.request === undefined,
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

  /** Shows a request as it is: a view's link to another view. */
  async showRequest(kind: ViewKind, request: RequestOf[ViewKind], from: ViewPanel): Promise<void> {
    const panel = this.reveal(kind);
    panel.followed = from.followed;
    await panel.run(request, from.origin ?? { label: titles[kind] });
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
    const existing = this.open.get(kind);
    if (existing !== undefined && !existing.pinned) {
      existing.panel.reveal(undefined, true);
      return existing;
    }

    const place = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    return this.adopt(kind, vscode.window.createWebviewPanel(viewType(kind), titles[kind], place, { enableFindWidget: false }));
  }

  private adopt(kind: ViewKind, panel: vscode.WebviewPanel): ViewPanel {
    const before = this.open.get(kind);
    if (before?.pinned === true) {
      this.pinned.add(before);
    } else {
      before?.panel.dispose();
    }

    const view = new ViewPanel(kind, panel, this.extension, this.daemon, this.actions());
    this.open.set(kind, view);
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
      closed: (panel) => {
        this.pinned.delete(panel);
        if (this.open.get(panel.kind) === panel) {
          this.open.delete(panel.kind);
        }

        if (this.last === panel) {
          this.last = [...this.open.values()].at(-1);
          void vscode.commands.executeCommand('setContext', 'interp.hasResult', this.last?.shown !== undefined);
        }

        this.outline.clear();
      },
    };
  }

  private followSoon(editor: vscode.TextEditor): void {
    if (this.open.size + this.pinned.size === 0 || !['interp', 'markdown'].includes(editor.document.languageId)) {
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

    const place = await this.blocks.at(editor.document.uri, editor.selection.active);
    if (place === undefined || place.info.request.text === '') {
      return;
    }

    const now = await fingerprint(place);
    for (const panel of [...this.open.values(), ...this.pinned]) {
      if (!panel.pinned && panel.panel.visible && panel.followed !== now) {
        const same = isSameBlock(panel, place);
        panel.followed = now;
        void panel.run(
          requestFor(panel.kind, place, same ? positionOf(panel, place) : undefined),
          originOf(place),
          place.info.tokens,
        );
      }

      if (isSameBlock(panel, place)) {
        panel.post(place.token === undefined ? { type: 'highlight' } : { type: 'highlight', position: place.token });
      }
    }
  }
}

/** True where the page kept that it was pinned. */
function isPinned(state: unknown): boolean {
  return typeof state === 'object' && state !== null && 'pinned' in state && state.pinned === true;
}

/** True where the page kept what it asked for: then it asks again by itself. */
function hasRequest(state: unknown): boolean {
  return typeof state === 'object' && state !== null && 'request' in state;
}
