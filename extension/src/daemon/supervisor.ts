// Keeps one daemon alive: starts it when it is first needed, starts it again when it dies, and gives up in time.
import { StartProblem, type Remedy } from './problems.js';
import type { RestartPolicy } from './restartPolicy.js';

/** A daemon that answers. */
export interface Running<C> {
  readonly connection: C;
  /** Settles when the process has ended without being asked to, with how it ended in words. */
  readonly died: Promise<string>;
  /** Ends it in an orderly way; settles when the process is gone. */
  stop(): Promise<void>;
}

export type DaemonState = 'stopped' | 'starting' | 'running' | 'waiting' | 'failed';

/** What a person is told: at most one report for each thing that happened. */
export interface Report {
  readonly severity: 'warning' | 'error';
  readonly message: string;
  readonly remedies: readonly Remedy[];
}

export interface SupervisorParts<C> {
  /** Starts a process and waits until it has answered; throws a StartProblem. */
  launch(): Promise<Running<C>>;
  report(report: Report): void;
  log(line: string): void;
  /** Settles after so many milliseconds. */
  wait(milliseconds: number): Promise<void>;
  readonly policy: RestartPolicy;
}

export class Supervisor<C> {
  private state_: DaemonState = 'stopped';
  private current: Promise<Running<C>> | undefined;
  private running: Running<C> | undefined;
  private readonly listeners = new Set<(state: DaemonState) => void>();
  /** Counts stops and restarts: what was begun before one of them no longer matters after it. */
  private era = 0;

  constructor(private readonly parts: SupervisorParts<C>) {}

  get state(): DaemonState {
    return this.state_;
  }

  onChange(listener: (state: DaemonState) => void): { dispose(): void } {
    this.listeners.add(listener);
    return { dispose: () => this.listeners.delete(listener) };
  }

  /** The connection, now if it runs. One that has failed stays failed until restart: nothing is tried over and over. */
  async need(): Promise<C> {
    if (this.state_ === 'failed' && this.current !== undefined) {
      return (await this.current).connection;
    }

    this.current ??= this.remember(this.begin(this.era));
    try {
      return (await this.current).connection;
    } catch (error) {
      // Whoever waited while it failed need not say so a second time.
      const problem = asProblem(error);
      throw new StartProblem(problem.message, problem.remedies, true);
    }
  }

  /** Ends what runs and starts anew, as a person asked. */
  async restart(): Promise<C> {
    await this.stop();
    this.parts.policy.reset();
    return this.need();
  }

  async stop(): Promise<void> {
    this.era += 1;
    const running = this.running;
    this.running = undefined;
    this.current = undefined;
    this.change('stopped');
    await running?.stop();
  }

  private async begin(era: number): Promise<Running<C>> {
    this.change('starting');
    try {
      return await this.launch(era);
    } catch (error) {
      if (era === this.era) {
        this.fail(asProblem(error));
      }

      throw error;
    }
  }

  private async launch(era: number): Promise<Running<C>> {
    const running = await this.parts.launch();
    if (era !== this.era) {
      await running.stop();
      throw new StartProblem('Interp was stopped while it started.', ['restart']);
    }

    this.running = running;
    void running.died.then((how) => {
      if (era === this.era && this.running === running) {
        this.running = undefined;
        this.current = this.remember(this.again(era, how));
      }
    });
    this.change('running');
    return running;
  }

  /** Starts again after a death, with growing pauses; a start that fails counts as a death. */
  private async again(era: number, how: string): Promise<Running<C>> {
    let last = new StartProblem(`Interp ended (${how}).`, ['log', 'restart']);
    for (let told = false; ; told = true) {
      const delay = this.parts.policy.next();
      if (delay === undefined) {
        const problem = new StartProblem(`Interp ended again and again and is not started any more. ${last.message}`, [
          'restart',
          'log',
        ]);
        this.fail(problem);
        throw problem;
      }

      this.parts.log(`${last.message} Starting again in ${delay / 1000} s.`);
      this.change('waiting');
      if (!told && this.parts.policy.first) {
        this.parts.report({
          severity: 'warning',
          message: `Interp ended (${how}) and is being started again. What it was computing is not repeated.`,
          remedies: ['log'],
        });
      }

      await this.parts.wait(delay);
      if (era !== this.era) {
        throw last;
      }

      this.change('starting');
      try {
        return await this.launch(era);
      } catch (error) {
        last = asProblem(error);
        if (era !== this.era) {
          throw last;
        }
      }
    }
  }

  private fail(problem: StartProblem): void {
    this.change('failed');
    this.parts.log(problem.message);
    this.parts.report({ severity: 'error', message: problem.message, remedies: problem.remedies });
  }

  /** Whoever waits gets the failure; when nobody does, it is no unhandled one. */
  private remember(start: Promise<Running<C>>): Promise<Running<C>> {
    start.catch(() => undefined);
    return start;
  }

  private change(state: DaemonState): void {
    if (state !== this.state_) {
      this.state_ = state;
      for (const listener of this.listeners) {
        listener(state);
      }
    }
  }
}

function asProblem(error: unknown): StartProblem {
  return error instanceof StartProblem
    ? error
    : new StartProblem(error instanceof Error ? error.message : String(error), ['log', 'restart']);
}
