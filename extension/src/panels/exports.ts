// Results as files and as command lines.
import * as path from 'node:path';
import * as vscode from 'vscode';
import type { Daemon } from '../daemon/daemon.js';
import { methods } from '../daemon/methods.js';

const kinds: Readonly<Record<string, string>> = {
  svg: 'Vector picture',
  png: 'Picture',
  csv: 'Table',
  json: 'Result',
  html: 'Page that needs nothing else',
};

/** Asks where to save and saves; the path, or undefined where the person thought better of it. */
export async function saveAs(name: string, content: Uint8Array): Promise<string | undefined> {
  const extension = path.extname(name).slice(1);
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const chosen = await vscode.window.showSaveDialog({
    ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder, name) }),
    filters: { [kinds[extension] ?? 'File']: [extension] },
    title: 'Export Result',
  });
  if (chosen === undefined) {
    return undefined;
  }

  await vscode.workspace.fs.writeFile(chosen, content);
  return chosen.scheme === 'file' ? chosen.fsPath : chosen.toString();
}

/** Puts on the clipboard what repeats a request in a terminal. */
export async function copyCommandLine(daemon: Daemon, request: object): Promise<void> {
  const { command } = await daemon.request(methods.commandLine, { request });
  await vscode.env.clipboard.writeText(command);
  vscode.window.setStatusBarMessage('$(check) The command line is on the clipboard', 5000);
}
