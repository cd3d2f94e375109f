import { ManyhandsError } from '../shared/errors.js';
import type { UnrollColumns } from '../shared/memory/block-layout.js';
import type { BlockRing } from '../shared/memory/block-ring.js';
import type { Block } from '../shared/memory/block.js';
import type { Control } from '../shared/memory/control.js';
import type { WeightReader } from '../shared/weights/weight-reader.js';
import { NO_VERSION } from '../shared/weights/weight-store.js';
import type { ActorGauges } from './actor-gauges.js';
import type { VectorEnvironment } from './envs/vector-environment.js';
import { EpisodeTracker } from './episode-tracker.js';
import type { Policy } from './policies/policy.js';
import { UnrollWriter } from './unroll-writer.js';

/** A waiting actor shows a sign of life this often. */
const WAIT_MILLISECONDS = 100;
/**
 * One vector step in this many is timed; the split it shows between environment and policy stands until the next one. A prime, so that
 * every place in a block gets its turn: the first step of a block is slower, its weights are new.
 */
export const TIMED_EVERY = 37;

export interface ActorParts {
  readonly environments: VectorEnvironment;
  readonly policy: Policy;
  readonly ring: BlockRing<UnrollColumns>;
  readonly weights: WeightReader;
  readonly control: Control;
  readonly gauges: ActorGauges;
}

export interface ActorOptions {
  /** `T`. */
  readonly numSteps: number;
  /** Rounds by which the acting weights are behind; undefined in async mode: the newest there are. */
  readonly lag: number | undefined;
  /** Which life of the actor this is. */
  readonly incarnation: number;
}

/** Steps its environments with the policy and hands the unrolls to the learner, block after block. */
export class Actor {
  readonly #parts: ActorParts;
  readonly #options: ActorOptions;
  readonly #episodes: EpisodeTracker;
  readonly #writer: UnrollWriter;
  #policyVersion = NO_VERSION;
  /** Vector steps from the start of the next block to the next timed one. */
  #stepsToTimed = 0;
  #policyShare = 0;

  constructor(parts: ActorParts, options: ActorOptions) {
    const { numEnvs } = parts.environments;
    this.#parts = parts;
    this.#options = options;
    this.#episodes = new EpisodeTracker(numEnvs);
    this.#writer = new UnrollWriter(parts.environments, parts.policy, options.numSteps);
  }

  /** Acts until the control word says stop. */
  run(): void {
    const { control, ring, gauges, environments, policy } = this.#parts;
    for (;;) {
      const block = this.#acquireBlock();
      if (block === undefined || !this.#pickUpWeights(roundOf(block))) break;
      gauges.recordStart();
      this.#fill(block);
      ring.publish();
      if (ring.hasWanted) control.doorbell.ring();
      const steps = environments.numEnvs * this.#options.numSteps;
      gauges.recordBlock(steps, block.episodes.count, this.#policyVersion, policy.epsilon);
    }
    gauges.showTimes();
  }

  /** The next free block, waiting for the learner to release one; undefined when the run was stopped. */
  #acquireBlock(): Block<UnrollColumns> | undefined {
    const { control, ring, gauges } = this.#parts;
    for (;;) {
      const state = control.waitWhilePaused(WAIT_MILLISECONDS);
      gauges.beat();
      if (state === 'stop') return undefined;
      if (state === 'run') {
        const block = ring.tryAcquire();
        if (block !== undefined) return block;
        gauges.clock.enter('waitRing');
        ring.waitWritable(WAIT_MILLISECONDS);
        gauges.clock.enter('other');
      }
      gauges.beatIdle();
    }
  }

  /** The weights for round `round`, waiting for them in sync mode; false when the run was stopped. */
  #pickUpWeights(round: number): boolean {
    const { control, weights, policy, gauges } = this.#parts;
    const { lag } = this.#options;
    const wanted = lag === undefined ? 0 : Math.max(0, round - lag);
    if (weights.newestVersion < wanted) {
      gauges.clock.enter('waitWeights');
      while (!weights.waitForVersion(wanted, WAIT_MILLISECONDS)) {
        gauges.beatIdle();
        if (control.isStopped) return false;
      }
      gauges.clock.enter('other');
    }
    if (lag === undefined) {
      this.#policyVersion = weights.readNewestInto(policy.parameters);
    } else if (wanted !== this.#policyVersion) {
      if (!weights.tryReadExactInto(wanted, policy.parameters)) {
        throw new ManyhandsError(
          'ERR_WEIGHTS',
          `weights: expected version ${wanted} to be kept for round ${round}, got it overwritten`,
        );
      }
      this.#policyVersion = wanted;
    }
    return true;
  }

  /** Makes `T` steps with one set of weights. */
  #fill(block: Block<UnrollColumns>): void {
    const { environments, policy, gauges } = this.#parts;
    const { clock } = gauges;
    const { numSteps, incarnation } = this.#options;
    const endEpisode = (index: number): void => policy.endEpisode(index);
    const firstStep = roundOf(block) * numSteps;
    block.policyVersion = this.#policyVersion;
    block.incarnation = incarnation;

    let timedStep = this.#stepsToTimed;
    clock.enter('env');
    for (let t = 0; t < numSteps; t++) {
      const isTimed = t === timedStep;
      const startedAt = isTimed ? clock.now() : 0;
      policy.act(firstStep + t);
      const chosenAt = isTimed ? clock.now() : 0;
      this.#writer.writeBefore(block.columns, t);
      environments.step(policy.environmentActions);
      this.#writer.writeAfter(block.columns, t);
      this.#episodes.record(environments, t, block.episodes, endEpisode);
      gauges.beat();
      if (!isTimed) continue;
      const elapsed = clock.now() - startedAt;
      if (elapsed > 0) this.#policyShare = (chosenAt - startedAt) / elapsed;
      timedStep += TIMED_EVERY;
    }
    this.#stepsToTimed = timedStep - numSteps;
    clock.transfer('env', 'policy', clock.enter('other') * this.#policyShare);
  }
}

/** In sync mode block `n` of every actor belongs to round `n`. Blocks are counted in an int32 that wraps. */
function roundOf({ sequence }: Block<UnrollColumns>): number {
  return sequence >>> 0;
}
