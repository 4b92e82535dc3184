// Blocks of documents as the daemon reads them, and the places of their tokens.
import * as vscode from 'vscode';
import type { DocumentBlockResult, DocumentRequest, TextRange } from '../../shared/contracts.js';
import type { Daemon } from '../daemon/daemon.js';
import { methods } from '../daemon/methods.js';

/** Scheme of the names of explored selections, which no file has. */
export const selectionScheme = 'interp-selection';

/** Documents whose prompts the daemon reads. */
export const documentSelector: readonly { readonly scheme: string; readonly language: string }[] = [
  { scheme: 'file', language: 'interp' },
  { scheme: 'untitled', language: 'interp' },
  { scheme: 'vscode-remote', language: 'interp' },
  { scheme: 'file', language: 'markdown' },
  { scheme: 'untitled', language: 'markdown' },
  { scheme: 'vscode-remote', language: 'markdown' },
];

/** A block of a document, perhaps at one of its tokens. */
export interface BlockPlace {
  readonly uri: vscode.Uri;
  readonly block: number;
  readonly info: DocumentBlockResult;
  /** Position of the token in the prompt, where the place asked for is in the prompt. */
  readonly token: number | undefined;
}

/** True for documents that have blocks. */
export function hasBlocks(document: vscode.TextDocument): boolean {
  return document.languageId === 'interp' || (document.languageId === 'markdown' && hasFence(document));
}

/** True for a Markdown document with a fence named interp: the daemon is not started for others. */
export function hasFence(document: vscode.TextDocument): boolean {
  return /^\s*(`{3,}|~{3,})\s*interp\b/im.test(document.getText());
}

export class Blocks {
  constructor(private readonly daemon: Daemon) {}

  /**
   * The block at a place of a document; between blocks the one before, above the first that one. In Markdown only within its fence: what stands
   * around it is no prompt. Undefined where there is none.
   */
  async at(uri: vscode.Uri, position: vscode.Position, token?: vscode.CancellationToken): Promise<BlockPlace | undefined> {
    const place = await this.read(uri, { position: { line: position.line, character: position.character } }, token);
    const document = vscode.workspace.textDocuments.find((open) => open.uri.toString() === uri.toString());
    return place === undefined || (document?.languageId === 'markdown' && !rangeOf(place.info.range).contains(position))
      ? undefined
      : { ...place, token: tokenAt(place.info, position) };
  }

  /** A block by its number, with its tokens. */
  byNumber(uri: vscode.Uri, block: number, token?: vscode.CancellationToken): Promise<BlockPlace | undefined> {
    return this.read(uri, { block }, token);
  }

  private async read(
    uri: vscode.Uri,
    place: Pick<DocumentRequest, 'position' | 'block'>,
    token?: vscode.CancellationToken,
  ): Promise<BlockPlace | undefined> {
    const { first, blocks } = await this.daemon.request(
      methods.document,
      { textDocument: { uri: uri.toString() }, ...place, count: 1 },
      token === undefined ? {} : { token },
    );
    const info = blocks[0];
    return info && { uri, block: first, info, token: undefined };
  }
}

/** The token that holds a position of the text; at a border, the one that begins there. */
export function tokenAt(info: DocumentBlockResult, position: vscode.Position): number | undefined {
  const tokens = info.tokens ?? [];
  const found = tokens.findIndex(({ range }) => {
    const own = rangeOf(range);
    return !own.isEmpty && own.contains(position) && !own.end.isEqual(position);
  });
  if (found >= 0) {
    return found;
  }

  const before = tokens.findLastIndex(({ range }) => rangeOf(range).end.isEqual(position) && !rangeOf(range).isEmpty);
  return before < 0 ? undefined : before;
}

export function rangeOf({ start, end }: TextRange): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

/** The name of a block for people: its own, or how its prompt begins. */
export function labelOf(info: DocumentBlockResult): string {
  const beginning = info.request.text.trim().split('\n')[0] ?? '';
  const short = beginning.length > 40 ? `${beginning.slice(0, 39)}…` : beginning;
  return info.name === '' ? short : info.name;
}
