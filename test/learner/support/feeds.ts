import type { ActorFeed } from '../../../src/learner/intake.js';
import { blockLayout, unrollColumns, unrollFormat } from '../../../src/shared/memory/block-layout.js';
import { BlockRing } from '../../../src/shared/memory/block-ring.js';
import { OBSERVATION_SIZE, stepsFrom, unrollOf } from './steps.js';
import { discrete } from '../../../src/shared/spaces.js';

export interface EpisodeOfBlock {
  /** Among the block's environments. */
  readonly environment: number;
  readonly step: number;
  readonly return: number;
}

export interface BlockContent {
  readonly policyVersion?: number;
  readonly incarnation?: number;
  readonly episodes?: readonly EpisodeOfBlock[];
}

/** An actor's end of its ring, in the thread of the test. */
export interface ActorEnd {
  readonly feed: ActorFeed;
  /** Hands over one more block. @throws Error if the ring is full */
  push(content?: BlockContent): void;
  /** Blocks that are not taken in yet. */
  readonly numReadable: number;
}

/** Rings for actors with so many environments each. */
export function actorEnds(numEnvs: readonly number[], numSteps: number, numBlocks = 16): ActorEnd[] {
  let nextEnv = 0;
  return numEnvs.map((count) => {
    const extent = { firstEnv: nextEnv, numEnvs: count, numSteps };
    nextEnv += count;
    const shape = {
      layout: blockLayout(unrollColumns(unrollFormat(OBSERVATION_SIZE, discrete(2))), extent),
      numBlocks,
    };
    const memory = BlockRing.allocate(shape, { poison: true });
    const producer = new BlockRing(memory, shape);
    return {
      feed: { ring: new BlockRing(memory, shape), extent },
      push: ({ policyVersion = 0, incarnation = 0, episodes = [] } = {}) => {
        const block = producer.tryAcquire();
        if (block === undefined) throw new Error('the ring is full');
        const time = (block.sequence >>> 0) * numSteps;
        const unroll = unrollOf(
          Array.from({ length: count }, (_, e) => stepsFrom(extent.firstEnv + e, time, numSteps)),
        );
        for (const name of [
          'observation',
          'action',
          'reward',
          'terminated',
          'truncated',
          'nextObservation',
        ] as const)
          block.columns[name].set(unroll[name]);
        block.policyVersion = policyVersion;
        block.incarnation = incarnation;
        for (const { environment, step, return: episodeReturn } of episodes)
          block.episodes.append(environment, step, episodeReturn, 2 * step + 1);
        producer.publish();
      },
      get numReadable() {
        return producer.numReadable;
      },
    };
  });
}
