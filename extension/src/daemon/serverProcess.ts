// The daemon as a process: started without a shell, its standard error kept for the log.
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { dirname } from 'node:path';
import type { Executable } from './executable.js';
import { explainEarlyEnd, explainSpawnFailure, type StartProblem } from './problems.js';

const keptErrors = 16 * 1024;
const graceMs = 4000;

/** How a process ended; `spawnError` where the system refused to start it. */
export interface ProcessEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly spawnError: string | undefined;
}

export class ServerProcess {
  readonly child: ChildProcessWithoutNullStreams;
  readonly ended: Promise<ProcessEnd>;
  private errors = '';
  private hasEnded = false;

  constructor(
    private readonly executable: Executable,
    log: (line: string) => void,
  ) {
    // Its own folder is the working folder: nothing is ever taken from the folder that is open in the editor.
    this.child = spawn(executable.path, ['serve', '--clientProcessId', String(process.pid)], {
      cwd: dirname(executable.path),
      env: environment(),
      shell: false,
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
    });
    this.ended = new Promise((done) => {
      const end = (code: number | null, signal: NodeJS.Signals | null, spawnError?: string): void => {
        this.hasEnded = true;
        done({ code, signal, spawnError });
      };
      this.child.once('error', (error: NodeJS.ErrnoException) => {
        end(null, null, error.code ?? error.message);
      });
      this.child.once('close', (code, signal) => {
        end(code, signal);
      });
    });
    this.readErrors(log);
    // A write to a process that has just ended is no failure of its own: `ended` says it.
    this.child.stdin.on('error', () => undefined);
  }

  /** Why it ended before it had answered. */
  explain(end: ProcessEnd): StartProblem {
    const glibc = glibcVersion();
    const { path } = this.executable;
    return end.spawnError === undefined
      ? explainEarlyEnd({ path, code: end.code, signal: end.signal, errors: this.errors, glibc })
      : explainSpawnFailure(path, end.spawnError, glibc);
  }

  /** Waits until it has ended after it was asked to; kills it when it does not. */
  async leave(): Promise<void> {
    this.child.stdin.end();
    const timer = setTimeout(() => this.child.kill('SIGKILL'), graceMs);
    await this.ended;
    clearTimeout(timer);
  }

  /** Ends it at once. */
  kill(): void {
    if (!this.hasEnded) {
      this.child.kill('SIGKILL');
    }
  }

  private readErrors(log: (line: string) => void): void {
    let partial = '';
    this.child.stderr.setEncoding('utf8');
    this.child.stderr.on('data', (text: string) => {
      this.errors = (this.errors + text).slice(-keptErrors);
      const lines = (partial + text).split(/\r?\n/);
      partial = (lines.pop() ?? '').slice(-keptErrors);
      lines.filter((line) => line !== '').forEach(log);
    });
    this.child.stderr.on('end', () => {
      if (partial !== '') {
        log(partial);
      }
    });
  }
}

/** In words, for messages. */
export function describeEnd({ code, signal, spawnError }: ProcessEnd): string {
  return spawnError ?? (signal === null ? `exit code ${String(code)}` : `signal ${signal}`);
}

/** The extension host's environment without what is meant for the host itself. */
function environment(): NodeJS.ProcessEnv {
  const own = /^(ELECTRON_|VSCODE_|NODE_OPTIONS$)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name)));
}

/** Undefined where the system has another C library than GNU's. */
function glibcVersion(): string | undefined {
  const report: unknown = process.platform === 'linux' ? process.report.getReport() : undefined;
  if (typeof report === 'object' && report !== null && 'header' in report) {
    const header: unknown = report.header;
    if (typeof header === 'object' && header !== null && 'glibcVersionRuntime' in header) {
      return typeof header.glibcVersionRuntime === 'string' ? header.glibcVersionRuntime : undefined;
    }
  }

  return undefined;
}
