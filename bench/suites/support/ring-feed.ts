import { blockLayout, unrollColumns, unrollFormat } from '../../../src/shared/memory/block-layout.js';
import type { UnrollColumns } from '../../../src/shared/memory/block-layout.js';
import type { Block } from '../../../src/shared/memory/block.js';
import type { BlockRingShape } from '../../../src/shared/memory/block-ring.js';
import { discrete } from '../../../src/shared/spaces.js';

const OBSERVATION_SIZE = 4;

/** A ring of CartPole unrolls, and as many blocks of them as one round moves. */
export interface RingFeed {
  readonly numEnvs: number;
  readonly numSteps: number;
  readonly numBlocks: number;
  readonly blocksPerRound: number;
}

export function feedShape({ numEnvs, numSteps, numBlocks }: RingFeed): BlockRingShape<UnrollColumns> {
  return {
    layout: blockLayout(unrollColumns(unrollFormat(OBSERVATION_SIZE, discrete(2))), { numEnvs, numSteps }),
    numBlocks,
  };
}

/** Writes rows one after another, step by step, as an actor does. */
export function fillAsActor(
  { columns }: Block<UnrollColumns>,
  { numEnvs, numSteps }: RingFeed,
  seed: number,
): void {
  const { observation, action, reward, terminated, truncated, nextObservation } = columns;
  for (let t = 0; t < numSteps; t++) {
    for (let e = 0; e < numEnvs; e++) {
      const row = e * numSteps + t;
      const first = row * OBSERVATION_SIZE;
      for (let d = 0; d < OBSERVATION_SIZE; d++) {
        observation[first + d] = seed + d;
        nextObservation[first + d] = seed - d;
      }
      action[row] = e & 1;
      reward[row] = 1;
      terminated[row] = 0;
      truncated[row] = 0;
    }
  }
}

/** Copies the rows to private memory, one `set` per column, as the learner does. @returns the copier */
export function copierToReplay({
  layout,
}: BlockRingShape<UnrollColumns>): (block: Block<UnrollColumns>) => void {
  const { columns } = layout;
  const observation = new Float32Array(columns.observation.length);
  const nextObservation = new Float32Array(columns.nextObservation.length);
  const action = new Int32Array(columns.action.length);
  const reward = new Float32Array(columns.reward.length);
  const terminated = new Uint8Array(columns.terminated.length);
  const truncated = new Uint8Array(columns.truncated.length);
  return (block) => {
    observation.set(block.columns.observation);
    nextObservation.set(block.columns.nextObservation);
    action.set(block.columns.action);
    reward.set(block.columns.reward);
    terminated.set(block.columns.terminated);
    truncated.set(block.columns.truncated);
  };
}
