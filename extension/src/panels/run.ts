// One analysis for a view: it streams its parts and ends with a result, a failure, or nothing when it was cancelled.
import * as vscode from 'vscode';
import type { TokenInfo } from '../../shared/contracts.js';
import { viewNames } from '../../shared/names.js';
import type { Failure, Origin, PartialOf, RequestOf, ResultOf, ToView, ViewKind } from '../../shared/viewProtocol.js';
import type { Daemon } from '../daemon/daemon.js';
import { failureOf, isCancelled } from '../daemon/failures.js';
import { selectionScheme } from '../documents/blocks.js';
import type { Method } from '../daemon/methods.js';

/** What was asked, and what came of it. */
export interface Shown<K extends ViewKind> {
  readonly run: number;
  readonly request: RequestOf[K];
  readonly origin: Origin;
  readonly result: ResultOf[K];
}

/** Runs a request and posts what happens; gives the result, or why there is none; undefined where it was cancelled. */
export async function runForView<K extends ViewKind>(
  daemon: Daemon,
  kind: K,
  asked: {
    readonly run: number;
    readonly request: RequestOf[K];
    readonly origin: Origin;
    readonly tokens?: readonly TokenInfo[];
  },
  post: (message: ToView<K>) => void,
  token: vscode.CancellationToken,
): Promise<Shown<K> | Failure | undefined> {
  const { run, request, origin, tokens } = asked;
  post({ type: 'begin', run, request, origin, ...(tokens === undefined ? {} : { tokens }) });
  try {
    await openAtDaemon(origin);
    const result = await daemon.tasks.run(`${viewNames[kind]}: ${origin.label}`, token, (cancel) =>
      daemon.request(methodOf<K>(kind, request), request, {
        token: cancel,
        onParts: (parts) => {
          post({ type: 'parts', run, parts });
        },
        onProgress: (progress) => {
          post({ type: 'progress', run, ...progress });
        },
      }),
    );
    post({ type: 'show', run, request, result, origin });
    return { run, request, origin, result };
  } catch (error) {
    if (isCancelled(error)) {
      post({ type: 'cancelled', run });
      return undefined;
    }

    const failure = failureOf(error);
    post({ type: 'failure', run, failure });
    return failure;
  }
}

function methodOf<K extends ViewKind>(kind: K, request: RequestOf[K]): Method<RequestOf[K], ResultOf[K], PartialOf[K]> {
  return { name: `interp/${request.method ?? kind}` };
}

/** A view that was restored may be of a document that no editor shows: the daemon knows it only when it is open. */
async function openAtDaemon({ uri }: Origin): Promise<void> {
  const address = uri === undefined ? undefined : vscode.Uri.parse(uri);
  if (address !== undefined && address.scheme !== selectionScheme) {
    await vscode.workspace.openTextDocument(address);
  }
}
