import { performance } from 'node:perf_hooks';

/**
 * Partitions a thread's wall time among named states: every nanosecond since construction is in exactly one.
 *
 * The clock is in one state at a time; entering another books the time since then on the one before.
 */
export class StateClock<State extends string> {
  readonly #nanoseconds: Record<State, number>;
  readonly #startedAt: number;
  #state: State;
  #since: number;

  /** Starts in `initial`. @param now - what it reads: milliseconds */
  constructor(
    states: readonly State[],
    initial: State,
    readonly now: () => number = () => performance.now(),
  ) {
    this.#nanoseconds = Object.fromEntries(states.map((state) => [state, 0])) as Record<State, number>;
    this.#state = initial;
    this.#startedAt = now();
    this.#since = this.#startedAt;
  }

  /** Leaves the current state for `state`. @returns nanoseconds booked on the one that was left */
  enter(state: State): number {
    const now = this.now();
    const elapsed = (now - this.#since) * 1e6;
    this.#nanoseconds[this.#state] += elapsed;
    this.#state = state;
    this.#since = now;
    return elapsed;
  }

  /** Books the time in the current state up to now, and stays in it. */
  settle(): void {
    this.enter(this.#state);
  }

  /** Moves `nanoseconds` of what was booked on `from` to `to`. */
  transfer(from: State, to: State, nanoseconds: number): void {
    this.#nanoseconds[from] -= nanoseconds;
    this.#nanoseconds[to] += nanoseconds;
  }

  /** Time booked on `state` so far, in nanoseconds. */
  total(state: State): number {
    return this.#nanoseconds[state];
  }

  /** Wall time from the start to the latest booking, in nanoseconds: what all states together come to. */
  get elapsed(): number {
    return (this.#since - this.#startedAt) * 1e6;
  }
}
