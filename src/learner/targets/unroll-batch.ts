import { expected } from '../../shared/errors.js';
import { expectLength } from '../expect-length.js';

/** Unrolls of `T` steps with the values of their states. All columns are `[E, T]`: step `t` of unroll `e` is row `e * T + t`. */
export interface UnrollBatch {
  readonly rewards: Float32Array;
  /** 1 where the task ended, else 0. */
  readonly terminated: Uint8Array;
  /** 1 where time ran out, else 0. */
  readonly truncated: Uint8Array;
  /** `V(s_t)`. */
  readonly values: Float32Array;
  /**
   * `V` of the true next observation of every row: that of the row below inside an episode, a prediction of its own
   * where time ran out and at the unroll's end. Not read where the task ended.
   */
  readonly nextValues: Float32Array;
  /** `T`. */
  readonly numSteps: number;
}

/**
 * Rows of a batch of unrolls, once all its columns agree on them.
 *
 * @throws ManyhandsError `ERR_SHAPE` if they disagree, or are not whole unrolls
 */
export function numRowsOfUnrolls(batch: UnrollBatch): number {
  const { rewards, terminated, truncated, values, nextValues, numSteps } = batch;
  const numRows = rewards.length;
  if (!Number.isInteger(numSteps) || numSteps < 1) {
    throw expected('ERR_SHAPE', 'numSteps', 'a whole number from 1', numSteps);
  }
  if (numRows % numSteps !== 0) {
    throw expected('ERR_SHAPE', 'rewards', `whole unrolls of ${numSteps} steps`, `${numRows} elements`);
  }
  expectLength('terminated', terminated, numRows);
  expectLength('truncated', truncated, numRows);
  expectLength('values', values, numRows);
  expectLength('nextValues', nextValues, numRows);
  return numRows;
}
