import { CARTPOLE_PIXELS } from '../../../src/actors/envs/cartpole-pixels.js';
import { FrameTable } from '../../../src/learner/replay/frame-table.js';
import type { TransitionBatch } from '../../../src/learner/replay/uniform-sampler.js';
import type { Unroll } from '../../../src/learner/trainer.js';
import { blockLayout, unrollColumns, unrollFormat } from '../../../src/shared/memory/block-layout.js';
import { Block } from '../../../src/shared/memory/block.js';

const FORMAT = unrollFormat(CARTPOLE_PIXELS.observationSpace, CARTPOLE_PIXELS.actionSpace);
/** More than any cache holds. */
const CAPACITY = 10_000;
/** About what a half-trained policy lasts. */
const EPISODE_STEPS = 100;

/** Unrolls of the shape of CartPolePixels. */
export function exampleFrames(numEnvs: number, numSteps: number): Unroll {
  const layout = blockLayout(unrollColumns(FORMAT), { numEnvs, numSteps });
  const { columns } = new Block(new SharedArrayBuffer(layout.byteLength), 0, layout);
  for (let row = 0; row < numEnvs * numSteps; row += EPISODE_STEPS) columns.terminated[row] = 1;
  return columns;
}

/** A full table of frames. */
export function filledFrames(numEnvs: number, numSteps: number): FrameTable {
  const { observationSize, observationDtype } = FORMAT;
  const frames = FORMAT.frames!;
  const capacity = CAPACITY;
  const table = new FrameTable({ numStreams: numEnvs, capacity, observationSize, observationDtype, frames });
  const unroll = exampleFrames(numEnvs, numSteps);
  for (let stored = 0; stored < 1.1 * capacity; stored += numEnvs * numSteps)
    table.insert(unroll, 0, numEnvs, numSteps);
  return table;
}

export function batchOfFrames(batchSize: number): TransitionBatch {
  return {
    observationTm1: new Uint8Array(batchSize * FORMAT.observationSize),
    actionTm1: new Int32Array(batchSize),
    rewardT: new Float32Array(batchSize),
    discountT: new Float32Array(batchSize),
    observationT: new Uint8Array(batchSize * FORMAT.observationSize),
  };
}
