import { expected } from '../../shared/errors.js';
import { describeSpace, sameSpace, spaceSize } from '../../shared/spaces.js';
import { createActions, expectActions } from './actions.js';
import { CheckedEnvironment } from './checked-environment.js';
import type { EnvironmentPlace } from './environment-place.js';
import type { Action, Actions, Environment } from './environment.js';
import {
  expectSeeds,
  vectorColumns,
  type EnvironmentSpec,
  type VectorEnvironment,
  type VectorSettings,
} from './vector-environment.js';

/** Steps environments written against {@link Environment} as one vector, checking everything they return. */
export class VectorAdapter implements VectorEnvironment {
  readonly spec: EnvironmentSpec;
  readonly numEnvs: number;
  readonly observations: Float32Array;
  readonly nextObservations: Float32Array;
  readonly rewards: Float32Array;
  readonly terminated: Uint8Array;
  readonly truncated: Uint8Array;
  readonly #environments: readonly CheckedEnvironment[];
  readonly #first: EnvironmentPlace;
  readonly #size: number;
  /** Ours, so that an environment cannot change what the policy's memory holds. */
  readonly #actions: Actions;
  /** Each environment's row of a box's actions. */
  readonly #actionRows: readonly Float32Array[];
  #isReset = false;

  /**
   * @param spec - what the environments are; all must have its spaces
   * @param create - makes one environment
   * @throws ManyhandsError `ERR_ENV_CONTRACT` naming the environment whose spaces are wrong or differ from the spec's
   */
  constructor(spec: EnvironmentSpec, create: () => Environment, settings: VectorSettings) {
    const { numEnvs, firstIndex = 0, actorIndex } = settings;
    const columns = vectorColumns(spec, settings);
    this.spec = spec;
    this.numEnvs = numEnvs;
    this.observations = columns.observations;
    this.nextObservations = columns.nextObservations;
    this.rewards = columns.rewards;
    this.terminated = columns.terminated;
    this.truncated = columns.truncated;
    this.#first = { id: spec.id, index: firstIndex, actorIndex };
    this.#size = spaceSize(spec.observationSpace);
    this.#actions = createActions(spec.actionSpace, numEnvs);
    this.#actionRows = this.#actions instanceof Float32Array ? rowsOf(this.#actions, numEnvs) : [];
    this.#environments = Array.from({ length: numEnvs }, (_, i) => {
      const place = { ...this.#first, index: firstIndex + i };
      const environment = new CheckedEnvironment(create(), place, spec.maxEpisodeSteps);
      expectSameSpaces(spec, environment, firstIndex + i);
      return environment;
    });
  }

  reset(seeds: readonly number[]): void {
    expectSeeds(this.spec, this.numEnvs, seeds);
    this.nextObservations.fill(0);
    this.rewards.fill(0);
    this.terminated.fill(0);
    this.truncated.fill(0);
    for (let i = 0; i < this.numEnvs; i++) {
      this.observations.set(this.#environments[i]!.reset({ seed: seeds[i] }).observation, i * this.#size);
    }
    this.#isReset = true;
  }

  step(actions: Actions): void {
    const { numEnvs, observations, nextObservations } = this;
    expectActions(this.#first, this.spec.actionSpace, numEnvs, actions);
    if (!this.#isReset) {
      throw expected(
        'ERR_ENV_STEP',
        `environment '${this.spec.id}'`,
        'reset before the first step',
        'a step',
      );
    }
    this.#actions.set(actions);
    for (let i = 0; i < numEnvs; i++) {
      const environment = this.#environments[i]!;
      const action: Action = this.#actionRows[i] ?? this.#actions[i]!;
      const { observation, reward, terminated, truncated } = environment.step(action);
      // Copied before the reset: the environment may reuse one array for every observation.
      nextObservations.set(observation, i * this.#size);
      this.rewards[i] = reward;
      this.terminated[i] = terminated ? 1 : 0;
      this.truncated[i] = truncated ? 1 : 0;
      const current = terminated || truncated ? environment.reset().observation : observation;
      observations.set(current, i * this.#size);
    }
  }
}

function rowsOf(array: Float32Array, numRows: number): Float32Array[] {
  const width = array.length / numRows;
  return Array.from({ length: numRows }, (_, i) => array.subarray(i * width, (i + 1) * width));
}

function expectSameSpaces(spec: EnvironmentSpec, environment: CheckedEnvironment, index: number): void {
  for (const name of ['observationSpace', 'actionSpace'] as const) {
    if (sameSpace(spec[name], environment[name])) continue;
    const subject = `environment '${spec.id}' #${index}, ${name}`;
    const got = describeSpace(environment[name]);
    throw expected('ERR_ENV_CONTRACT', subject, `${describeSpace(spec[name])} as in every other`, got);
  }
}
