// One panel of each kind: opened by commands, following the cursor, restored after a reload.
import * as vscode from 'vscode';
import type { FromView, RequestOf, ViewKind } from '../../shared/viewProtocol.js';
import type { Daemon } from '../daemon/daemon.js';
import type { BlockPlace, Blocks } from '../documents/blocks.js';
import { labelOf, selectionScheme } from '../documents/blocks.js';
import type { TokenOutline } from '../documents/tokenOutline.js';
import { answerView } from './messages.js';
import type { Shown } from './run.js';
import { ViewPanel, type PanelActions } from './viewPanel.js';

const titles: Readonly<Record<ViewKind, string>> = { lens: 'Lens', contributions: 'Explain' };
export const viewKinds: readonly ViewKind[] = ['lens', 'contributions'];
const followDelayMs = 250;

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
  private readonly open = new Map<ViewKind, ViewPanel>();
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
          deserializeWebviewPanel: (panel) => {
            this.adopt(kind, panel);
            return Promise.resolve();
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

  private reveal(kind: ViewKind): ViewPanel {
    const existing = this.open.get(kind);
    if (existing !== undefined) {
      existing.panel.reveal(undefined, true);
      return existing;
    }

    const place = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    return this.adopt(kind, vscode.window.createWebviewPanel(viewType(kind), titles[kind], place, { enableFindWidget: false }));
  }

  private adopt(kind: ViewKind, panel: vscode.WebviewPanel): ViewPanel {
    this.open.get(kind)?.panel.dispose();
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

    const place = await this.blocks.at(editor.document.uri, editor.selection.active);
    if (place === undefined || place.info.request.text === '') {
      return;
    }

    const now = await fingerprint(place);
    for (const panel of this.open.values()) {
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

function isSameBlock(panel: ViewPanel, place: BlockPlace): boolean {
  return panel.origin?.uri === place.uri.toString() && panel.origin.block === place.block;
}

/** A position that a person chose is kept while the prompt still has it. */
function positionOf(panel: ViewPanel, place: BlockPlace): number | undefined {
  const { request } = panel;
  const position = request !== undefined && 'position' in request ? request.position : undefined;
  return position !== undefined && position < (place.info.tokens?.length ?? 0) ? position : undefined;
}

function requestFor(kind: ViewKind, place: BlockPlace, position: number | undefined): RequestOf[ViewKind] {
  const document = { uri: place.uri.toString(), block: place.block };
  if (kind === 'lens') {
    return { method: 'lens', document };
  }

  return { method: 'explain', document, ...(position === undefined ? {} : { position }) };
}

function originOf(place: BlockPlace): { uri: string; block: number; label: string } {
  return { uri: place.uri.toString(), block: place.block, label: labelOf(place.info) };
}

/** Everything in the document that can change the block's results: its own text and the settings before the first block. */
async function fingerprint(place: BlockPlace): Promise<string> {
  if (place.uri.scheme === selectionScheme) {
    return place.uri.toString();
  }

  const document = await vscode.workspace.openTextDocument(place.uri);
  const { start, end } = place.info.range;
  const own = document.getText(new vscode.Range(start.line, start.character, end.line, end.character));
  const text = document.getText();
  const first = text.search(/^###/m);
  return `${place.uri.toString()} ${place.block}\n${first < 0 ? '' : text.slice(0, first)}\n${own}`;
}
