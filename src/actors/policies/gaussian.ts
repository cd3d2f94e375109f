import type { InferenceNetwork } from '../../shared/network/forward.js';
import type { RandomStream } from '../../shared/random/random-stream.js';
import type { BoxSpace } from '../../shared/spaces.js';
import { observationRows } from './acting-network.js';
import { clipInto } from './clip.js';
import type { Policy } from './policy.js';

/** The output that holds the logarithms of a Gaussian policy's standard deviations. */
export const LOG_STANDARD_DEVIATION = 'logStandardDeviation';

/** `ln(2 pi) / 2`. */
const HALF_LOG_TWO_PI = Math.log(2 * Math.PI) / 2;

/**
 * Draws each element of an action from a normal distribution of its own: the network's first output is the means, the
 * output 'logStandardDeviation' the logarithms of the standard deviations.
 *
 * ```text
 *   a_k = mu_k + e^s_k * z_k,  z_k ~ N(0, 1)        ln pi(a | x) = - sum_k ((a_k - mu_k)^2 / (2 e^(2 s_k)) + s_k + ln(2 pi) / 2)
 * ```
 *
 * The learner is given the sample and its log-probability as they are; the environments get it clipped to the box.
 *
 * Source: Williams, "Simple Statistical Gradient-Following Algorithms for Connectionist Reinforcement Learning" (1992),
 * doi:10.1007/BF00992696, section 6.
 */
export class GaussianPolicy implements Policy {
  readonly observations: Float32Array;
  readonly parameters: Float32Array;
  readonly actions: Float32Array;
  readonly environmentActions: Float32Array;
  readonly logProbabilities: Float32Array;
  readonly epsilon = NaN;
  readonly #network: InferenceNetwork;
  readonly #space: BoxSpace;
  readonly #means: Float32Array;
  readonly #logDeviations: Float32Array;
  readonly #streams: readonly RandomStream[];

  /** @param streams - one an environment */
  constructor(network: InferenceNetwork, space: BoxSpace, streams: readonly RandomStream[]) {
    const numElements = streams.length * space.low.length;
    this.#network = network;
    this.#space = space;
    this.#means = network.outputRegion.view;
    this.#logDeviations = network.outputRegionOf(LOG_STANDARD_DEVIATION).view;
    this.#streams = streams;
    this.observations = observationRows(network, streams.length);
    this.parameters = network.parameters;
    this.actions = new Float32Array(numElements);
    this.environmentActions = new Float32Array(numElements);
    this.logProbabilities = new Float32Array(streams.length);
  }

  act(): void {
    const { actions, logProbabilities } = this;
    const numEnvs = logProbabilities.length;
    const size = this.#space.low.length;
    const means = this.#means;
    const logDeviations = this.#logDeviations;
    this.#network.forward(numEnvs);
    for (let e = 0, i = 0; e < numEnvs; e++) {
      const stream = this.#streams[e]!;
      let logProbability = -size * HALF_LOG_TWO_PI;
      for (let k = 0; k < size; k++, i++) {
        const deviation = Math.exp(logDeviations[i]!);
        actions[i] = means[i]! + deviation * stream.nextNormal();
        // Of the sample as it is stored: rounding to float32 moves it by a part of a narrow distribution's width.
        const z = (actions[i]! - means[i]!) / deviation;
        logProbability -= 0.5 * z * z + logDeviations[i]!;
      }
      logProbabilities[e] = logProbability;
    }
    clipInto(actions, this.#space, this.environmentActions);
  }

  endEpisode(): void {
    // An episode is nothing to a distribution.
  }
}
