// When a daemon that died is started again.

const delaysMs = [1000, 2000, 4000] as const;
const windowMs = 3 * 60 * 1000;

/** At most three starts in three minutes, after 1, 2 and 4 seconds; after that a person decides. */
export class RestartPolicy {
  private deaths: number[] = [];

  constructor(private readonly now: () => number = Date.now) {}

  /** Notes a death; the milliseconds to wait before the next start, or undefined where there shall be none. */
  next(): number | undefined {
    const now = this.now();
    this.deaths = this.deaths.filter((time) => now - time < windowMs);
    const delay = delaysMs[this.deaths.length];
    if (delay !== undefined) {
      this.deaths.push(now);
    }

    return delay;
  }

  /** True for the first death of a series: the one that is worth a message. */
  get first(): boolean {
    return this.deaths.length === 1;
  }

  /** A person asked for a start: the count begins anew. */
  reset(): void {
    this.deaths = [];
  }
}
