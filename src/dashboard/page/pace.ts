/** Charts are not drawn more often than this. */
const LEAST_MILLISECONDS = 500;

/** Draws when asked to: at most twice a second, and not while nobody sees it. */
export class Pace {
  readonly #draw: () => void;
  #isWanted = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #drawnAt = -Infinity;

  constructor(draw: () => void) {
    this.#draw = draw;
    document.addEventListener('visibilitychange', () => this.#schedule());
  }

  /** Something has changed. */
  request(): void {
    this.#isWanted = true;
    this.#schedule();
  }

  #schedule(): void {
    if (!this.#isWanted || this.#timer !== undefined || document.hidden) return;
    const wait = Math.max(0, this.#drawnAt + LEAST_MILLISECONDS - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      // Hidden in the meantime: `visibilitychange` asks again.
      if (document.hidden) return;
      this.#isWanted = false;
      this.#drawnAt = performance.now();
      this.#draw();
    }, wait);
  }
}
