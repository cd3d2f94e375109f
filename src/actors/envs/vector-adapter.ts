import { expected } from '../../shared/errors.js';
import { describeSpace, sameSpace, spaceSize } from '../../shared/spaces.js';
import { CheckedEnvironment } from './checked-environment.js';
import type { Environment } from './environment.js';
import {
  expectActions,
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
  readonly #firstIndex: number;
  readonly #size: number;
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
    this.#firstIndex = firstIndex;
    this.#size = spaceSize(spec.observationSpace);
    this.#environments = Array.from({ length: numEnvs }, (_, i) => {
      const place = { id: spec.id, index: firstIndex + i, actorIndex };
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

  step(actions: Int32Array): void {
    const { numEnvs, observations, nextObservations } = this;
    expectActions(this.spec, this.#firstIndex, numEnvs, actions);
    if (!this.#isReset) {
      throw expected(
        'ERR_ENV_STEP',
        `environment '${this.spec.id}'`,
        'reset before the first step',
        'a step',
      );
    }
    for (let i = 0; i < numEnvs; i++) {
      const environment = this.#environments[i]!;
      const { observation, reward, terminated, truncated } = environment.step(actions[i]!);
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

function expectSameSpaces(spec: EnvironmentSpec, environment: CheckedEnvironment, index: number): void {
  for (const name of ['observationSpace', 'actionSpace'] as const) {
    if (sameSpace(spec[name], environment[name])) continue;
    const subject = `environment '${spec.id}' #${index}, ${name}`;
    const got = describeSpace(environment[name]);
    throw expected('ERR_ENV_CONTRACT', subject, `${describeSpace(spec[name])} as in every other`, got);
  }
}
