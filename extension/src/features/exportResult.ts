// Export Result, Repeat as Command Line: of the view that was looked at last, or of the block under the cursor.
import * as vscode from 'vscode';
import { fileName } from '../../shared/names.js';
import { commands } from '../commands.js';
import { methods } from '../daemon/methods.js';
import type { Interp } from '../interp.js';
import { copyCommandLine, saveAs } from '../panels/exports.js';
import type { ViewPanel } from '../panels/viewPanel.js';
import { targetUnderCursor } from './blockCommands.js';
import { registerCommand } from './command.js';

interface Format extends vscode.QuickPickItem {
  readonly extension: string;
  content(interp: Interp, panel: ViewPanel): Promise<Uint8Array>;
}

const formats: readonly Format[] = [
  {
    label: 'SVG',
    description: 'vector picture, sized for a paper',
    extension: 'svg',
    content: (interp, panel) => figure(interp, panel, 'svg'),
  },
  {
    label: 'PNG',
    description: 'picture with 300 dots an inch',
    extension: 'png',
    content: (interp, panel) => figure(interp, panel, 'png'),
  },
  {
    label: 'JSON',
    description: 'the whole result',
    extension: 'json',
    content: (_, panel) => Promise.resolve(utf8(`${JSON.stringify(panel.shown?.result, undefined, 2)}\n`)),
  },
  {
    label: 'HTML',
    description: 'page with the interactive view that needs nothing else',
    extension: 'html',
    content: async ({ daemon }, panel) => utf8((await daemon.request(methods.html, { request: requestOf(panel) })).html),
  },
];

export function registerExport(interp: Interp): void {
  registerCommand(interp, commands.exportResult, async () => {
    const panel = interp.panels.active;
    if (panel?.shown === undefined) {
      void vscode.window.showInformationMessage('There is no result yet: press Explain or Lens above a prompt first.');
      return;
    }

    const format = await vscode.window.showQuickPick(formats, { title: 'Export Result', placeHolder: panel.panel.title });
    if (format !== undefined) {
      const content = await interp.daemon.tasks.run('Export', undefined, () => format.content(interp, panel));
      const path = await saveAs(`${fileName(panel.kind, panel.shown.origin.label)}.${format.extension}`, content);
      if (path !== undefined) {
        vscode.window.setStatusBarMessage(`$(check) ${path}`, 5000);
      }
    }
  });
  registerCommand(interp, commands.copyCommandLine, async () => {
    const panel = interp.panels.active;
    if (panel?.request !== undefined && (panel.panel.active || vscode.window.activeTextEditor === undefined)) {
      await copyCommandLine(interp.daemon, requestOf(panel));
      return;
    }

    const target = await targetUnderCursor(interp);
    if (target === undefined && panel?.request !== undefined) {
      await copyCommandLine(interp.daemon, requestOf(panel));
    } else if (target === undefined) {
      void vscode.window.showInformationMessage('Put the cursor into a prompt, or open a view.');
    } else {
      await copyCommandLine(interp.daemon, { method: 'explain', document: { uri: target.uri.toString(), block: target.block } });
    }
  });
}

function requestOf(panel: ViewPanel): object {
  return { ...panel.request, method: panel.request?.method ?? panel.kind };
}

async function figure({ daemon }: Interp, panel: ViewPanel, format: 'svg' | 'png'): Promise<Uint8Array> {
  const { data } = await daemon.request(methods.figure, { request: requestOf(panel), format });
  return format === 'png' ? Buffer.from(data, 'base64') : utf8(data);
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
