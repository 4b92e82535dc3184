// Commands whose failures are said once and in words.
import * as vscode from 'vscode';
import { showFailure } from '../daemon/messages.js';
import { StartProblem } from '../daemon/problems.js';
import type { Interp } from '../interp.js';

/** Registers a command; arguments come from links and keybindings and are checked by the command itself. */
export function registerCommand(interp: Interp, name: string, run: (argument: unknown) => Promise<void>): void {
  interp.context.subscriptions.push(
    vscode.commands.registerCommand(name, async (argument: unknown) => {
      try {
        await run(argument);
      } catch (error) {
        interp.log.error(`${name}: ${wordsOf(error)}`);
        await showFailure(error);
      }
    }),
  );
}

/** What a person can mend needs no stack; anything else does. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }

  return error instanceof StartProblem || 'code' in error ? error.message : (error.stack ?? error.message);
}
