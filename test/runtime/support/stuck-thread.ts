import { Worker } from 'node:worker_threads';
import type { StuckTask } from './stuck.js';

/** A thread that answers nothing, until it is terminated. */
export class StuckThread {
  readonly #worker: Worker;
  readonly threadId: number;

  /** Returns when the thread is stuck, or a few instructions before. */
  constructor(how: StuckTask['how']) {
    const words = new Int32Array(new SharedArrayBuffer(8));
    this.#worker = new Worker(new URL('./stuck.js', import.meta.url), {
      workerData: { words: words.buffer, how } satisfies StuckTask,
    });
    this.threadId = this.#worker.threadId;
    if (Atomics.wait(words, 0, 0, 20_000) === 'timed-out') throw new Error('expected the thread to start');
  }

  async end(): Promise<void> {
    await this.#worker.terminate();
  }
}
