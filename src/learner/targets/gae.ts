import { expectLength } from '../expect-length.js';
import { numRowsOfUnrolls, type UnrollBatch } from './unroll-batch.js';

export interface GaeOptions {
  /** `gamma`, in `[0, 1]`. */
  readonly discount: number;
  /** `lambda`, in `[0, 1]`: 0 is the one-step TD error, 1 all rewards up to the unroll's end. */
  readonly lambda: number;
}

/** Both `[E, T]`, overwritten. */
export interface GaeTargets {
  readonly advantages: Float32Array;
  /** `advantages + values`: the lambda-returns. */
  readonly valueTargets: Float32Array;
}

/**
 * Generalized advantage estimation.
 *
 * ```text
 *   delta_t = r_t + discount * (1 - terminated_t) * V(s_{t+1}) - V(s_t)
 *   A_t     = sum_{l = 0}^{n - 1} (discount * lambda)^l * delta_{t+l}
 * ```
 *
 * The sum ends with the step that ended its episode, by the task or by time, or with the unroll. Where time ran out
 * the value of the true next observation stands for what would have followed.
 *
 * Source: Schulman et al., "High-Dimensional Continuous Control Using Generalized Advantage Estimation" (2016),
 * arXiv:1506.02438, equation 16, cut off at the unroll's end.
 *
 * @throws ManyhandsError `ERR_SHAPE` if the arrays disagree on their rows, or are not whole unrolls
 */
export function generalizedAdvantages(
  batch: UnrollBatch,
  { discount, lambda }: GaeOptions,
  { advantages, valueTargets }: GaeTargets,
): void {
  const { rewards, terminated, truncated, values, nextValues, numSteps } = batch;
  const numRows = numRowsOfUnrolls(batch);
  expectLength('advantages', advantages, numRows);
  expectLength('valueTargets', valueTargets, numRows);

  const decay = discount * lambda;
  for (let first = 0; first < numRows; first += numSteps) {
    let advantage = 0;
    for (let i = first + numSteps - 1; i >= first; i--) {
      const future = terminated[i] === 0 ? discount * nextValues[i]! : 0;
      const delta = rewards[i]! + future - values[i]!;
      const goesOn = terminated[i] === 0 && truncated[i] === 0;
      advantage = goesOn ? delta + decay * advantage : delta;
      advantages[i] = advantage;
      valueTargets[i] = advantage + values[i]!;
    }
  }
}
