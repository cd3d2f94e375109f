/** Sleeps at a bell, again and again, and counts how often it was woken. */
import { workerData } from 'node:worker_threads';
import { Doorbell } from '../../../src/shared/memory/doorbell.js';
import { BELL, COUNT, STOP } from './sleeper.js';

const words = new Int32Array(workerData as SharedArrayBuffer);
const bell = new Doorbell(words, BELL);
while (Atomics.load(words, STOP) === 0) {
  Atomics.add(words, COUNT, 1);
  Atomics.notify(words, COUNT);
  bell.wait(1000);
}
