// What panels ask of a block, and how they know that it has changed.
import * as vscode from 'vscode';
import type { Origin, RequestOf, ViewKind } from '../../shared/viewProtocol.js';
import { labelOf, selectionScheme, type BlockPlace } from '../documents/blocks.js';
import type { ViewPanel } from './viewPanel.js';

/** True where a panel shows the block of this place. */
export function isSameBlock(panel: ViewPanel, place: BlockPlace): boolean {
  return panel.origin?.uri === place.uri.toString() && panel.origin.block === place.block;
}

/** A position that a person chose is kept while the prompt still has it. */
export function positionOf(panel: ViewPanel, place: BlockPlace): number | undefined {
  const { request } = panel;
  const position = request !== undefined && 'position' in request ? request.position : undefined;
  return position !== undefined && position < (place.info.tokens?.length ?? 0) ? position : undefined;
}

/** What a new panel asks of a block. */
export function requestFor(kind: ViewKind, place: BlockPlace, position: number | undefined): RequestOf[ViewKind] {
  const document = { uri: place.uri.toString(), block: place.block };
  if (kind === 'lens') {
    return { method: 'lens', document };
  }

  return { method: 'explain', document, ...(position === undefined ? {} : { position }) };
}

export function originOf(place: BlockPlace): Origin {
  return { uri: place.uri.toString(), block: place.block, label: labelOf(place.info) };
}

/** Everything in the document that can change the block's results: its own text and the settings before the first block. */
export async function fingerprint(place: BlockPlace): Promise<string> {
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
