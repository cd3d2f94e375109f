import { Worker } from 'node:worker_threads';

/**
 * Runs a thread that ends by itself.
 *
 * @param name - of a file in this folder, without its ending
 * @param workerData - cloned; shared memory is shared
 * @returns the last message it sent, undefined if it sent none
 * @throws what the thread threw
 */
export function runWorker(name: string, workerData: unknown): Promise<unknown> {
  return new Promise<unknown>((resolve, reject) => {
    const worker = new Worker(new URL(`./${name}.js`, import.meta.url), { workerData });
    let latest: unknown;
    worker.on('message', (message: unknown) => (latest = message));
    worker.once('error', reject);
    worker.once('exit', () => resolve(latest));
  });
}
