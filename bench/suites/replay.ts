import { UniformSampler } from '../../src/learner/replay/uniform-sampler.js';
import { RandomStream } from '../../src/shared/random/random-stream.js';
import { STREAM_ROLE } from '../../src/shared/random/stream-role.js';
import { measure, type Measurement } from '../measure.js';
import { paceOf, type Pace } from '../pace.js';
import type { SuiteOptions } from '../suites.js';
import { measureApart, type ApartCase } from './support/apart.js';
import { batchOfFrames, exampleFrames, filledFrames } from './support/filled-frames.js';
import { exampleUnroll, filledTable, NUM_ENVS, NUM_STEPS, OBSERVATION_SIZE } from './support/filled-table.js';

/** The default, of which a large part stays in the caches, and what others call a large table. */
const CAPACITIES = [100_000, 1_000_000] as const;
const BATCH_SIZES = [64, 512] as const;
const N_STEPS = [1, 3] as const;
const FRAME_STEPS = 8;
/** Of the Nature DQN, and for a device that is only busy with more. */
const FRAME_BATCH_SIZES = [32, 256] as const;

/** One size of the table and one way to draw from it each: a learner has one size of batches too. */
export const CASES: readonly ApartCase[] = [
  ...CAPACITIES.flatMap((capacity): ApartCase[] => [
    (pace) => [insertion(capacity, pace)],
    ...N_STEPS.flatMap((nStep) =>
      BATCH_SIZES.map((batchSize): ApartCase => (pace) => [sampling(capacity, batchSize, nStep, pace)]),
    ),
  ]),
  (pace) => [frameInsertion(pace)],
  ...FRAME_BATCH_SIZES.map((batchSize): ApartCase => (pace) => [frameSampling(batchSize, pace)]),
];

/** What a learner pays for its table: to put unrolls in, and to draw batches. */
export function replaySuite(options: SuiteOptions): Promise<Measurement[]> {
  return measureApart(import.meta.url, paceOf(options));
}

function insertion(capacity: number, pace: Pace): Measurement {
  const table = filledTable(NUM_ENVS, NUM_STEPS, capacity);
  const unroll = exampleUnroll(NUM_ENVS, NUM_STEPS);
  return measure(
    `insert ${NUM_ENVS} x ${NUM_STEPS} into ${shown(capacity)}`,
    'transitions/s',
    () => table.insert(unroll, 0, NUM_ENVS, NUM_STEPS),
    (nanoseconds) => (1e9 * NUM_ENVS * NUM_STEPS) / nanoseconds,
    { capacity },
    pace,
  );
}

function sampling(capacity: number, batchSize: number, nStep: number, pace: Pace): Measurement {
  const table = filledTable(NUM_ENVS, NUM_STEPS, capacity);
  const stream = RandomStream.derive(0, STREAM_ROLE.sampling, 0);
  const sampler = new UniformSampler(table, stream, { nStep, discount: 0.99 });
  const batch = {
    observationTm1: new Float32Array(batchSize * OBSERVATION_SIZE),
    actionTm1: new Int32Array(batchSize),
    rewardT: new Float32Array(batchSize),
    discountT: new Float32Array(batchSize),
    observationT: new Float32Array(batchSize * OBSERVATION_SIZE),
  };
  return measure(
    `sample ${batchSize} of ${shown(capacity)}, ${nStep}-step`,
    'us',
    () => sampler.sampleInto(batch),
    (nanoseconds) => nanoseconds / 1e3,
    { capacity, batchSize, nStep },
    pace,
  );
}

function frameInsertion(pace: Pace): Measurement {
  const table = filledFrames(NUM_ENVS, FRAME_STEPS);
  const unroll = exampleFrames(NUM_ENVS, FRAME_STEPS);
  return measure(
    `insert ${NUM_ENVS} x ${FRAME_STEPS} stacks of frames`,
    'transitions/s',
    () => table.insert(unroll, 0, NUM_ENVS, FRAME_STEPS),
    (nanoseconds) => (1e9 * NUM_ENVS * FRAME_STEPS) / nanoseconds,
    { capacity: table.capacity },
    pace,
  );
}

function frameSampling(batchSize: number, pace: Pace): Measurement {
  const table = filledFrames(NUM_ENVS, FRAME_STEPS);
  const stream = RandomStream.derive(0, STREAM_ROLE.sampling, 0);
  const nStep = 3;
  const sampler = new UniformSampler(table, stream, { nStep, discount: 0.99 });
  const batch = batchOfFrames(batchSize);
  return measure(
    `sample ${batchSize} stacks of frames, ${nStep}-step`,
    'us',
    () => sampler.sampleInto(batch),
    (nanoseconds) => nanoseconds / 1e3,
    { capacity: table.capacity, batchSize, nStep },
    pace,
  );
}

function shown(count: number): string {
  return count.toLocaleString('en-US');
}
