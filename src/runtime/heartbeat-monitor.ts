const TICK_MILLISECONDS = 250;

export interface Pulse {
  /** A number that moves while the thread lives. */
  read(): number;
  /** Called once when it has stood still for the time-out. */
  onStill(): void;
}

/**
 * Notices threads that stopped moving.
 *
 * It counts its own ticks instead of reading a clock, so a process that was suspended, or a main thread that
 * was busy, makes nobody look hung.
 */
export class HeartbeatMonitor {
  readonly #timeoutTicks: number;
  readonly #watched = new Map<Pulse, { value: number; stillTicks: number; movedAtMilliseconds: number }>();
  readonly #timer: NodeJS.Timeout;

  constructor(timeoutSeconds: number) {
    this.#timeoutTicks = Math.max(2, Math.ceil((timeoutSeconds * 1000) / TICK_MILLISECONDS));
    this.#timer = setInterval(() => this.#tick(), TICK_MILLISECONDS);
    this.#timer.unref();
  }

  /** Starts to watch. @returns ends it */
  watch(pulse: Pulse): () => void {
    this.#watched.set(pulse, { value: pulse.read(), stillTicks: 0, movedAtMilliseconds: Date.now() });
    return () => this.#watched.delete(pulse);
  }

  /** When `pulse` was last seen to move, in milliseconds since the Unix epoch; undefined if it is not watched. */
  movedAt(pulse: Pulse): number | undefined {
    return this.#watched.get(pulse)?.movedAtMilliseconds;
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #tick(): void {
    for (const [pulse, seen] of this.#watched) {
      const value = pulse.read();
      if (value !== seen.value) {
        Object.assign(seen, { value, stillTicks: 0, movedAtMilliseconds: Date.now() });
      } else if (++seen.stillTicks === this.#timeoutTicks) {
        pulse.onStill();
      }
    }
  }
}
