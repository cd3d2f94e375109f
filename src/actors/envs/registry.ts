import { nearest } from '../../shared/config/nearest.js';
import { expected } from '../../shared/errors.js';
import {
  BUILT_IN,
  registeredKind,
  type EnvironmentKind,
  type EnvironmentRegistration,
} from './environment-kind.js';
import type { Environment, EnvironmentOptions } from './environment.js';
import type { EnvironmentSpec, VectorEnvironment, VectorSettings } from './vector-environment.js';

// One registry a thread: modules load anew in each, so every thread that steps environments registers its own.
const kinds = new Map(BUILT_IN);

/**
 * Makes an environment known under `id` in this thread.
 *
 * Call it at the top level of a module given as `--env-module`, which every thread that needs it imports.
 *
 * @throws ManyhandsError `ERR_ENV_DUPLICATE` if the id is taken, `ERR_ENV_CONTRACT` or `ERR_CONFIG` if the id or the
 *   registration is not valid
 */
export function registerEnvironment(id: string, registration: EnvironmentRegistration): void {
  if (!/^\w[\w.:-]*$/.test(id)) {
    // The id names the run's directory.
    throw expected(
      'ERR_ENV_CONTRACT',
      'environment id',
      "a letter or digit, then letters, digits and '_.:-'",
      `'${id}'`,
    );
  }
  if (kinds.has(id))
    throw expected('ERR_ENV_DUPLICATE', 'environment id', 'one not registered yet', `'${id}'`);
  kinds.set(id, registeredKind(id, registration));
}

/** The ids known in this thread, built-in ones first. */
export function environmentIds(): string[] {
  return [...kinds.keys()];
}

/**
 * What is known of an environment before it runs.
 *
 * @throws ManyhandsError `ERR_ENV_UNKNOWN` naming the nearest id, `ERR_CONFIG` for a wrong option,
 *   `ERR_ENV_CONTRACT` if a user's environment cannot be made
 */
export function environmentSpec(id: string, options: EnvironmentOptions = {}): EnvironmentSpec {
  return kindOf(id).spec(options);
}

/**
 * A vector of environments for one thread to step.
 *
 * @throws ManyhandsError as {@link environmentSpec}, and `ERR_SHAPE` for settings that do not fit together
 */
export function createVectorEnvironment(id: string, settings: VectorSettings): VectorEnvironment {
  return kindOf(id).createVector(settings);
}

/**
 * One environment to reset and step by hand, with its time limit.
 *
 * @throws ManyhandsError as {@link environmentSpec}
 */
export function makeEnvironment(id: string, options: EnvironmentOptions = {}): Environment {
  return kindOf(id).create(options);
}

function kindOf(id: string): EnvironmentKind {
  const kind = kinds.get(id);
  if (kind !== undefined) return kind;
  const wanted = `one of ${environmentIds().join(', ')}`;
  throw expected(
    'ERR_ENV_UNKNOWN',
    'environment',
    wanted,
    `'${id}'; the nearest is '${nearest(id, kinds.keys())}'`,
  );
}
