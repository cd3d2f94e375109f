import { workerData } from 'node:worker_threads';

/** What the thread does after it has set word 0, and as long as word 1 is 0. */
export interface StuckTask {
  readonly words: SharedArrayBuffer;
  readonly how: 'spinning' | 'sleeping';
}

function spinForTheTest(words: Int32Array): void {
  while (Atomics.load(words, 1) === 0);
}

function sleepForTheTest(words: Int32Array): void {
  Atomics.wait(words, 1, 0);
}

const { words: buffer, how } = workerData as StuckTask;
const words = new Int32Array(buffer);
Atomics.store(words, 0, 1);
Atomics.notify(words, 0);
if (how === 'spinning') spinForTheTest(words);
else sleepForTheTest(words);
