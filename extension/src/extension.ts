// Puts the extension together. Nothing is started here that a document or a command does not ask for.
import * as vscode from 'vscode';
import { Daemon } from './daemon/daemon.js';
import { Blocks, hasBlocks } from './documents/blocks.js';
import { TokenOutline } from './documents/tokenOutline.js';
import { registerBlockCommands } from './features/blockCommands.js';
import { registerChooseModel } from './features/chooseModel.js';
import { Exploration, registerExploration } from './features/exploreSelection.js';
import { registerExport } from './features/exportResult.js';
import { hoverMiddleware, registerHover } from './features/hover.js';
import { registerMaintenance } from './features/maintenance.js';
import { registerMemory } from './features/memory.js';
import { registerRunExpectations } from './features/runExpectations.js';
import { registerSettings } from './features/settings.js';
import { registerStatusBar } from './features/statusBar.js';
import { registerTerminals } from './features/terminals.js';
import { registerTour } from './features/tour.js';
import { registerVerifyModel } from './features/verifyModel.js';
import type { Interp } from './interp.js';
import { Panels } from './panels/panels.js';

let daemon: Daemon | undefined;

export function activate(context: vscode.ExtensionContext): void {
  const started = performance.now();
  const log = vscode.window.createOutputChannel('Interp', { log: true });
  const developed = context.extensionMode === vscode.ExtensionMode.Development ? process.env['INTERP_SERVER'] : undefined;
  daemon = new Daemon(context.extensionPath, developed, log, hoverMiddleware());
  const blocks = new Blocks(daemon);
  const outline = new TokenOutline();
  const panels = new Panels(context.extensionUri, context.workspaceState, daemon, blocks, outline);
  const exploration = new Exploration(daemon, blocks, outline);
  const interp: Interp = { context, log, daemon, blocks, outline, panels, exploration };
  context.subscriptions.push(log, daemon, outline, panels, exploration);

  registerHover(interp);
  registerBlockCommands(interp);
  registerExploration(interp);
  registerRunExpectations(interp);
  registerChooseModel(interp);
  registerVerifyModel(interp);
  registerExport(interp);
  registerTour(interp);
  registerMemory(interp);
  registerMaintenance(interp);
  registerSettings(interp);
  registerStatusBar(interp);
  registerTerminals(interp);
  startWithDocuments(interp);
  log.info(`The extension was ready ${(performance.now() - started).toFixed(0)} ms after the editor called it.`);
}

export async function deactivate(): Promise<void> {
  await daemon?.stop();
}

/** The daemon starts as soon as a document with a prompt is open: by the first hover its model is loaded. */
function startWithDocuments({ context, daemon: served, log }: Interp): void {
  const start = (document: vscode.TextDocument): void => {
    if (served.state === 'stopped' && hasBlocks(document)) {
      served.client().catch((error: unknown) => {
        log.debug(String(error));
      });
    }
  };
  context.subscriptions.push(
    vscode.workspace.onDidOpenTextDocument(start),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (document.languageId === 'markdown') {
        start(document);
      }
    }),
  );
  vscode.workspace.textDocuments.forEach(start);
}
