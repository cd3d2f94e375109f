import { expectLength } from '../expect-length.js';
import { numRowsOfUnrolls, type UnrollBatch } from './unroll-batch.js';

export interface VtraceBatch extends UnrollBatch {
  /** `log pi(a_t | s_t) - log mu(a_t | s_t)`, target policy over behaviour policy. `[E, T]`. */
  readonly logRhos: Float32Array;
}

export interface VtraceOptions {
  /** `gamma`, in `[0, 1]`. */
  readonly discount: number;
  /** The paper's `rho bar`: bounds the weight of a TD error, and so decides which policy's values are learned. */
  readonly rhoClip: number;
  /**
   * The paper's `c bar`: bounds how far a TD error is carried back, and so the variance. The paper takes it to be at
   * most `rhoClip`.
   */
  readonly cClip: number;
  /** Bounds the importance weight of a policy gradient. */
  readonly pgRhoClip: number;
  /** In `[0, 1]`; 1 unless given. */
  readonly lambda?: number | undefined;
}

/** Both `[E, T]`, overwritten. */
export interface VtraceTargets {
  /** `v_t`: what the values should be. */
  readonly valueTargets: Float32Array;
  /** Of the policy gradient, importance weight included. */
  readonly advantages: Float32Array;
}

/**
 * V-trace: value targets and advantages of the target policy, from steps of a behaviour policy that lags behind it.
 *
 * ```text
 *   rho_t   = min(rhoClip, pi(a_t | s_t) / mu(a_t | s_t))
 *   c_t     = lambda * min(cClip, pi(a_t | s_t) / mu(a_t | s_t))
 *   delta_t = rho_t * ( r_t + discount * V(s_{t+1}) - V(s_t) )
 *   v_s     = V(s_s) + sum_{t = s}^{s + n - 1} discount^{t-s} * ( prod_{i = s}^{t-1} c_i ) * delta_t
 *   A_s     = min(pgRhoClip, pi / mu) * ( r_s + discount * v_{s+1} - V(s_s) )
 * ```
 *
 * After a step where the task ended there is no future: `V(s_{t+1})` and `v_{s+1}` are 0. The sum ends with the step
 * that ended its episode, by the task or by time, or with the unroll; there `v_{s+1}` is `V(s_{s+1})`.
 *
 * Source: Espeholt et al., "IMPALA" (2018), arXiv:1802.01561, equation 1, remark 2 (lambda) and section 4.2 (the
 * advantages).
 *
 * @throws ManyhandsError `ERR_SHAPE` if the arrays disagree on their rows, or are not whole unrolls
 */
export function vtraceTargets(
  batch: VtraceBatch,
  { discount, rhoClip, cClip, pgRhoClip, lambda = 1 }: VtraceOptions,
  { valueTargets, advantages }: VtraceTargets,
): void {
  const { rewards, terminated, truncated, values, nextValues, logRhos, numSteps } = batch;
  const numRows = numRowsOfUnrolls(batch);
  expectLength('logRhos', logRhos, numRows);
  expectLength('valueTargets', valueTargets, numRows);
  expectLength('advantages', advantages, numRows);

  for (let first = 0; first < numRows; first += numSteps) {
    // v_{s+1} - V(s_{s+1})
    let correction = 0;
    for (let i = first + numSteps - 1; i >= first; i--) {
      const isTerminal = terminated[i] !== 0;
      if (isTerminal || truncated[i] !== 0) correction = 0;
      const nextValue = isTerminal ? 0 : nextValues[i]!;
      const rho = Math.exp(logRhos[i]!);
      const value = values[i]!;
      const delta = Math.min(rhoClip, rho) * (rewards[i]! + discount * nextValue - value);
      const nextTarget = nextValue + correction;
      advantages[i] = Math.min(pgRhoClip, rho) * (rewards[i]! + discount * nextTarget - value);
      correction = delta + discount * lambda * Math.min(cClip, rho) * correction;
      valueTargets[i] = value + correction;
    }
  }
}
