// Outlines tokens in the text: the one that a chart points at, or all tokens of an explored selection.
import * as vscode from 'vscode';

const border = new vscode.ThemeColor('focusBorder');

export class TokenOutline implements vscode.Disposable {
  private readonly pointed = vscode.window.createTextEditorDecorationType({
    border: '1px solid',
    borderColor: border,
    backgroundColor: new vscode.ThemeColor('editor.wordHighlightBackground'),
    overviewRulerColor: border,
    overviewRulerLane: vscode.OverviewRulerLane.Center,
  });
  private readonly all = vscode.window.createTextEditorDecorationType({
    border: '1px solid',
    borderColor: new vscode.ThemeColor('editorIndentGuide.activeBackground1'),
    borderRadius: '2px',
  });

  /** Outlines one stretch of a document wherever it is shown, and nothing else. */
  point(uri: vscode.Uri, range: vscode.Range): void {
    for (const editor of vscode.window.visibleTextEditors) {
      editor.setDecorations(this.pointed, editor.document.uri.toString() === uri.toString() ? [range] : []);
    }
  }

  /** Outlines each of the tokens of an editor. */
  show(editor: vscode.TextEditor, ranges: readonly vscode.Range[]): void {
    editor.setDecorations(this.all, ranges);
  }

  clear(): void {
    for (const editor of vscode.window.visibleTextEditors) {
      editor.setDecorations(this.pointed, []);
    }
  }

  clearAll(): void {
    this.clear();
    for (const editor of vscode.window.visibleTextEditors) {
      editor.setDecorations(this.all, []);
    }
  }

  dispose(): void {
    this.pointed.dispose();
    this.all.dispose();
  }
}
