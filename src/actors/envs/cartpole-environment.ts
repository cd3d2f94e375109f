import { expected } from '../../shared/errors.js';
import { expectAction } from './actions.js';
import { CARTPOLE_ID, CartPoleVector } from './cartpole.js';
import type {
  Action,
  Environment,
  EnvironmentInfo,
  EnvironmentOptions,
  ResetOptions,
  ResetResult,
  StepResult,
} from './environment.js';

const NO_INFO: EnvironmentInfo = Object.freeze({});

/**
 * One CartPole-v1, stepped by the vector's own code.
 *
 * The vector begins the next episode inside an ending step; the reset that follows only hands it out, so the stream
 * is drawn from in Gymnasium's order.
 */
export class CartPoleEnvironment implements Environment {
  readonly #vector: CartPoleVector;
  readonly #action = new Int32Array(1);
  #state: 'unseeded' | 'running' | 'ended' = 'unseeded';

  /** @throws ManyhandsError `ERR_CONFIG` for an unknown option or a wrong value */
  constructor(options: EnvironmentOptions = {}) {
    this.#vector = new CartPoleVector({ numEnvs: 1, options });
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
      throw expected('ERR_CONFIG', `reset options of '${CARTPOLE_ID}'`, 'none', `'${unknown}'`);
    }
    if (seed !== undefined) this.#vector.reset([seed]);
    else if (this.#state === 'unseeded') this.#vector.reset([0]);
    else if (this.#state === 'running') this.#vector.restart(0);
    this.#state = 'running';
    return { observation: this.#vector.observations.slice(), info: NO_INFO };
  }

  /** @throws ManyhandsError `ERR_ACTION` for a bad action, `ERR_ENV_STEP` outside an episode */
  step(action: Action): StepResult {
    if (this.#state !== 'running') {
      const got = this.#state === 'ended' ? 'a step after the end of the episode' : 'a step before any reset';
      throw expected('ERR_ENV_STEP', `environment '${CARTPOLE_ID}'`, 'reset() first', got);
    }
    const vector = this.#vector;
    expectAction(vector.spec, vector.spec.actionSpace, action);
    this.#action[0] = action as number;
    vector.step(this.#action);
    const terminated = vector.terminated[0] === 1;
    const truncated = vector.truncated[0] === 1;
    if (terminated || truncated) this.#state = 'ended';
    const observation = vector.nextObservations.slice();
    return { observation, reward: vector.rewards[0]!, terminated, truncated, info: NO_INFO };
  }
}
