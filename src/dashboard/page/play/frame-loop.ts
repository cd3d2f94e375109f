/** Calls back before every frame that the browser draws, while it is on and its element can be seen. */
export class FrameLoop {
  #isOn = false;
  #isOnScreen = true;
  #request: number | undefined;
  #previous: number | undefined;
  readonly #listening = new AbortController();
  readonly #observer: IntersectionObserver;

  /**
   * @param element - what has to be on the screen, of a page that is not hidden
   * @param onFrame - given the seconds since the frame before, 0 for the first one of a stretch
   */
  constructor(
    element: Element,
    private readonly onFrame: (seconds: number) => void,
  ) {
    this.#observer = new IntersectionObserver((entries) => {
      this.#isOnScreen = entries.at(-1)!.isIntersecting;
      this.#update();
    });
    this.#observer.observe(element);
    const { signal } = this.#listening;
    document.addEventListener('visibilitychange', () => this.#update(), { signal });
  }

  set isOn(isOn: boolean) {
    this.#isOn = isOn;
    this.#update();
  }

  dispose(): void {
    this.isOn = false;
    this.#listening.abort();
    this.#observer.disconnect();
  }

  #update(): void {
    if (this.#isOn && this.#isOnScreen && !document.hidden) {
      this.#request ??= requestAnimationFrame(this.#frame);
      return;
    }
    if (this.#request !== undefined) cancelAnimationFrame(this.#request);
    this.#request = undefined;
    this.#previous = undefined;
  }

  readonly #frame = (milliseconds: number): void => {
    this.#request = requestAnimationFrame(this.#frame);
    const seconds = (milliseconds - (this.#previous ?? milliseconds)) / 1000;
    this.#previous = milliseconds;
    this.onFrame(seconds);
  };
}
