import { expected, messageOf } from '../../shared/errors.js';
import { ACROBOT } from './acrobot.js';
import { CARTPOLE_PIXELS } from './cartpole-pixels.js';
import { CARTPOLE } from './cartpole.js';
import { CheckedEnvironment } from './checked-environment.js';
import { ClassicEnvironment } from './classic-environment.js';
import type { ClassicTask } from './classic-task.js';
import { ClassicVector } from './classic-vector.js';
import { timeLimit } from './environment-options.js';
import type { Environment, EnvironmentOptions } from './environment.js';
import { MOUNTAIN_CAR_CONTINUOUS } from './mountain-car-continuous.js';
import { MOUNTAIN_CAR } from './mountain-car.js';
import { PENDULUM } from './pendulum.js';
import { VectorAdapter } from './vector-adapter.js';
import type { EnvironmentSpec, VectorEnvironment, VectorSettings } from './vector-environment.js';

/** How environments of one id are made, whoever wrote them. */
export interface EnvironmentKind {
  spec(options: EnvironmentOptions): EnvironmentSpec;
  createVector(settings: VectorSettings): VectorEnvironment;
  create(options: EnvironmentOptions): Environment;
}

/** A user's environment, as handed to `registerEnvironment`. */
export interface EnvironmentRegistration {
  /** Makes one environment, in the thread that steps it; also called to learn the spaces under these options. */
  create(options: EnvironmentOptions): Environment;
  /** Steps after which an episode is truncated. Never unless given; a run's options can override it. */
  readonly maxEpisodeSteps?: number | undefined;
  /** Mean return from which the task counts as solved. */
  readonly returnThreshold?: number | undefined;
}

/** The environments that come with the package. */
export const BUILT_IN: ReadonlyMap<string, EnvironmentKind> = new Map(
  [CARTPOLE, MOUNTAIN_CAR, MOUNTAIN_CAR_CONTINUOUS, ACROBOT, PENDULUM, CARTPOLE_PIXELS].map((task) => [
    task.id,
    classicKind(task),
  ]),
);

function classicKind(task: ClassicTask): EnvironmentKind {
  return {
    // Through a vector, as only what is built has had all its options checked.
    spec: (options) => new ClassicVector(task, { numEnvs: 1, options }).spec,
    createVector: (settings) => new ClassicVector(task, settings),
    create: (options) => new ClassicEnvironment(task, options),
  };
}

/**
 * A user's environment as a kind.
 *
 * @throws ManyhandsError `ERR_ENV_CONTRACT` or `ERR_CONFIG` if the registration is not one
 */
export function registeredKind(
  id: string,
  registration: Partial<EnvironmentRegistration> | undefined,
): EnvironmentKind {
  const { maxEpisodeSteps = null, returnThreshold = null } = registration ?? {};
  if (typeof registration?.create !== 'function') {
    const got = typeof registration?.create;
    throw expected('ERR_ENV_CONTRACT', `registration of '${id}'`, 'a create(options) method', got);
  }
  const { create } = registration;
  timeLimit(id, {}, maxEpisodeSteps);
  if (returnThreshold !== null && !Number.isFinite(returnThreshold)) {
    throw expected('ERR_CONFIG', `returnThreshold of '${id}'`, 'a finite number', returnThreshold);
  }

  const createOne = (options: EnvironmentOptions): Environment => {
    try {
      return create.call(registration, options);
    } catch (cause) {
      const got = `an error: ${messageOf(cause)}`;
      throw expected('ERR_ENV_CONTRACT', `create() of '${id}'`, 'an environment', got, { cause });
    }
  };
  const checked = (options: EnvironmentOptions) =>
    new CheckedEnvironment(createOne(options), { id }, timeLimit(id, options, maxEpisodeSteps));
  const spec = (options: EnvironmentOptions): EnvironmentSpec => {
    // Spaces may depend on the options, so only an instance can tell.
    const { observationSpace, actionSpace } = checked(options);
    const limit = timeLimit(id, options, maxEpisodeSteps);
    return { id, observationSpace, actionSpace, maxEpisodeSteps: limit, returnThreshold };
  };
  return {
    spec,
    create: checked,
    createVector: (settings) => {
      const options = settings.options ?? {};
      return new VectorAdapter(spec(options), () => createOne(options), settings);
    },
  };
}
