import { expectLength } from '../expect-length.js';

/**
 * How much of the targets' variance the values explain.
 *
 * ```text
 *   1 - Var(target - value) / Var(target)
 * ```
 *
 * 1 is a perfect prediction, 0 no better than a constant, below 0 worse than one. NaN if all targets are equal: there
 * is nothing to explain. A constant offset of the values does not show.
 *
 * @throws ManyhandsError `ERR_SHAPE` if the two differ in length
 */
export function explainedVariance(values: Float32Array, targets: Float32Array): number {
  expectLength('values', values, targets.length);
  let targetSum = 0;
  let errorSum = 0;
  for (let i = 0; i < targets.length; i++) {
    targetSum += targets[i]!;
    errorSum += targets[i]! - values[i]!;
  }
  const targetMean = targetSum / targets.length;
  const errorMean = errorSum / targets.length;
  let targetSquares = 0;
  let errorSquares = 0;
  for (let i = 0; i < targets.length; i++) {
    targetSquares += (targets[i]! - targetMean) ** 2;
    errorSquares += (targets[i]! - values[i]! - errorMean) ** 2;
  }
  return targetSquares === 0 ? NaN : 1 - errorSquares / targetSquares;
}
