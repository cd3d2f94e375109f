import { environmentOptions } from '../../../actors/environment-options.js';
import type { ClassicTask } from '../../../actors/envs/classic-task.js';
import { ClassicVector } from '../../../actors/envs/classic-vector.js';
import {
  createActingNetwork,
  observationRows,
  type ActingNetwork,
} from '../../../actors/policies/acting-network.js';
import { createGreedyPolicy, createSampledPolicy } from '../../../actors/policies/create-policy.js';
import { evaluationStream } from '../../../actors/policies/exploration-streams.js';
import type { Policy } from '../../../actors/policies/policy.js';
import { expected } from '../../../shared/errors.js';
import type { RunDescription } from '../../protocol.js';

/** What of a run decides how it is played. */
export type PlayedRun = Pick<RunDescription, 'env' | 'network' | 'actions'>;

/**
 * Plays a run's environment as its evaluations do, one step at a time: the same environments, policies and kernels, so an
 * episode of a seed is the one that `manyhands eval` plays with that seed, unless it is nudged or its weights change.
 *
 * Episodes have the seeds 0, 1, 2, and so on.
 */
export class Player {
  /** Version of the weights it plays with; undefined until there are some. */
  version: number | undefined;
  /** Seed of the episode under way. */
  seed = 0;
  /** Steps and return of the episode under way, or of the one that is over. */
  steps = 0;
  return = 0;
  /** What the latest step of the episode chose: a number of a discrete space, or the first element of a box. */
  action: number | undefined;
  /** Whether the episode has ended; {@link step} then waits for {@link nextEpisode}. */
  isOver = false;
  readonly #run: PlayedRun;
  readonly #acting: ActingNetwork;
  readonly #environment: ClassicVector;
  #policy: Policy;

  /** @throws ManyhandsError if the run's network or options do not fit the task, or `kernels` are none */
  constructor(task: ClassicTask, run: PlayedRun, kernels: WebAssembly.Module) {
    this.#run = run;
    this.#acting = createActingNetwork(kernels, run.network, 1);
    this.#environment = new ClassicVector(task, {
      numEnvs: 1,
      options: environmentOptions(run.env),
      observations: observationRows(this.#acting.network, 1),
    });
    this.#policy = this.#begin();
  }

  /** Where the environment is, in full precision; of an episode that is over, where it ended. */
  get state(): Float64Array {
    return this.isOver ? this.#environment.finalStates : this.#environment.states;
  }

  /** @throws ManyhandsError `ERR_WEIGHTS` if there are not as many as the network has; the old ones then stay */
  setWeights(version: number, parameters: Float32Array): void {
    const own = this.#acting.network.parameters;
    if (parameters.length !== own.length) {
      const subject = `weights of version ${version}`;
      throw expected('ERR_WEIGHTS', subject, `${own.length} numbers`, parameters.length);
    }
    own.set(parameters);
    this.version = version;
  }

  /** Leaves the episode and begins that of the next seed. */
  nextEpisode(): void {
    this.seed++;
    this.steps = 0;
    this.return = 0;
    this.action = undefined;
    this.isOver = false;
    this.#policy = this.#begin();
  }

  /** @throws ManyhandsError `ERR_WEIGHTS` without weights, `ERR_ENV_STEP` after the end of the episode */
  step(): void {
    const environment = this.#environment;
    if (this.version === undefined) throw expected('ERR_WEIGHTS', 'player', 'weights before a step', 'none');
    if (this.isOver) throw expected('ERR_ENV_STEP', 'player', 'nextEpisode() first', 'a step after the end');
    this.#policy.act(this.steps);
    environment.step(this.#policy.environmentActions);
    this.action = this.#policy.environmentActions[0];
    this.steps++;
    this.return += environment.rewards[0]!;
    this.isOver = environment.terminated[0] === 1 || environment.truncated[0] === 1;
  }

  /** Gives the environment a blow, as `ClassicVector.nudge`; one after the end of the episode is lost with the next. */
  nudge(strength: number): void {
    this.#environment.nudge(0, strength);
  }

  #begin(): Policy {
    this.#environment.reset([this.seed]);
    const { actionSpace } = this.#environment.spec;
    return this.#run.actions === 'greedy'
      ? createGreedyPolicy(this.#acting, actionSpace, 1)
      : createSampledPolicy(this.#acting, actionSpace, [evaluationStream(this.seed)]);
  }
}
