/** Nothing is drawn more often than this. */
export const LEAST_MILLISECONDS = 500;

/** Draws when asked to, at most twice a second, and not while nobody sees it. */
export class Pace {
  readonly #draw: () => void;
  readonly #intervalMilliseconds: () => number;
  #isWanted = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #drawnAt = -Infinity;

  /** @param intervalMilliseconds - least time from the drawing before to the next; asked when there is something to draw */
  constructor(draw: () => void, intervalMilliseconds = () => LEAST_MILLISECONDS) {
    this.#draw = draw;
    this.#intervalMilliseconds = intervalMilliseconds;
    document.addEventListener('visibilitychange', () => this.#schedule());
  }

  /** Something has changed. */
  request(): void {
    this.#isWanted = true;
    this.#schedule();
  }

  #schedule(): void {
    if (!this.#isWanted || this.#timer !== undefined) return;
    const wait = Math.max(0, this.#drawnAt + this.#intervalMilliseconds() - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      // Hidden: `visibilitychange` asks again.
      if (document.hidden) return;
      this.#isWanted = false;
      this.#drawnAt = performance.now();
      this.#draw();
    }, wait);
  }
}
