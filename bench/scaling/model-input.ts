/** What a prediction follows from. All costs are nanoseconds of one thread; the letters are those of `docs/scaling.md`. */
import type { Configuration } from './configuration.js';

/** Of one actor with these environments and this length of block. */
export interface ActorCosts {
  /** `p`: forward pass and choice, per row of the batch of all its environments. */
  readonly policyNs: number;
  /** `e`: a step of one environment, resets included. */
  readonly environmentNs: number;
  /** `w`: writing one step into the block. */
  readonly unrollNs: number;
  /** `v`: sign of life and timing, per step of all environments. */
  readonly vectorStepNs: number;
  /** `b`: acquiring and publishing a block, looking for weights, counters. */
  readonly blockNs: number;
  /** `y`: copying a new version of the weights. */
  readonly weightsNs: number;
}

/** Of a learner that trains. */
export interface LearnerCosts {
  /** `q`: taking one block in. */
  readonly takeInNs: number;
  /** `u`: one update, its share of values and targets included. */
  readonly updateNs: number;
  /** `g`: publishing a version of the weights. */
  readonly publishNs: number;
  /** `m`: updates owed for one env step; null where actors and learner each run at their own speed. */
  readonly updatesPerStep: number | null;
  /** `P`: updates between two publications in async mode. */
  readonly publishInterval: number;
  /** Times that a step crosses the memory bus once the actor has written it: read, and copied to a replay. */
  readonly memoryPasses: number;
}

export interface MachineCosts {
  /** `C`. */
  readonly cores: number;
  /** `f(k)`: speed of one thread when `k` compute, over that of one alone, 0 to 1. */
  readonly speedOf: (busyThreads: number) => number;
  /** `k`: waking a thread that sleeps. */
  readonly wakeNs: number;
  /** `h(A)`: from a block's publication by the last of `A` actors to their next step, when there is nothing to learn. */
  readonly handOverNs: (actors: number) => number;
  /** `M`: bytes a second that all cores together read and write again. */
  readonly copyBytesPerSecond: number;
}

/** Everything a prediction follows from. */
export interface ModelInput {
  readonly configuration: Configuration;
  readonly actor: ActorCosts;
  /** Null for an idle one. */
  readonly learner: LearnerCosts | null;
  readonly machine: MachineCosts;
  /** `R`, blocks of a ring. */
  readonly ringBlocks: number;
  /** `s`, of shared memory for one env step. */
  readonly bytesPerStep: number;
}
