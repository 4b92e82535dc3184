// The connection to one daemon process: a language client that never opens a message box by itself.
import * as vscode from 'vscode';
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  RevealOutputChannelOn,
  StreamMessageReader,
  StreamMessageWriter,
  type InitializeParams,
  type LanguageClientOptions,
  type MessageTransports,
} from 'vscode-languageclient/node';
import { protocolVersion } from '../../shared/protocolVersion.js';
import { trustedCommands } from '../commands.js';
import { documentSelector } from '../documents/blocks.js';
import type { Executable } from './executable.js';
import { StartProblem } from './problems.js';
import { ServerProcess, describeEnd } from './serverProcess.js';
import { daemonSettings } from './settings.js';
import type { Running } from './supervisor.js';

// A connection that closes is followed by the end of its process; one that does not end by itself is ended.
const endLimitMs = 2000;

/** What a start needs from the extension. */
export interface LaunchParts {
  readonly executable: Executable;
  readonly log: vscode.LogOutputChannel;
  readonly middleware: LanguageClientOptions['middleware'];
}

/** Starts a process and waits for its answer to `initialize`; throws a StartProblem that says why it could not. */
export async function launch(parts: LaunchParts): Promise<Running<LanguageClient>> {
  const started = performance.now();
  const server = new ServerProcess(parts.executable, (line) => {
    parts.log.info(`[daemon] ${line}`);
  });
  const client = new QuietClient(server, parts);
  try {
    await Promise.race([client.start(), endsEarly(server)]);
    requireSameProtocol(client);
  } catch (error) {
    throw await reason(error, server);
  }

  parts.log.info(
    `The daemon answered ${Math.round(performance.now() - started)} ms after its start (${parts.executable.path}, process ${String(server.child.pid)}).`,
  );
  let asked = false;
  return {
    connection: client,
    died: server.ended.then((end) => (asked ? new Promise<string>(() => undefined) : describeEnd(end))),
    stop: async () => {
      asked = true;
      await client.stop(2000).catch(() => undefined);
      await server.leave();
      await client.dispose().catch(() => undefined);
    },
  };
}

class QuietClient extends LanguageClient {
  constructor(server: ServerProcess, parts: LaunchParts) {
    const transports = (): Promise<MessageTransports> =>
      Promise.resolve({
        reader: new StreamMessageReader(server.child.stdout),
        writer: new StreamMessageWriter(server.child.stdin),
      });
    super('interp', 'Interp', transports, {
      documentSelector: [...documentSelector],
      outputChannel: parts.log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      initializationOptions: () => daemonSettings(),
      initializationFailedHandler: () => false,
      // Starting again is the supervisor's business.
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => ({ action: CloseAction.DoNotRestart, handled: true }),
      },
      markdown: { supportHtml: true, isTrusted: { enabledCommands: trustedCommands } },
      ...(parts.middleware === undefined ? {} : { middleware: parts.middleware }),
    });
  }

  /** A request that fails is noted; whoever asked for it says what a person must know. */
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }

  override warn(message: string, data?: unknown): void {
    super.warn(message, data, false);
  }

  override info(message: string, data?: unknown): void {
    super.info(message, data, false);
  }

  protected override fillInitializeParams(params: InitializeParams): void {
    super.fillInitializeParams(params);
    params.clientInfo = { name: vscode.env.appName, version: vscode.version };
  }
}

/** Rejects as soon as the process is gone; never settles otherwise. */
async function endsEarly(server: ServerProcess): Promise<never> {
  const end = await server.ended;
  throw server.explain(end);
}

/** A connection that closes and a process that ends are one event: the process knows the reason. */
async function reason(error: unknown, server: ServerProcess): Promise<unknown> {
  if (error instanceof StartProblem) {
    server.kill();
    return error;
  }

  const answered = typeof error === 'object' && error !== null && 'code' in error && 'message' in error;
  const message = error instanceof Error ? error.message : String(error);
  if (answered && /version/i.test(message)) {
    server.kill();
    return new StartProblem(message, ['settings', 'log']);
  }

  const end = await Promise.race([server.ended, afterMs(endLimitMs)]);
  server.kill();
  return end === undefined ? new StartProblem(`Interp did not start: ${message}`, ['log', 'restart']) : server.explain(end);
}

function afterMs(milliseconds: number): Promise<undefined> {
  return new Promise((done) => {
    setTimeout(done, milliseconds, undefined);
  });
}

function requireSameProtocol(client: LanguageClient): void {
  const result: unknown = client.initializeResult;
  const found = numberAt(result, 'interp', 'protocolVersion');
  if (found !== protocolVersion) {
    const other = found === undefined ? 'is no Interp that serves editors' : `speaks protocol ${found}`;
    throw new StartProblem(
      `The program interp ${other}, this extension needs protocol ${protocolVersion}: install the extension and the program of the same release, or correct interp.server.path.`,
      ['settings', 'log'],
    );
  }
}

function numberAt(value: unknown, ...path: string[]): number | undefined {
  for (const name of path) {
    value = typeof value === 'object' && value !== null ? Object.getOwnPropertyDescriptor(value, name)?.value : undefined;
  }

  return typeof value === 'number' ? value : undefined;
}
