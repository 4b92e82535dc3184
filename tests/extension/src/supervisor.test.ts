import { expect, test } from 'vitest';
import { StartProblem } from '../../../extension/src/daemon/problems.js';
import { RestartPolicy } from '../../../extension/src/daemon/restartPolicy.js';
import { Supervisor, type Report, type Running } from '../../../extension/src/daemon/supervisor.js';

/** A stand-in for the processes: each launch is decided by the test. */
class Bench {
  readonly reports: Report[] = [];
  readonly waits: number[] = [];
  readonly launched: { die(how: string): void; stopped: boolean }[] = [];
  failure: Error | undefined;
  readonly supervisor: Supervisor<number>;

  constructor() {
    this.supervisor = new Supervisor<number>({
      launch: () => this.launch(),
      report: (report) => this.reports.push(report),
      log: () => undefined,
      wait: (milliseconds) => {
        this.waits.push(milliseconds);
        return Promise.resolve();
      },
      policy: new RestartPolicy(() => 0),
    });
  }

  /** Settles when the supervisor is in a state. */
  async reaches(state: Supervisor<number>['state']): Promise<void> {
    if (this.supervisor.state !== state) {
      await new Promise<void>((done) => {
        const listener = this.supervisor.onChange((now) => {
          if (now === state) {
            listener.dispose();
            done();
          }
        });
      });
    }
  }

  private launch(): Promise<Running<number>> {
    if (this.failure !== undefined) {
      return Promise.reject(this.failure);
    }

    const number = this.launched.length;
    let die: (how: string) => void = () => undefined;
    const died = new Promise<string>((done) => {
      die = done;
    });
    const entry = { die, stopped: false };
    this.launched.push(entry);
    return Promise.resolve({
      connection: number,
      died,
      stop: () => {
        entry.stopped = true;
        return Promise.resolve();
      },
    });
  }
}

test('Nothing is started before it is needed, and once for all who need it', async () => {
  const bench = new Bench();
  expect(bench.launched).toHaveLength(0);
  expect(await Promise.all([bench.supervisor.need(), bench.supervisor.need()])).toEqual([0, 0]);
  expect(bench.launched).toHaveLength(1);
});

test('A daemon that is killed comes back with one message', async () => {
  const bench = new Bench();
  await bench.supervisor.need();
  bench.launched[0]?.die('signal SIGKILL');
  await bench.reaches('waiting');
  expect(await bench.supervisor.need()).toBe(1);
  expect(bench.waits).toEqual([1000]);
  expect(bench.reports).toHaveLength(1);
  expect(bench.reports[0]?.severity).toBe('warning');
  expect(bench.reports[0]?.message).toContain('signal SIGKILL');
});

test('A daemon that cannot start gives one message and is not tried again', async () => {
  const bench = new Bench();
  bench.failure = new StartProblem('The program interp needs the GNU C library 2.28 or newer; this system has version 2.27.', [
    'log',
  ]);
  const waiting = [bench.supervisor.need(), bench.supervisor.need()];
  for (const one of waiting) {
    await expect(one).rejects.toMatchObject({ told: true });
  }

  // Later requests fail with the same words, which the command that asked may say: nothing is started for them.
  bench.failure = undefined;
  await expect(bench.supervisor.need()).rejects.toThrow('2.28');
  await expect(bench.supervisor.need()).rejects.toMatchObject({ told: false });
  expect(bench.launched).toHaveLength(0);
  expect(bench.waits).toEqual([]);
  expect(bench.reports).toHaveLength(1);
  expect(bench.supervisor.state).toBe('failed');
});

test('A daemon that dies over and over is given up with a second message', async () => {
  const bench = new Bench();
  await bench.supervisor.need();
  for (let count = 0; count < 4; count += 1) {
    await bench.reaches('running');
    const gone = bench.supervisor.state === 'running' ? bench.launched.at(-1) : undefined;
    gone?.die('exit code 1');
    await bench.reaches(count < 3 ? 'waiting' : 'failed');
  }

  expect(bench.waits).toEqual([1000, 2000, 4000]);
  expect(bench.launched).toHaveLength(4);
  expect(bench.reports.map((report) => report.severity)).toEqual(['warning', 'error']);
});

test('Restart begins the count anew and ends what ran', async () => {
  const bench = new Bench();
  await bench.supervisor.need();
  expect(await bench.supervisor.restart()).toBe(1);
  expect(bench.launched[0]?.stopped).toBe(true);
  // The end that was asked for is no death.
  bench.launched[0]?.die('exit code 0');
  expect(await bench.supervisor.need()).toBe(1);
  expect(bench.reports).toEqual([]);
});

test('A failure is over as soon as a person asks for a restart', async () => {
  const bench = new Bench();
  bench.failure = new Error('no such file');
  await expect(bench.supervisor.need()).rejects.toThrow('no such file');
  bench.failure = undefined;
  expect(await bench.supervisor.restart()).toBe(0);
  expect(bench.supervisor.state).toBe('running');
});

test('A start that is overtaken by a stop leaves no daemon behind', async () => {
  const bench = new Bench();
  const needed = bench.supervisor.need();
  await bench.supervisor.stop();
  await expect(needed).rejects.toThrow('stopped while it started');
  expect(bench.launched.every((entry) => entry.stopped)).toBe(true);
  expect(bench.supervisor.state).toBe('stopped');
});
