import type { BoxSpace, DiscreteSpace } from '../../shared/spaces.js';

/** Observations are flat float32 arrays in row-major order of the space's shape. */
export type ObservationSpace = BoxSpace;
export type ActionSpace = DiscreteSpace | BoxSpace;
/**
 * What is done in one step: an integer in [0, n) of a discrete space, or the finite elements of a box, row-major.
 *
 * A box's elements may lie outside its bounds, as those a Gaussian policy draws do: the environment clips them.
 */
export type Action = number | Float32Array;
/** The actions of `E` environments: int32 `[E]` of a discrete space, float32 `[E, A]` of a box with `A` elements. */
export type Actions = Int32Array | Float32Array;

/** Anything an environment wants to tell beside what training reads. */
export type EnvironmentInfo = Readonly<Record<string, unknown>>;

/** Settings of an environment by name. `maxEpisodeSteps` is read for every environment; `null` is no limit. */
export interface EnvironmentOptions {
  readonly maxEpisodeSteps?: number | null | undefined;
  readonly [name: string]: unknown;
}

export interface ResetOptions {
  /**
   * A non-negative integer. Given once: a reset without it starts the next episode of the same stream. An
   * environment of this package that never got one uses 0.
   */
  readonly seed?: number | undefined;
  readonly options?: EnvironmentInfo | undefined;
}

export interface ResetResult {
  /** The first observation. The environment may overwrite the array at its next call. */
  readonly observation: Float32Array;
  readonly info: EnvironmentInfo;
}

export interface StepResult extends ResetResult {
  readonly reward: number;
  /** The task ended: nothing more can be earned, so nothing is bootstrapped. */
  readonly terminated: boolean;
  /** The episode was cut short, as by a time limit: bootstrap from `observation`. Both flags can be true. */
  readonly truncated: boolean;
}

/**
 * One environment, after Gymnasium's contract: write one of these to train on a task of your own, and hand it to
 * `registerEnvironment`.
 *
 * Calls are synchronous. All randomness comes from the seed, or runs cannot be repeated.
 *
 * Source: Towers et al., "Gymnasium: A Standard Interface for Reinforcement Learning Environments" (2024),
 * arXiv:2407.17032.
 */
export interface Environment {
  readonly observationSpace: ObservationSpace;
  readonly actionSpace: ActionSpace;
  reset(options?: ResetOptions): ResetResult;
  /**
   * Called between a reset and the end of an episode only.
   *
   * @param action - of the action space. A box's array may be overwritten by the next call
   */
  step(action: Action): StepResult;
}
