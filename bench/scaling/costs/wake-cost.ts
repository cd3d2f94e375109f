import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { Doorbell } from '../../../src/shared/memory/doorbell.js';
import { median } from '../../../src/shared/statistics.js';
import { BELL, COUNT, SLEEPER_BYTES, STOP } from './sleeper.js';

const RINGS = 500;
/** Between the sleeper's last sign of life and its sleep. */
const SETTLE_MILLISECONDS = 0.1;

/** @returns nanoseconds that ringing a bell takes at which another thread sleeps */
export async function wakeCost(): Promise<number> {
  const memory = new SharedArrayBuffer(SLEEPER_BYTES);
  const words = new Int32Array(memory);
  const bell = new Doorbell(words, BELL);
  const sleeper = new Worker(new URL('./sleeper-thread.js', import.meta.url), { workerData: memory });
  const exited = once(sleeper, 'exit');
  await once(sleeper, 'online');
  const figures: number[] = [];
  for (let ring = 0; ring < RINGS; ring++) {
    // With an end: a sleeper that is gone must not keep this thread.
    Atomics.wait(words, COUNT, ring, 1000);
    spin(SETTLE_MILLISECONDS);
    const startedAt = performance.now();
    bell.ring();
    figures.push(1e6 * (performance.now() - startedAt));
  }
  Atomics.store(words, STOP, 1);
  bell.ring();
  await exited;
  return median(figures);
}

function spin(milliseconds: number): void {
  const end = performance.now() + milliseconds;
  while (performance.now() < end);
}
