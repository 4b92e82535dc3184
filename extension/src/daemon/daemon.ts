// The daemon as the rest of the extension sees it: requests go in, results and failures come out.
import * as vscode from 'vscode';
import type { LanguageClient, Middleware } from 'vscode-languageclient/node';
import { findExecutable } from './executable.js';
import type { Method } from './methods.js';
import { showReport } from './messages.js';
import { RestartPolicy } from './restartPolicy.js';
import { daemonSettings } from './settings.js';
import { Supervisor, type DaemonState } from './supervisor.js';
import { Tasks } from './tasks.js';

/** What a caller wants to hear before the result. */
export interface RequestOptions<Part = unknown> {
  readonly token?: vscode.CancellationToken;
  /** Parts of the result, in the order they become ready; never after the result. */
  readonly onParts?: (parts: readonly Part[]) => void;
  readonly onProgress?: (progress: { readonly message: string; readonly percentage?: number }) => void;
}

export class Daemon implements vscode.Disposable {
  readonly tasks = new Tasks();
  private readonly supervisor: Supervisor<LanguageClient>;
  private readonly stateChanged = new vscode.EventEmitter<DaemonState>();
  readonly onDidChangeState = this.stateChanged.event;
  private readonly settingsTaken = new vscode.EventEmitter<vscode.ConfigurationChangeEvent>();
  /** Settings that changed were sent: what is asked from now on is answered with them. */
  readonly onDidTakeSettings = this.settingsTaken.event;
  private progressTokens = 0;

  constructor(
    private readonly extensionPath: string,
    /** A program to start in place of all others while the extension is being developed. */
    private readonly developed: string | undefined,
    readonly log: vscode.LogOutputChannel,
    private readonly middleware: Middleware,
  ) {
    this.supervisor = new Supervisor({
      launch: () => this.launch(),
      report: (report) => {
        void showReport(report);
      },
      log: (line) => {
        log.warn(line);
      },
      wait: (milliseconds) =>
        new Promise((done) => {
          setTimeout(done, milliseconds);
        }),
      policy: new RestartPolicy(),
    });
    this.supervisor.onChange((state) => {
      this.stateChanged.fire(state);
    });
  }

  get state(): DaemonState {
    return this.supervisor.state;
  }

  /** The language client, started when it is first needed. */
  client(): Promise<LanguageClient> {
    return this.supervisor.need();
  }

  async request<P, R, Part>(method: Method<P, R, Part>, params: P, options: RequestOptions<Part> = {}): Promise<R> {
    const client = await this.client();
    const tokens = await this.listen(client, options);
    try {
      const asked = { ...params, ...tokens.params };
      // A token that is undefined would be taken for a second parameter.
      return await (options.token === undefined
        ? client.sendRequest<R>(method.name, asked)
        : client.sendRequest<R>(method.name, asked, options.token));
    } finally {
      tokens.dispose();
    }
  }

  /** Sends the settings as they are now to a daemon that runs; one that starts later asks for them. */
  async sendSettings(event?: vscode.ConfigurationChangeEvent): Promise<void> {
    if (this.state !== 'running') {
      return;
    }

    try {
      const client = await this.client();
      await client.sendNotification('workspace/didChangeConfiguration', { settings: { interp: daemonSettings() } });
    } catch (error) {
      this.log.warn(`Settings did not reach the daemon: ${String(error)}`);
      return;
    }

    if (event !== undefined) {
      this.settingsTaken.fire(event);
    }
  }

  restart(): Promise<LanguageClient> {
    return this.supervisor.restart();
  }

  stop(): Promise<void> {
    return this.supervisor.stop();
  }

  dispose(): void {
    this.tasks.dispose();
    this.stateChanged.dispose();
    this.settingsTaken.dispose();
  }

  private async launch(): ReturnType<typeof import('./languageClient.js').launch> {
    const executable = findExecutable({
      setting: this.developed ?? vscode.workspace.getConfiguration('interp').get<string>('server.path', ''),
      extensionPath: this.extensionPath,
      platform: process.platform,
    });
    // The client is the largest part of the extension: it is loaded with the first start, not with the extension.
    const { launch } = await import('./languageClient.js');
    return launch({ executable, log: this.log, middleware: this.middleware });
  }

  private async listen<Part>(
    client: LanguageClient,
    options: RequestOptions<Part>,
  ): Promise<{ params: object; dispose(): void }> {
    if (options.onParts === undefined && options.onProgress === undefined) {
      return { params: {}, dispose: () => undefined };
    }

    const { partsOf, progressOf } = await import('./progress.js');
    const number = (this.progressTokens += 1);
    const parts = partsOf(client, `parts-${number}`, options);
    const progress = options.onProgress === undefined ? undefined : progressOf(client, `progress-${number}`, options.onProgress);
    return {
      params: {
        ...(parts === undefined ? {} : { partialResultToken: `parts-${number}` }),
        ...(progress === undefined ? {} : { workDoneToken: `progress-${number}` }),
      },
      dispose: () => {
        parts?.dispose();
        progress?.dispose();
      },
    };
  }
}
