import type { InferenceNetwork } from '../../shared/network/forward.js';
import { RandomStream } from '../../shared/random/random-stream.js';
import { STREAM_ROLE } from '../../shared/random/stream-role.js';
import type { EnvironmentRange, EpsilonSchedule } from './epsilon-schedule.js';

/**
 * The greedy policy of a Q-network, with a random action in its place with probability epsilon.
 *
 * Every environment draws from a stream of its own, one number to decide and, when exploring, one for the
 * action, so its actions do not depend on which actor steps it or beside which others.
 */
export class EpsilonGreedyPolicy {
  /** Where the environments put what they observe. Shape `[E, D]`. */
  readonly observations: Float32Array;
  /** Flat network parameters; overwrite to change the policy. */
  readonly parameters: Float32Array;
  readonly #network: InferenceNetwork;
  readonly #schedule: EpsilonSchedule;
  readonly #streams: readonly RandomStream[];
  readonly #numActions: number;

  /** @param incarnation - which life of its actor this is: each explores anew */
  constructor(
    network: InferenceNetwork,
    schedule: EpsilonSchedule,
    numActions: number,
    { firstEnv, numEnvs, totalEnvs }: EnvironmentRange,
    seed: number,
    incarnation = 0,
  ) {
    this.#network = network;
    this.#schedule = schedule;
    this.#numActions = numActions;
    this.observations = network.input;
    this.parameters = network.parameters;
    this.#streams = Array.from({ length: numEnvs }, (_, i) =>
      RandomStream.derive(seed, STREAM_ROLE.exploration, incarnation * totalEnvs + firstEnv + i),
    );
  }

  /**
   * Chooses on what {@link observations} hold.
   *
   * @param actions - receives one action per environment. Shape `[E]`
   * @param stepsPerEnv - steps that every environment has made before this one
   */
  act(actions: Int32Array, stepsPerEnv: number): void {
    const numEnvs = actions.length;
    this.#schedule.advanceTo(stepsPerEnv);
    const { epsilons } = this.#schedule;
    this.#network.greedyActions(numEnvs, actions);
    for (let i = 0; i < numEnvs; i++) {
      const stream = this.#streams[i]!;
      if (stream.nextFloat() < epsilons[i]!) actions[i] = stream.nextInt(this.#numActions);
    }
  }

  /** Tells the schedule that environment `index` has ended an episode. */
  endEpisode(index: number): void {
    this.#schedule.endEpisode(index);
  }

  /** Mean epsilon over the environments, as of the latest step. */
  get meanEpsilon(): number {
    const { epsilons } = this.#schedule;
    let sum = 0;
    for (const epsilon of epsilons) sum += epsilon;
    return sum / epsilons.length;
  }
}
