import { ReplayTable } from '../../../src/learner/replay/replay-table.js';
import type { Unroll } from '../../../src/learner/trainer.js';
import { blockLayout, unrollColumns, unrollFormat } from '../../../src/shared/memory/block-layout.js';
import { Block } from '../../../src/shared/memory/block.js';
import { discrete } from '../../../src/shared/spaces.js';

export const NUM_ENVS = 8;
export const NUM_STEPS = 32;
export const OBSERVATION_SIZE = 4;
/** The default of `replay.capacity`. */
const CAPACITY = 100_000;
/** About what a half-trained CartPole policy lasts. */
const EPISODE_STEPS = 100;

/** Unrolls of CartPole's shape. */
export function exampleUnroll(numEnvs: number, numSteps: number): Unroll {
  const layout = blockLayout(unrollColumns(unrollFormat(OBSERVATION_SIZE, discrete(2))), {
    numEnvs,
    numSteps,
  });
  const { columns } = new Block(new SharedArrayBuffer(layout.byteLength), 0, layout);
  columns.observation.fill(0.5);
  columns.nextObservation.fill(0.25);
  columns.reward.fill(1);
  for (let row = 0; row < numEnvs * numSteps; row += EPISODE_STEPS) columns.terminated[row] = 1;
  return columns;
}

/** A full table. */
export function filledTable(numEnvs: number, numSteps: number, capacity = CAPACITY): ReplayTable {
  const table = new ReplayTable({
    numStreams: numEnvs,
    capacity,
    observationSize: OBSERVATION_SIZE,
  });
  const unroll = exampleUnroll(numEnvs, numSteps);
  while (table.size < table.capacity) table.insert(unroll, 0, numEnvs, numSteps);
  return table;
}
