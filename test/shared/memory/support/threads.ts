import { Worker } from 'node:worker_threads';
import type { RingSpec } from './pattern.js';

/** A thread of a compiled file of `test`, and a promise that rejects if it throws. */
export interface TestThread {
  readonly worker: Worker;
  readonly exited: Promise<number>;
}

export function startThread(url: URL, workerData: unknown): TestThread {
  const worker = new Worker(url, { workerData });
  const exited = new Promise<number>((resolve, reject) => {
    worker.once('error', reject);
    worker.once('exit', resolve);
  });
  // A test that ends early still reports its own failure first.
  exited.catch(() => undefined);
  return { worker, exited };
}

/** Far beyond anything a healthy thread needs: only to fail with a message instead of hanging. */
export const PATIENCE_MILLISECONDS = 20_000;

/** Sleeps while `words[index]` is 0. @throws Error if a thread that should have set it has not */
export function awaitWord(words: Int32Array, index: number): void {
  if (Atomics.wait(words, index, 0, PATIENCE_MILLISECONDS) === 'timed-out') {
    throw new Error(`word ${index}: expected to be set, got 0 after ${PATIENCE_MILLISECONDS} ms`);
  }
}

/** Where a sleeper says that it is about to sleep, and what its wait returned. */
export const ASLEEP = 0;
export const ANSWER = 1;
export const ANSWERED = 2;

/** What to sleep on, in `sleeper.js`. */
export type SleeperTask = { readonly words: SharedArrayBuffer; readonly buffer: SharedArrayBuffer } & (
  | { readonly at: 'readable' | 'writable'; readonly spec: RingSpec }
  | { readonly at: 'doorbell' | 'pause' | 'weights' }
);

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** Lets a thread fall asleep, wakes it, and returns what its wait answered. */
export async function wakeSleeper(
  task: DistributiveOmit<SleeperTask, 'words'>,
  wake: () => void,
): Promise<boolean> {
  const words = new Int32Array(new SharedArrayBuffer(12));
  const { worker, exited } = startThread(new URL('./sleeper.js', import.meta.url), {
    ...task,
    words: words.buffer,
  });
  awaitWord(words, ASLEEP);
  // Nothing tells whether a thread sleeps already. It need not for a right answer, but mistakes show only if it does.
  for (let i = 0; i < 1_000_000; i++) Atomics.load(words, ASLEEP);
  wake();
  awaitWord(words, ANSWERED);
  await exited;
  await worker.terminate();
  return Atomics.load(words, ANSWER) === 1;
}
