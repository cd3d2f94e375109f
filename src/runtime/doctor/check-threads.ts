import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { messageOf } from '../../shared/errors.js';
import type { Check } from './check.js';

const ENTRY = new URL('./count-thread.js', import.meta.url);

/**
 * Whether so many threads start beside this one, and share memory with it.
 *
 * @param entry - a module that adds 1 to the `Int32Array` that `workerData` is
 */
export async function checkThreads(numThreads: number, entry = ENTRY): Promise<Check> {
  const counter = new Int32Array(new SharedArrayBuffer(4));
  try {
    // All at once, as in a run: a limit on threads is one on those that there are together.
    await Promise.all(
      Array.from({ length: numThreads }, () => once(new Worker(entry, { workerData: counter }), 'exit')),
    );
    const numCounted = Atomics.load(counter, 0);
    if (numCounted !== numThreads) throw new Error(`${numThreads - numCounted} of them did not come up`);
    return { name: 'threads', state: 'ok', detail: `${numThreads} start, and share memory` };
  } catch (error) {
    const fix = 'raise the limit on processes (ulimit -u, or that of the container)';
    const detail = `${numThreads} do not start: ${messageOf(error)}; ${fix}`;
    return { name: 'threads', state: 'bad', detail };
  }
}
