import type { UnrollExtent, Unroll } from '../trainer.js';
import { RunningMoments } from './running-moments.js';

/** Keeps the division away from 0 while all returns are equal. */
const EPSILON = 1e-8;
/** Scaled rewards further out than this are cut off. */
const LIMIT = 10;

/**
 * Scales rewards so that discounted returns have a deviation of about 1, whatever the environment's units.
 *
 * ```text
 *   G_t     = discount * G_{t-1} + r_t      per environment, from 0 at the start of every episode
 *   scaled  = clip(r / sqrt(Var(G)), -10, 10)
 * ```
 *
 * Source: Engstrom et al., "Implementation Matters in Deep Policy Gradients" (2020), arXiv:2005.12729, reward scaling.
 */
export class ReturnNormalizer {
  readonly #discount: number;
  readonly #moments = new RunningMoments(1);
  /** `G` of each environment of the run. */
  readonly #returns: Float64Array;
  #row: Float64Array = new Float64Array(0);

  constructor(discount: number, numEnvs: number) {
    this.#discount = discount;
    this.#returns = new Float64Array(numEnvs);
  }

  /** Takes in the rewards of an unroll. */
  add({ reward, terminated, truncated }: Unroll, { firstEnv, numEnvs, numSteps }: UnrollExtent): void {
    if (this.#row.length !== reward.length) this.#row = new Float64Array(reward.length);
    const discount = this.#discount;
    for (let e = 0, row = 0; e < numEnvs; e++) {
      let sum = this.#returns[firstEnv + e]!;
      for (const end = row + numSteps; row < end; row++) {
        sum = discount * sum + reward[row]!;
        this.#row[row] = sum;
        if (terminated[row] === 1 || truncated[row] === 1) sum = 0;
      }
      this.#returns[firstEnv + e] = sum;
    }
    this.#moments.add(this.#row);
  }

  /** Says that these environments begin new episodes, as after a restart of their actor. */
  reset({ firstEnv, numEnvs }: UnrollExtent): void {
    this.#returns.fill(0, firstEnv, firstEnv + numEnvs);
  }

  /** @param into - receives the rewards, scaled by the deviation of now */
  scaleInto(rewards: Float32Array, into: Float32Array): void {
    const scale = 1 / Math.sqrt(this.#moments.variance(0) + EPSILON);
    for (let i = 0; i < rewards.length; i++) {
      into[i] = Math.max(-LIMIT, Math.min(LIMIT, rewards[i]! * scale));
    }
  }

  state(): Readonly<Record<string, Float32Array>> {
    return { 'returns.moments': this.#moments.toFloat32() };
  }
}
