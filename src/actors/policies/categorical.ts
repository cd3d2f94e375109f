import type { RandomStream } from '../../shared/random/random-stream.js';
import { observationRows, type ActingNetwork } from './acting-network.js';
import type { Policy } from './policy.js';

/**
 * Draws actions from the softmax of a network's first output, the logits.
 *
 * ```text
 *   pi(a | x) = e^l(a) / sum_b e^l(b)        a = the least a with u < pi(0 | x) + ... + pi(a | x),  u uniform in [0, 1)
 * ```
 *
 * An environment draws one number a step. An action whose probability is 0 is never chosen.
 */
export class CategoricalPolicy implements Policy {
  readonly observations: Float32Array;
  readonly parameters: Float32Array;
  readonly actions: Int32Array;
  readonly environmentActions: Int32Array;
  readonly logProbabilities: Float32Array;
  readonly epsilon = NaN;
  readonly #acting: ActingNetwork;
  readonly #numActions: number;
  readonly #streams: readonly RandomStream[];

  /** @param streams - one an environment */
  constructor(acting: ActingNetwork, numActions: number, streams: readonly RandomStream[]) {
    const { network } = acting;
    this.#acting = acting;
    this.#numActions = numActions;
    this.#streams = streams;
    this.observations = observationRows(network, streams.length);
    this.parameters = network.parameters;
    this.actions = new Int32Array(streams.length);
    this.environmentActions = this.actions;
    this.logProbabilities = new Float32Array(streams.length);
  }

  act(): void {
    const { actions, logProbabilities } = this;
    const { network, run, probabilities, logProbabilities: logs } = this.#acting;
    const numEnvs = actions.length;
    const numActions = this.#numActions;
    network.forward(numEnvs);
    const logits = network.outputRegion.pointer;
    run.softmaxRows(logits, probabilities.pointer, numEnvs, numActions);
    run.logSoftmaxRows(logits, logs.pointer, numEnvs, numActions);
    for (let e = 0, first = 0; e < numEnvs; e++, first += numActions) {
      const action = chooseBy(this.#streams[e]!.nextFloat(), probabilities.view, first, numActions);
      actions[e] = action;
      logProbabilities[e] = logs.view[first + action]!;
    }
  }

  endEpisode(): void {
    // An episode is nothing to a distribution.
  }
}

/**
 * Inverse of the cumulative distribution whose probabilities begin at `first`. The last action that can be chosen
 * takes what their sum lacks of 1 by rounding.
 */
function chooseBy(u: number, probabilities: Float32Array, first: number, numActions: number): number {
  let cumulative = 0;
  let action = 0;
  for (let a = 0; a < numActions; a++) {
    const probability = probabilities[first + a]!;
    cumulative += probability;
    if (probability > 0) action = a;
    if (u < cumulative) break;
  }
  return action;
}
