import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { measure, type Measurement } from '../measure.js';
import { paceOf } from '../pace.js';
import type { SuiteOptions } from '../suites.js';
import { NUM_ENVS, NUM_STEPS, exampleUnroll, filledTable } from './support/filled-table.js';
import type { SamplerCase, SamplerTask } from './support/sampler-thread.js';

const SAMPLERS: readonly SamplerCase[] = [
  { batchSize: 64, nStep: 1 },
  { batchSize: 64, nStep: 3 },
  { batchSize: 1024, nStep: 1 },
  { batchSize: 1024, nStep: 3 },
];

/** Inserting CartPole unrolls into a full table of 100,000 transitions, and drawing batches from it. */
export async function replaySuite(options: SuiteOptions): Promise<Measurement[]> {
  const pace = paceOf(options);
  const table = filledTable(NUM_ENVS, NUM_STEPS);
  const unroll = exampleUnroll(NUM_ENVS, NUM_STEPS);
  const figures = [
    measure(
      `insert ${NUM_ENVS} x ${NUM_STEPS} transitions`,
      'transitions/s',
      () => table.insert(unroll, 0, NUM_ENVS, NUM_STEPS),
      (ns) => (1e9 * NUM_ENVS * NUM_STEPS) / ns,
      undefined,
      pace,
    ),
  ];
  for (const sampler of SAMPLERS) {
    const workerData: SamplerTask = { ...sampler, pace };
    const worker = new Worker(new URL('./support/sampler-thread.js', import.meta.url), { workerData });
    const [figure] = (await once(worker, 'message')) as [Measurement];
    figures.push(figure);
  }
  return figures;
}
