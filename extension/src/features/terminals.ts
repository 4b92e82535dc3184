// `interp` in the editor's own terminals is the program of the extension, so that a copied command line runs there.
import * as path from 'node:path';
import { findExecutable } from '../daemon/executable.js';
import { StartProblem } from '../daemon/problems.js';
import type { Interp } from '../interp.js';

export function registerTerminals({ context, log }: Interp): void {
  const variables = context.environmentVariableCollection;
  variables.description = 'Adds the program interp.';
  try {
    const { path: program } = findExecutable({
      setting: '',
      extensionPath: context.extensionPath,
      platform: process.platform,
    });
    variables.append('PATH', `${path.delimiter}${path.dirname(program)}`);
  } catch (error) {
    if (!(error instanceof StartProblem)) {
      throw error;
    }

    variables.clear();
    log.debug(error.message);
  }
}
