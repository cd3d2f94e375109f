/** Share of the time so far over which the speed is averaged, and the bounds of that. */
const SHARE = 0.25;
const MIN_SECONDS = 1;
const MAX_SECONDS = 60;

/**
 * Estimates how long the rest of something takes from how far it has come: by its speed of late, smoothed exponentially, so that a
 * pause moves the estimate a little and a change of pace all of it.
 */
export class TimeLeft {
  readonly #startSeconds: number;
  #seconds: number;
  #done: number;
  #speed = NaN;

  /** Begins at `done`, in any unit of which there is an end, at a moment of any clock. */
  constructor(seconds: number, done: number) {
    this.#startSeconds = seconds;
    this.#seconds = seconds;
    this.#done = done;
  }

  /** Takes in how far it has come. */
  update(seconds: number, done: number): void {
    const passed = seconds - this.#seconds;
    if (passed <= 0) return;
    const speed = (done - this.#done) / passed;
    const window = Math.min(MAX_SECONDS, Math.max(MIN_SECONDS, SHARE * (seconds - this.#startSeconds)));
    this.#speed = Number.isNaN(this.#speed)
      ? speed
      : this.#speed + (1 - Math.exp(-passed / window)) * (speed - this.#speed);
    this.#seconds = seconds;
    this.#done = done;
  }

  /** Seconds until `end` is reached; NaN while the speed is not known, infinite for a speed of zero. */
  until(end: number): number {
    return Math.max(0, end - this.#done) / this.#speed;
  }
}
