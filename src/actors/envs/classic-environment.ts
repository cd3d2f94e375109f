import { expected } from '../../shared/errors.js';
import { createActions, expectAction } from './actions.js';
import type { ClassicTask } from './classic-task.js';
import { ClassicVector } from './classic-vector.js';
import type {
  Action,
  Actions,
  Environment,
  EnvironmentInfo,
  EnvironmentOptions,
  ResetOptions,
  ResetResult,
  StepResult,
} from './environment.js';

const NO_INFO: EnvironmentInfo = Object.freeze({});

/**
 * One environment of a classic task, stepped by the vector's own code. Rewards are float32, as a vector's are.
 *
 * The vector begins the next episode inside an ending step; the reset that follows only hands it out, so the stream
 * is drawn from in Gymnasium's order.
 */
export class ClassicEnvironment implements Environment {
  readonly #vector: ClassicVector;
  readonly #actions: Actions;
  #state: 'unseeded' | 'running' | 'ended' = 'unseeded';

  /** @throws ManyhandsError `ERR_CONFIG` for an unknown option or a wrong value */
  constructor(task: ClassicTask, options: EnvironmentOptions = {}) {
    this.#vector = new ClassicVector(task, { numEnvs: 1, options });
    this.#actions = createActions(task.actionSpace, 1);
  }

  get observationSpace() {
    return this.#vector.spec.observationSpace;
  }

  get actionSpace() {
    return this.#vector.spec.actionSpace;
  }

  /** @throws ManyhandsError `ERR_SEED` for a bad seed, `ERR_CONFIG` for options, as it has none */
  reset({ seed, options = {} }: ResetOptions = {}): ResetResult {
    const unknown = Object.keys(options)[0];
    if (unknown !== undefined) {
      throw expected('ERR_CONFIG', `reset options of '${this.#vector.spec.id}'`, 'none', `'${unknown}'`);
    }
    if (seed !== undefined) this.#vector.reset([seed]);
    else if (this.#state === 'unseeded') this.#vector.reset([0]);
    else if (this.#state === 'running') this.#vector.restart(0);
    this.#state = 'running';
    return { observation: this.#vector.observations.slice(), info: NO_INFO };
  }

  /** @throws ManyhandsError `ERR_ACTION` for a bad action, `ERR_ENV_STEP` outside an episode */
  step(action: Action): StepResult {
    const vector = this.#vector;
    const { spec } = vector;
    if (this.#state !== 'running') {
      const got = this.#state === 'ended' ? 'a step after the end of the episode' : 'a step before any reset';
      throw expected('ERR_ENV_STEP', `environment '${spec.id}'`, 'reset() first', got);
    }
    expectAction(spec, spec.actionSpace, action);
    if (typeof action === 'number') this.#actions[0] = action;
    else this.#actions.set(action);
    vector.step(this.#actions);
    const terminated = vector.terminated[0] === 1;
    const truncated = vector.truncated[0] === 1;
    if (terminated || truncated) this.#state = 'ended';
    const observation = vector.nextObservations.slice();
    return { observation, reward: vector.rewards[0]!, terminated, truncated, info: NO_INFO };
  }
}
