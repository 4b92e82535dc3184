// Hovers come from the daemon; one that is asked for while it starts is answered as soon as it runs.
import * as vscode from 'vscode';
import type { Middleware } from 'vscode-languageclient/node';
import { documentSelector, hasBlocks } from '../documents/blocks.js';
import type { Interp } from '../interp.js';

/** The walkthrough notes the first hover. */
export function hoverMiddleware(): Middleware {
  let noted = false;
  return {
    provideHover: async (document, position, token, next) => {
      const hover = await next(document, position, token);
      if (hover && !noted) {
        noted = true;
        void vscode.commands.executeCommand('setContext', 'interp.hovered', true);
      }

      return hover;
    },
  };
}

/** Between two daemons nobody else answers hovers: the language client's provider comes and goes with its process. */
export function registerHover({ context, daemon, log }: Interp): void {
  const provideHover = async (
    document: vscode.TextDocument,
    position: vscode.Position,
    token: vscode.CancellationToken,
  ): Promise<vscode.Hover | undefined> => {
    if ((daemon.state !== 'starting' && daemon.state !== 'waiting') || !hasBlocks(document)) {
      return undefined;
    }

    try {
      const client = await daemon.client();
      if (token.isCancellationRequested) {
        return undefined;
      }

      const { HoverRequest } = await import('vscode-languageclient/node');
      const { code2ProtocolConverter: to, protocol2CodeConverter: from } = client;
      const asked = to.asTextDocumentPositionParams(document, position);
      return from.asHover(await client.sendRequest(HoverRequest.type, asked, token)) ?? undefined;
    } catch (error) {
      // Why it does not start has been said.
      log.debug(`No hover: ${String(error)}`);
      return undefined;
    }
  };
  context.subscriptions.push(vscode.languages.registerHoverProvider([...documentSelector], { provideHover }));
}
