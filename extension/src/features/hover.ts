// Hovers come from the daemon; the walkthrough notes the first one.
import * as vscode from 'vscode';
import type { Middleware } from 'vscode-languageclient/node';

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
