import type { InferenceNetwork } from '../../shared/network/forward.js';
import type { RandomStream } from '../../shared/random/random-stream.js';
import { observationRows } from './acting-network.js';
import type { EpsilonSchedule } from './epsilon-schedule.js';
import type { Policy } from './policy.js';

/**
 * The greedy policy of a Q-network, with a random action in its place with probability epsilon.
 *
 * An environment draws one number to decide and, when exploring, one for the action.
 */
export class EpsilonGreedyPolicy implements Policy {
  readonly observations: Float32Array;
  readonly parameters: Float32Array;
  readonly actions: Int32Array;
  readonly environmentActions: Int32Array;
  readonly logProbabilities = undefined;
  readonly #network: InferenceNetwork;
  readonly #schedule: EpsilonSchedule;
  readonly #numActions: number;
  readonly #streams: readonly RandomStream[];

  /** @param streams - one an environment */
  constructor(
    network: InferenceNetwork,
    schedule: EpsilonSchedule,
    numActions: number,
    streams: readonly RandomStream[],
  ) {
    this.#network = network;
    this.#schedule = schedule;
    this.#numActions = numActions;
    this.#streams = streams;
    this.observations = observationRows(network, streams.length);
    this.parameters = network.parameters;
    this.actions = new Int32Array(streams.length);
    this.environmentActions = this.actions;
  }

  act(stepsPerEnv: number): void {
    const { actions } = this;
    const numEnvs = actions.length;
    this.#schedule.advanceTo(stepsPerEnv);
    const { epsilons } = this.#schedule;
    this.#network.greedyActions(numEnvs, actions);
    for (let i = 0; i < numEnvs; i++) {
      const stream = this.#streams[i]!;
      if (stream.nextFloat() < epsilons[i]!) actions[i] = stream.nextInt(this.#numActions);
    }
  }

  endEpisode(index: number): void {
    this.#schedule.endEpisode(index);
  }

  get epsilon(): number {
    const { epsilons } = this.#schedule;
    let sum = 0;
    for (const epsilon of epsilons) sum += epsilon;
    return sum / epsilons.length;
  }
}
