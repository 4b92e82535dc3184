// Open the Tour, Open Walkthrough. The tour is a copy of the sample that can be changed and is written nowhere until it is saved.
import * as vscode from 'vscode';
import { commands } from '../commands.js';
import type { Interp } from '../interp.js';
import { registerCommand } from './command.js';

export function registerTour(interp: Interp): void {
  registerCommand(interp, commands.openWalkthrough, async () => {
    await vscode.commands.executeCommand('workbench.action.openWalkthrough', `${interp.context.extension.id}#firstMinute`, false);
  });
  registerCommand(interp, commands.openTour, async () => {
    const sample = vscode.Uri.joinPath(interp.context.extensionUri, 'samples', 'tour.interp');
    const uri = vscode.Uri.from({ scheme: 'untitled', path: 'tour.interp' });
    const isOpen = vscode.workspace.textDocuments.some((document) => document.uri.toString() === uri.toString());
    const document = await vscode.workspace.openTextDocument(uri);
    if (!isOpen || document.getText() === '') {
      const edit = new vscode.WorkspaceEdit();
      edit.insert(uri, new vscode.Position(0, 0), new TextDecoder().decode(await vscode.workspace.fs.readFile(sample)));
      await vscode.workspace.applyEdit(edit);
    }

    const editor = await vscode.window.showTextDocument(document, { preview: false });
    const prompt = document.getText().indexOf('The capital of France is');
    if (prompt >= 0) {
      const end = document.positionAt(prompt + 'The capital of France is'.length);
      editor.selection = new vscode.Selection(end, end);
    }
  });
}
