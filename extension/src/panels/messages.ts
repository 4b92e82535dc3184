// What views ask of the extension besides running an analysis.
import * as vscode from 'vscode';
import type { FailureAction, FromView } from '../../shared/viewProtocol.js';
import type { Daemon } from '../daemon/daemon.js';
import { failureOf } from '../daemon/failures.js';
import { carryOut, remedyOf, showFailure } from '../daemon/messages.js';
import { methods, type Method } from '../daemon/methods.js';
import { providerSetting } from '../daemon/settings.js';
import { rangeOf, type Blocks } from '../documents/blocks.js';
import type { TokenOutline } from '../documents/tokenOutline.js';
import { copyCommandLine, saveAs } from './exports.js';
import type { Panels } from './panels.js';
import type { ViewPanel } from './viewPanel.js';

interface Parts {
  readonly daemon: Daemon;
  readonly blocks: Blocks;
  readonly panels: Panels;
  readonly outline: TokenOutline;
}

export async function answerView(parts: Parts, panel: ViewPanel, message: FromView): Promise<void> {
  const { daemon } = parts;
  switch (message.type) {
    case 'detail':
      await answerDetail(daemon, panel, message);
      return;
    case 'readRows':
      await answerRows(daemon, panel, message);
      return;
    case 'export':
      await exported(panel, () =>
        saveAs(
          message.name,
          message.encoding === 'base64' ? Buffer.from(message.content, 'base64') : Buffer.from(message.content, 'utf8'),
        ),
      );
      return;
    case 'exportHtml':
      await exported(panel, async () => {
        const { html } = await daemon.tasks.run('Export', undefined, (token) =>
          daemon.request(methods.html, { request: withMethod(panel), opened: message.opened }, { token }),
        );
        return saveAs(message.name, Buffer.from(html, 'utf8'));
      });
      return;
    case 'copyCommand':
      await copyCommandLine(daemon, { ...message.request, method: message.request.method ?? panel.kind }).catch(showFailure);
      return;
    case 'copyText':
      await vscode.env.clipboard.writeText(message.text);
      return;
    case 'highlight':
      await point(parts, panel, message.position);
      return;
    case 'open':
      await parts.panels.showRequest(message.view, message.request, panel);
      return;
    case 'act':
      await act(parts, panel, message.action);
      return;
    case 'log':
      daemon.log.warn(`[${panel.kind}] ${message.message}`);
      return;
    case 'ready':
    case 'keep':
    case 'run':
    case 'cancel':
    case 'pin':
      return;
  }
}

async function answerDetail(
  daemon: Daemon,
  panel: ViewPanel,
  { id, detail }: Extract<FromView, { type: 'detail' }>,
): Promise<void> {
  try {
    const result = await daemon.tasks.run('Explain: details', undefined, (token) =>
      daemon.request(detailMethod(detail.method), detail.request, { token }),
    );
    panel.post({ type: 'detail', id, result });
  } catch (error) {
    panel.post({ type: 'detail', id, failure: failureOf(error) });
  }
}

type Detail = Extract<FromView, { type: 'detail' }>['detail'];

function detailMethod(
  name: Detail['method'],
): Method<Detail['request'], NonNullable<Extract<Parameters<ViewPanel['post']>[0], { type: 'detail' }>['result']>> {
  return { name: `interp/${name}` };
}

async function answerRows(
  daemon: Daemon,
  panel: ViewPanel,
  { handle, start, count }: Extract<FromView, { type: 'readRows' }>,
): Promise<void> {
  try {
    const { rows } = await daemon.request(methods.readRows, { handle, start, count });
    panel.post({ type: 'rows', handle, start, cells: rows });
  } catch (error) {
    daemon.log.warn(`Rows of a result could not be read: ${failureOf(error).message}`);
  }
}

async function exported(panel: ViewPanel, save: () => Promise<string | undefined>): Promise<void> {
  try {
    const path = await save();
    if (path !== undefined) {
      vscode.window.setStatusBarMessage(`$(check) Saved ${path}`, 5000);
      panel.post({ type: 'exported', path });
    }
  } catch (error) {
    panel.post({ type: 'exported', failure: failureOf(error) });
  }
}

function withMethod(panel: ViewPanel): object {
  return { ...panel.request, method: panel.request?.method ?? panel.kind };
}

/** Outlines a token of the panel's prompt where the document is shown. */
async function point({ blocks, outline, daemon }: Parts, panel: ViewPanel, position: number | undefined): Promise<void> {
  const { origin } = panel;
  if (position === undefined || origin?.uri === undefined || origin.block === undefined) {
    outline.clear();
    return;
  }

  try {
    const uri = vscode.Uri.parse(origin.uri);
    const token = (await blocks.byNumber(uri, origin.block))?.info.tokens?.[position];
    if (token === undefined) {
      outline.clear();
    } else {
      outline.point(uri, rangeOf(token.range));
    }
  } catch (error) {
    daemon.log.debug(`A token could not be outlined: ${failureOf(error).message}`);
  }
}

async function act(parts: Parts, panel: ViewPanel, action: FailureAction): Promise<void> {
  if (action === 'useCpu' && isCpu() && (await showDirective(parts.blocks, panel, /^@provider\b.*$/m))) {
    return;
  }

  const { daemon, panels } = parts;
  const remedy = remedyOf(action);
  if (remedy !== undefined) {
    await carryOut(remedy);
  }

  if (action === 'retry' && daemon.state === 'failed') {
    // Why it fails again is said by the run.
    await daemon.restart().catch(() => undefined);
  }

  if (action === 'retry' || action === 'restart' || action === 'useCpu') {
    await panels.showAgain(panel);
  }
}

/** True where the settings do not name a provider that could be missing: then the block does. */
function isCpu(): boolean {
  return ['auto', 'cpu'].includes(providerSetting());
}

/** Selects what a panel's block says, for a person to change; false where it says nothing of the kind. */
async function showDirective(blocks: Blocks, { origin }: ViewPanel, wanted: RegExp): Promise<boolean> {
  if (origin?.uri === undefined || origin.block === undefined) {
    return false;
  }

  const uri = vscode.Uri.parse(origin.uri);
  const place = await blocks.byNumber(uri, origin.block);
  const document = await vscode.workspace.openTextDocument(uri);
  const own = place && rangeOf(place.info.range);
  // What stands before the first block holds for all of them.
  const text = document.getText();
  const isOwn = own !== undefined && wanted.test(document.getText(own));
  const start = isOwn ? document.offsetAt(own.start) : 0;
  const found = wanted.exec(isOwn ? text.slice(start) : text.slice(0, Math.max(0, text.search(/^###/m))));
  if (found === null) {
    return false;
  }

  const selection = new vscode.Range(
    document.positionAt(start + found.index),
    document.positionAt(start + found.index + found[0].length),
  );
  const column = vscode.window.visibleTextEditors.find((editor) => editor.document === document)?.viewColumn;
  await vscode.window.showTextDocument(document, { selection, viewColumn: column ?? vscode.ViewColumn.One });
  return true;
}
