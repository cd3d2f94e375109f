/** Times one sampler in a thread of its own, as the learner has it: see `bindSampling`. */
import { parentPort, workerData } from 'node:worker_threads';
import { UniformSampler } from '../../../src/learner/replay/uniform-sampler.js';
import { RandomStream } from '../../../src/shared/random/random-stream.js';
import { STREAM_ROLE } from '../../../src/shared/random/stream-role.js';
import { measure } from '../../measure.js';
import type { Pace } from '../../pace.js';
import { NUM_ENVS, NUM_STEPS, OBSERVATION_SIZE, filledTable } from './filled-table.js';

export interface SamplerCase {
  readonly batchSize: number;
  readonly nStep: number;
}

/** What the thread is given. */
export interface SamplerTask extends SamplerCase {
  readonly pace: Pace;
}

const { batchSize, nStep, pace } = workerData as SamplerTask;
const table = filledTable(NUM_ENVS, NUM_STEPS);
const sampler = new UniformSampler(table, RandomStream.derive(0, STREAM_ROLE.sampling, 0), {
  nStep,
  discount: 0.99,
});
const batch = {
  observationTm1: new Float32Array(batchSize * OBSERVATION_SIZE),
  actionTm1: new Int32Array(batchSize),
  rewardT: new Float32Array(batchSize),
  discountT: new Float32Array(batchSize),
  observationT: new Float32Array(batchSize * OBSERVATION_SIZE),
};
parentPort!.postMessage(
  measure(
    `sample ${batchSize}, ${nStep}-step`,
    'us',
    () => sampler.sampleInto(batch),
    (ns) => ns / 1e3,
    { batchSize, nStep },
    pace,
  ),
);
