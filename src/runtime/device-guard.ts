import { Doorbell } from '../shared/memory/doorbell.js';

/** A device has this long to finish what it was given. On a GPU that is milliseconds; a program that passes for one takes seconds. */
const GRACE_MILLISECONDS = 30_000;

/**
 * Sees to it that a thread which holds a GPU ends by itself, also when the process exits: Dawn aborts a process that ends with such a
 * thread at work. It hears of `process.exit` and of uncaught errors; a signal that nobody listens for ends the process without it, and
 * cleanly.
 */
export class DeviceGuard {
  /** Of the doorbell that the thread rings once it holds no device. */
  readonly memory = Doorbell.allocate();
  readonly #bell = Doorbell.attach(this.memory);
  readonly #askToEnd: () => void;
  #isReturned = false;

  readonly #onExit = (): void => {
    if (this.isReturned) return;
    this.#askToEnd();
    // Nothing asynchronous happens any more: this blocks.
    this.#isReturned = this.#bell.wait(GRACE_MILLISECONDS);
  };

  /** @param askToEnd - asks the thread to end, which it does at its next turn */
  constructor(askToEnd: () => void) {
    this.#askToEnd = askToEnd;
    process.on('exit', this.#onExit);
  }

  /** Whether the thread has said that it holds no device. */
  get isReturned(): boolean {
    this.#isReturned ||= this.#bell.wait(0);
    return this.#isReturned;
  }

  /** Asks the thread to end unless it has returned its device, and waits until it has `exited`, though not forever. */
  async end(exited: Promise<void>): Promise<void> {
    if (this.isReturned) return;
    this.#askToEnd();
    let timer: NodeJS.Timeout | undefined;
    const tooLate = new Promise<void>((resolve) => (timer = setTimeout(resolve, GRACE_MILLISECONDS)));
    await Promise.race([exited, tooLate]);
    clearTimeout(timer);
  }

  /** The thread is gone. */
  dispose(): void {
    process.off('exit', this.#onExit);
  }
}
