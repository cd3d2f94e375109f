import { expected } from '../../shared/errors.js';
import { spaceSize } from '../../shared/spaces.js';
import type { Actions, ActionSpace, EnvironmentOptions, ObservationSpace } from './environment.js';

/** What is known of an environment before it runs. */
export interface EnvironmentSpec {
  readonly id: string;
  readonly observationSpace: ObservationSpace;
  readonly actionSpace: ActionSpace;
  /** Steps after which an episode is truncated; `null` for never. */
  readonly maxEpisodeSteps: number | null;
  /** Mean return from which the task counts as solved; `null` where none is agreed. */
  readonly returnThreshold: number | null;
}

/**
 * `E` environments stepped together without allocating, with SAME_STEP autoreset: an environment whose episode
 * ends starts its next one inside the same step.
 *
 * The arrays live as long as the vector and are overwritten by every call. `D` is the size of the observation.
 */
export interface VectorEnvironment {
  readonly spec: EnvironmentSpec;
  /** `E`. */
  readonly numEnvs: number;
  /** What the policy acts on next: after an episode's end already the next episode's first. Shape `[E, D]`. */
  readonly observations: Float32Array;
  /** What the last step led to, before any reset: bootstrap from these. Shape `[E, D]`. */
  readonly nextObservations: Float32Array;
  /** Shape `[E]`. */
  readonly rewards: Float32Array;
  /** 1 where the last step ended the task. Shape `[E]`. */
  readonly terminated: Uint8Array;
  /** 1 where the last step was cut short. Shape `[E]`; both flags can be 1. */
  readonly truncated: Uint8Array;
  /**
   * Seeds every environment and starts its first episode. Rewards, flags and `nextObservations` are of no step yet
   * and are cleared.
   *
   * @param seeds - shape `[E]`, non-negative integers
   */
  reset(seeds: readonly number[]): void;
  /**
   * Steps every environment once.
   *
   * @param actions - int32 `[E]` for a discrete action space, float32 `[E, A]` for a box, whose bounds clip them
   * @throws ManyhandsError before anything moves: `ERR_ACTION` naming the environment and the actor for a choice out
   *   of range or an element that is not finite, `ERR_SHAPE` for another array
   */
  step(actions: Actions): void;
}

/** How to build a {@link VectorEnvironment}. */
export interface VectorSettings {
  /** `E`. */
  readonly numEnvs: number;
  /** Number of the first environment in the whole run; the others follow. 0 unless given. */
  readonly firstIndex?: number | undefined;
  readonly options?: EnvironmentOptions | undefined;
  /** Memory for `observations`, as a view into what the policy reads. Allocated unless given. */
  readonly observations?: Float32Array | undefined;
  /** Which actor steps these, for messages. */
  readonly actorIndex?: number | undefined;
}

/** The arrays of a vector of `numEnvs` environments. */
export type VectorColumns = Pick<
  VectorEnvironment,
  'observations' | 'nextObservations' | 'rewards' | 'terminated' | 'truncated'
>;

/**
 * Allocates a vector's arrays around the observations that were handed in, if any.
 *
 * @throws ManyhandsError `ERR_SHAPE` if `numEnvs` is no positive integer or `observations` is not `[E, D]`
 */
export function vectorColumns(spec: EnvironmentSpec, settings: VectorSettings): VectorColumns {
  const { numEnvs, observations } = settings;
  if (!Number.isSafeInteger(numEnvs) || numEnvs < 1) {
    throw expected('ERR_SHAPE', 'numEnvs', 'a positive integer', numEnvs);
  }
  const size = numEnvs * spaceSize(spec.observationSpace);
  if (observations !== undefined && observations.length !== size) {
    throw expected(
      'ERR_SHAPE',
      `observations of ${numEnvs} '${spec.id}'`,
      `${size} elements`,
      observations.length,
    );
  }
  return {
    observations: observations ?? new Float32Array(size),
    nextObservations: new Float32Array(size),
    rewards: new Float32Array(numEnvs),
    terminated: new Uint8Array(numEnvs),
    truncated: new Uint8Array(numEnvs),
  };
}

/** @throws ManyhandsError `ERR_SHAPE` unless there is one seed an environment */
export function expectSeeds(spec: EnvironmentSpec, numEnvs: number, seeds: readonly number[]): void {
  if (seeds.length !== numEnvs) {
    throw expected('ERR_SHAPE', `seeds of '${spec.id}'`, `${numEnvs} elements`, seeds.length);
  }
}

/**
 * The seeds of environments `firstIndex`, `firstIndex + 1`, ... of a run: environment `i` gets `runSeed + i`, as in
 * Gymnasium's SyncVectorEnv, whichever actor steps it.
 *
 * @throws ManyhandsError `ERR_SEED` if one is not a non-negative safe integer
 */
export function environmentSeeds(runSeed: number, firstIndex: number, numEnvs: number): number[] {
  const last = runSeed + firstIndex + numEnvs - 1;
  if (!Number.isSafeInteger(runSeed) || runSeed < 0 || !Number.isSafeInteger(last)) {
    const wanted = `a non-negative integer that leaves room for ${firstIndex + numEnvs} environments below 2^53`;
    throw expected('ERR_SEED', 'seed', wanted, runSeed);
  }
  return Array.from({ length: numEnvs }, (_, i) => runSeed + firstIndex + i);
}
