import { blockLayout, unrollColumns } from '../../src/shared/memory/block-layout.js';
import { BlockRing } from '../../src/shared/memory/block-ring.js';
import { RandomStream } from '../../src/shared/random/random-stream.js';
import { STREAM_ROLE } from '../../src/shared/random/stream-role.js';
import { ReplayTable } from '../../src/learner/replay/replay-table.js';
import { UniformSampler } from '../../src/learner/replay/uniform-sampler.js';
import { measure, type Measurement } from '../measure.js';

const CAPACITY = 100_000;
const NUM_ENVS = 8;
const NUM_STEPS = 32;
const OBSERVATION_SIZE = 4;

/** Inserting CartPole unrolls into a full table of 100,000 transitions, and drawing batches from it. */
export function replaySuite(): Measurement[] {
  const table = new ReplayTable({
    numStreams: NUM_ENVS,
    capacity: CAPACITY,
    observationSize: OBSERVATION_SIZE,
  });
  const layout = blockLayout(unrollColumns(OBSERVATION_SIZE), { numEnvs: NUM_ENVS, numSteps: NUM_STEPS });
  const shape = { layout, numBlocks: 2 };
  const block = new BlockRing(BlockRing.allocate(shape), shape).tryAcquire()!;
  const insert = (): void => table.insert(block.columns, 0, NUM_ENVS, NUM_STEPS);
  while (table.size < table.capacity) insert();

  return [
    measure(
      `insert ${NUM_ENVS} x ${NUM_STEPS} transitions`,
      'transitions/s',
      insert,
      (ns) => (1e9 * NUM_ENVS * NUM_STEPS) / ns,
    ),
    ...[64, 1024].flatMap((batchSize) =>
      [1, 3].map((nStep) => {
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
        return measure(
          `sample ${batchSize}, ${nStep}-step`,
          'us',
          () => sampler.sampleInto(batch),
          (ns) => ns / 1e3,
        );
      }),
    ),
  ];
}
