import { expected } from '../../shared/errors.js';
import { expectLength } from '../expect-length.js';

/**
 * Discounted returns of one whole episode.
 *
 * ```text
 *   G_t = sum_{k = t}^{T - 1} discount^{k - t} * r_k
 * ```
 *
 * Nothing is added for what would have followed a time limit.
 *
 * Source: Sutton and Barto, "Reinforcement Learning: An Introduction", 2nd edition (2018), equation 3.8.
 *
 * @param rewards - of the episode's steps, in order. Shape `[T]`
 * @param returns - receives `G`. Shape `[T]`; may be `rewards` itself
 * @throws ManyhandsError `ERR_SHAPE` if the two differ in length
 */
export function discountedReturns(rewards: Float32Array, discount: number, returns: Float32Array): void {
  expectLength('returns', returns, rewards.length);
  let sum = 0;
  for (let t = rewards.length - 1; t >= 0; t--) {
    sum = rewards[t]! + discount * sum;
    returns[t] = sum;
  }
}

/** Weights of the rows of a batch of whole episodes. Both `[B]`, overwritten. */
export interface EpisodeWeights {
  /** `1 / N`: a sum over each episode, a mean over the `N` episodes. */
  readonly policyWeight: Float32Array;
  /** `1 / (N * T)` in an episode of `T` steps: a mean over each episode, a mean over the episodes. */
  readonly valueWeight: Float32Array;
}

/**
 * Weighs the rows of `N` episodes, one after another.
 *
 * @param lengths - steps of each episode. Shape `[N]`
 * @throws ManyhandsError `ERR_SHAPE` if an episode has no step, or the lengths do not add up to the rows
 */
export function episodeWeights(
  lengths: ArrayLike<number>,
  { policyWeight, valueWeight }: EpisodeWeights,
): void {
  let numRows = 0;
  for (let n = 0; n < lengths.length; n++) {
    const length = lengths[n]!;
    if (!Number.isInteger(length) || length < 1) {
      throw expected('ERR_SHAPE', `length of episode ${n}`, 'a whole number from 1', length);
    }
    numRows += length;
  }
  expectLength('policyWeight', policyWeight, numRows);
  expectLength('valueWeight', valueWeight, numRows);

  const perEpisode = 1 / lengths.length;
  policyWeight.fill(perEpisode);
  for (let n = 0, start = 0; n < lengths.length; n++) {
    const end = start + lengths[n]!;
    valueWeight.fill(perEpisode / lengths[n]!, start, end);
    start = end;
  }
}
