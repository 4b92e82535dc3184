// Explain This Prediction, Show Lens: for the block of a link, or the one under the cursor.
import * as vscode from 'vscode';
import type { ViewKind } from '../../shared/viewProtocol.js';
import { commands } from '../commands.js';
import { showNoPrompt } from '../daemon/messages.js';
import type { Interp } from '../interp.js';
import type { ViewTarget } from '../panels/panels.js';
import { registerCommand } from './command.js';

const noPrompt = 'Put the cursor into a prompt: a block of an .interp file, or an interp fence in Markdown.';

export function registerBlockCommands(interp: Interp): void {
  const show = (kind: ViewKind) => async (argument: unknown) => {
    const target = linkTarget(argument) ?? (await targetUnderCursor(interp));
    if (target === undefined) {
      // Nobody waits for the answer to a message.
      void showNoPrompt(noPrompt);
      return;
    }

    await interp.panels.show(kind, target);
  };
  registerCommand(interp, commands.explain, show('contributions'));
  registerCommand(interp, commands.lens, show('lens'));
}

/** The block that a code lens or a hover names: `{ uri, block, position? }`. */
export function linkTarget(argument: unknown): ViewTarget | undefined {
  if (typeof argument !== 'object' || argument === null || !('uri' in argument) || !('block' in argument)) {
    return undefined;
  }

  const { uri, block } = argument;
  if (typeof uri !== 'string' || typeof block !== 'number') {
    return undefined;
  }

  const position = 'position' in argument && typeof argument.position === 'number' ? argument.position : undefined;
  return { uri: vscode.Uri.parse(uri), block, ...(position === undefined ? {} : { position }) };
}

/** The block under the cursor, or the selection that is being explored. */
export async function targetUnderCursor({ blocks, exploration }: Interp): Promise<ViewTarget | undefined> {
  const explored = exploration.target;
  if (explored !== undefined) {
    return explored;
  }

  const editor =
    vscode.window.activeTextEditor ?? vscode.window.visibleTextEditors.find(({ document }) => document.languageId === 'interp');
  if (editor === undefined || !['interp', 'markdown'].includes(editor.document.languageId)) {
    return undefined;
  }

  const place = await blocks.at(editor.document.uri, editor.selection.active);
  return place === undefined ? undefined : { uri: place.uri, block: place.block };
}
