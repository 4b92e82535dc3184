// Explore Selection as Prompt: a selection of any file is a prompt until Escape; its tokens are outlined and hover works on them.
import * as vscode from 'vscode';
import { commands } from '../commands.js';
import type { Daemon } from '../daemon/daemon.js';
import { rangeOf, selectionScheme, type Blocks } from '../documents/blocks.js';
import { promptSelection } from '../documents/promptSelection.js';
import type { TokenOutline } from '../documents/tokenOutline.js';
import type { Interp } from '../interp.js';
import type { ViewTarget } from '../panels/panels.js';
import { registerCommand } from './command.js';

/** The daemon reads a document of this language as one prompt, word for word. */
const promptLanguage = 'plaintext';
const mostCharacters = 100_000;

interface Explored {
  /** Its name at the daemon; no file has it. */
  readonly uri: vscode.Uri;
  readonly document: vscode.TextDocument;
  readonly version: number;
  readonly range: vscode.Range;
  readonly hover: vscode.Disposable;
}

export class Exploration implements vscode.Disposable {
  private current: Explored | undefined;
  private count = 0;

  constructor(
    private readonly daemon: Daemon,
    private readonly blocks: Blocks,
    private readonly outline: TokenOutline,
  ) {}

  get target(): ViewTarget | undefined {
    return this.current === undefined ? undefined : { uri: this.current.uri, block: 0 };
  }

  /** Makes a stretch of a document a prompt of its own and outlines its tokens. */
  async begin(editor: vscode.TextEditor, range: vscode.Range): Promise<void> {
    await this.end();
    const text = editor.document.getText(range);
    const client = await this.daemon.client();
    const uri = vscode.Uri.from({
      scheme: selectionScheme,
      path: `/${(this.count += 1)}/${editor.document.fileName.split(/[/\\]/).at(-1) ?? 'selection'}`,
    });
    await client.sendNotification('textDocument/didOpen', {
      textDocument: { uri: uri.toString(), languageId: promptLanguage, version: 1, text },
    });
    this.current = {
      uri,
      document: editor.document,
      version: editor.document.version,
      range,
      hover: vscode.languages.registerHoverProvider(
        { scheme: editor.document.uri.scheme, language: editor.document.languageId },
        this.hovers(),
      ),
    };
    await vscode.commands.executeCommand('setContext', 'interp.exploring', true);
    const place = await this.blocks.byNumber(uri, 0);
    const tokens = place?.info.tokens ?? [];
    this.outline.show(
      editor,
      tokens.map((token) => outward(rangeOf(token.range), range.start)).filter((own) => !own.isEmpty),
    );
    vscode.window.setStatusBarMessage(`$(eye) ${tokens.length} tokens · hover for what comes next · Escape ends it`, 8000);
  }

  async end(): Promise<void> {
    const ended = this.current;
    if (ended === undefined) {
      return;
    }

    this.current = undefined;
    ended.hover.dispose();
    this.outline.clearAll();
    await vscode.commands.executeCommand('setContext', 'interp.exploring', false);
    if (this.daemon.state === 'running') {
      const client = await this.daemon.client();
      await client.sendNotification('textDocument/didClose', { textDocument: { uri: ended.uri.toString() } });
    }
  }

  /** True for the document whose text is explored, once it is no longer the same text. */
  isChanged(document: vscode.TextDocument): boolean {
    return this.current?.document === document && this.current.version !== document.version;
  }

  dispose(): void {
    this.current?.hover.dispose();
    this.current = undefined;
  }

  private hovers(): vscode.HoverProvider {
    return {
      provideHover: async (document, position, token) => {
        const explored = this.current;
        if (explored?.document !== document || !explored.range.contains(position)) {
          return undefined;
        }

        const client = await this.daemon.client();
        const { start } = explored.range;
        const asked = { textDocument: { uri: explored.uri.toString() }, position: inward(position, start) };
        const { HoverRequest } = await import('vscode-languageclient/node');
        const answer = await client.sendRequest(HoverRequest.type, asked, token);
        const hover = client.protocol2CodeConverter.asHover(answer);
        if (hover?.range !== undefined) {
          hover.range = outward(hover.range, start);
        }

        return hover;
      },
    };
  }
}

export function registerExploration(interp: Interp): void {
  const { context, daemon, exploration } = interp;
  registerCommand(interp, commands.exploreSelection, async () => {
    const editor = vscode.window.activeTextEditor;
    const meant = editor === undefined ? undefined : promptSelection(editor.document, editor.selection);
    if (editor === undefined || meant === undefined) {
      void vscode.window.showInformationMessage('Select the text that is to be the prompt, or put the cursor into a line of it.');
      return;
    }

    const range = new vscode.Range(meant.start.line, meant.start.character, meant.end.line, meant.end.character);
    const length = editor.document.offsetAt(range.end) - editor.document.offsetAt(range.start);
    if (length > mostCharacters) {
      void vscode.window.showInformationMessage(
        `The selection has ${length.toLocaleString('en')} characters; a prompt has at most ${mostCharacters.toLocaleString('en')}.`,
      );
      return;
    }

    await exploration.begin(editor, range);
  });
  registerCommand(interp, commands.endExploration, () => exploration.end());
  context.subscriptions.push(
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (exploration.isChanged(document)) {
        void exploration.end();
      }
    }),
    daemon.onDidChangeState((state) => {
      // A new daemon does not know the selection.
      if (state !== 'running') {
        void exploration.end();
      }
    }),
  );
}

/** A place of the document as a place of the selection. */
function inward(position: vscode.Position, start: vscode.Position): { line: number; character: number } {
  return {
    line: position.line - start.line,
    character: position.line === start.line ? position.character - start.character : position.character,
  };
}

/** A range of the selection as a range of the document. */
function outward(range: vscode.Range, start: vscode.Position): vscode.Range {
  const place = ({ line, character }: vscode.Position): vscode.Position =>
    new vscode.Position(line + start.line, line === 0 ? character + start.character : character);
  return new vscode.Range(place(range.start), place(range.end));
}
