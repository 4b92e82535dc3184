// Commands whose failures are said once and in words.
import * as vscode from 'vscode';
import { showFailure } from '../daemon/messages.js';
import type { Interp } from '../interp.js';

/** Registers a command; arguments come from links and keybindings and are checked by the command itself. */
export function registerCommand(interp: Interp, name: string, run: (argument: unknown) => Promise<void>): void {
  interp.context.subscriptions.push(
    vscode.commands.registerCommand(name, async (argument: unknown) => {
      try {
        await run(argument);
      } catch (error) {
        interp.log.error(`${name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
        await showFailure(error);
      }
    }),
  );
}
