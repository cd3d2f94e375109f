import type { Pcg64 } from '../../shared/random/pcg64.js';
import { expectKnownOptions, timeLimit } from './environment-options.js';
import type { Actions, EnvironmentOptions } from './environment.js';
import type { EnvironmentSpec, VectorEnvironment } from './vector-environment.js';

/** The part of a vector that its dynamics read and write. */
export interface ClassicStates extends Pick<
  VectorEnvironment,
  'numEnvs' | 'observations' | 'nextObservations' | 'rewards' | 'terminated'
> {
  /** What the next step starts from, in full precision. Shape `[E, S]`. */
  readonly states: Float64Array;
  /** Steps since each episode began. Shape `[E]`. */
  readonly elapsed: Int32Array;
}

/** How the state of a task begins, moves and is seen. States are rows of float64. */
export interface Dynamics {
  /** Draws the first state of an episode into `states` from `at` on. */
  begin(random: Pcg64, states: Float64Array, at: number): void;
  /**
   * Writes what is seen of that state into `observations` from `to` on.
   *
   * @param isFirst - whether an episode begins with it; else it is the latest of its episode, seen anew
   */
  observe(states: Float64Array, at: number, observations: Float32Array, to: number, isFirst: boolean): void;
  /**
   * Moves every state by one step. Writes what is then seen into both `observations` and `nextObservations`, and
   * `rewards` and `terminated`; the vector does the rest.
   *
   * @param actions - checked; the elements of a box may lie outside its bounds
   */
  advance(vector: ClassicStates, actions: Actions): void;
  /**
   * Changes the speeds of the state at `at` as a blow from outside does: no action, no step, no reward.
   *
   * @param strength - 1 for a firm one, the way in which the position or the angle grows; -1 for the other way
   */
  nudge(states: Float64Array, at: number, strength: number): void;
}

/** A task of Gymnasium's classic control, as data and its dynamics. */
export interface ClassicTask extends EnvironmentSpec {
  /** Elements of a state. */
  readonly stateSize: number;
  /** Whether anything but the time limit ends an episode. */
  readonly terminates: boolean;
  /** Names of the options it has beside those that every task has. */
  readonly options: readonly string[];
  /** @throws ManyhandsError `ERR_CONFIG` for a wrong value of one of `options` */
  dynamics(options: EnvironmentOptions): Dynamics;
}

/**
 * What a task is under these options. Every task has `maxEpisodeSteps`, and `terminalReward` if it terminates: the
 * reward of the step that ends it, in place of the task's own.
 *
 * @throws ManyhandsError `ERR_CONFIG` for an unknown option or a wrong time limit
 */
export function classicSpec(task: ClassicTask, options: EnvironmentOptions): EnvironmentSpec {
  const { id, observationSpace, actionSpace, returnThreshold } = task;
  const common = task.terminates ? ['maxEpisodeSteps', 'terminalReward'] : ['maxEpisodeSteps'];
  expectKnownOptions(id, options, [...common, ...task.options]);
  const maxEpisodeSteps = timeLimit(id, options, task.maxEpisodeSteps);
  return { id, observationSpace, actionSpace, maxEpisodeSteps, returnThreshold };
}
