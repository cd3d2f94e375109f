import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { CostAnswers, CostTask } from './cost-thread.js';

/** Measures in a thread of its own. @throws what the thread threw */
export async function inThread<Kind extends keyof CostAnswers>(
  task: CostTask<Kind>,
): Promise<CostAnswers[Kind]> {
  const worker = new Worker(new URL('./cost-thread.js', import.meta.url), { workerData: task });
  const [message] = await Promise.all([once(worker, 'message'), once(worker, 'exit')]);
  return message[0] as CostAnswers[Kind];
}

/** The same in so many threads at once. */
export function inThreads<Kind extends keyof CostAnswers>(
  task: CostTask<Kind>,
  numThreads: number,
): Promise<CostAnswers[Kind][]> {
  return Promise.all(Array.from({ length: numThreads }, () => inThread(task)));
}
