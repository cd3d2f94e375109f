/** A thread that shows it has come up, in memory that it shares with others. */
import { workerData } from 'node:worker_threads';

Atomics.add(workerData as Int32Array, 0, 1);
