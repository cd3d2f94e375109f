import { expected } from '../../shared/errors.js';
import { Pcg64 } from '../../shared/random/pcg64.js';
import { spaceSize } from '../../shared/spaces.js';
import { expectActions } from './actions.js';
import { classicSpec, type ClassicStates, type ClassicTask, type Dynamics } from './classic-task.js';
import { numberOption } from './environment-options.js';
import type { EnvironmentPlace } from './environment-place.js';
import type { Actions, ActionSpace } from './environment.js';
import {
  expectSeeds,
  vectorColumns,
  type EnvironmentSpec,
  type VectorEnvironment,
  type VectorSettings,
} from './vector-environment.js';

/**
 * A vector of one classic task: the same seed and actions give Gymnasium's episode.
 *
 * A task's dynamics move all states in one loop of their own, which is what a step costs; seeds, time limits and
 * restarts are the same for all of them and here.
 */
export class ClassicVector implements VectorEnvironment, ClassicStates {
  readonly spec: EnvironmentSpec;
  readonly numEnvs: number;
  readonly observations: Float32Array;
  readonly nextObservations: Float32Array;
  readonly rewards: Float32Array;
  readonly terminated: Uint8Array;
  readonly truncated: Uint8Array;
  readonly states: Float64Array;
  /** The state in which each environment's latest episode ended, for those who draw it. Shape `[E, S]`; zeros before. */
  readonly finalStates: Float64Array;
  readonly elapsed: Int32Array;

  readonly #actionSpace: ActionSpace;
  readonly #dynamics: Dynamics;
  readonly #stateSize: number;
  readonly #observationSize: number;
  readonly #first: EnvironmentPlace;
  readonly #limit: number;
  /** undefined: as the task gives it. */
  readonly #terminalReward: number | undefined;
  readonly #random: Pcg64[] = [];

  /** @throws ManyhandsError `ERR_CONFIG` or `ERR_SHAPE` for wrong settings */
  constructor(task: ClassicTask, settings: VectorSettings) {
    const { numEnvs, options = {}, firstIndex = 0, actorIndex } = settings;
    const { id } = task;
    this.spec = classicSpec(task, options);
    const columns = vectorColumns(this.spec, settings);
    this.numEnvs = numEnvs;
    this.observations = columns.observations;
    this.nextObservations = columns.nextObservations;
    this.rewards = columns.rewards;
    this.terminated = columns.terminated;
    this.truncated = columns.truncated;
    this.states = new Float64Array(numEnvs * task.stateSize);
    this.finalStates = new Float64Array(this.states.length);
    this.elapsed = new Int32Array(numEnvs);
    this.#actionSpace = task.actionSpace;
    this.#dynamics = task.dynamics(options);
    this.#stateSize = task.stateSize;
    this.#observationSize = spaceSize(task.observationSpace);
    this.#first = { id, index: firstIndex, actorIndex };
    this.#limit = this.spec.maxEpisodeSteps ?? Infinity;
    const isGiven = (options['terminalReward'] ?? null) !== null;
    this.#terminalReward = isGiven ? numberOption(id, options, 'terminalReward', 0) : undefined;
  }

  reset(seeds: readonly number[]): void {
    expectSeeds(this.spec, this.numEnvs, seeds);
    const random = seeds.map((seed) => Pcg64.fromSeed(seed));
    this.#random.splice(0, Infinity, ...random);
    this.nextObservations.fill(0);
    this.rewards.fill(0);
    this.terminated.fill(0);
    this.truncated.fill(0);
    for (let i = 0; i < this.numEnvs; i++) this.restart(i);
  }

  /**
   * Starts the next episode of one environment, from the stream its seed began.
   *
   * @throws ManyhandsError `ERR_ENV_STEP` before the first reset
   */
  restart(index: number): void {
    const random = this.#random[index];
    if (random === undefined) throw this.#unseeded('a restart');
    const at = index * this.#stateSize;
    this.#dynamics.begin(random, this.states, at);
    this.#observe(index, true);
    this.elapsed[index] = 0;
  }

  step(actions: Actions): void {
    const { numEnvs, terminated, truncated, elapsed } = this;
    expectActions(this.#first, this.#actionSpace, numEnvs, actions);
    if (this.#random.length === 0) throw this.#unseeded('a step');
    this.#dynamics.advance(this, actions);

    const limit = this.#limit;
    for (let i = 0; i < numEnvs; i++) {
      const steps = elapsed[i]! + 1;
      elapsed[i] = steps;
      const timeIsUp = steps >= limit ? 1 : 0;
      truncated[i] = timeIsUp;
      if ((terminated[i]! | timeIsUp) !== 0) this.#endEpisode(i);
    }
  }

  /**
   * Gives the state of one environment a blow between two steps, as in {@link Dynamics.nudge}, and observes it anew.
   *
   * For spectators: no actor calls it, and an episode with it is not Gymnasium's any more.
   */
  nudge(index: number, strength: number): void {
    const at = index * this.#stateSize;
    this.#dynamics.nudge(this.states, at, strength);
    this.#observe(index, false);
  }

  #observe(index: number, isFirst: boolean): void {
    const [at, to] = [index * this.#stateSize, index * this.#observationSize];
    this.#dynamics.observe(this.states, at, this.observations, to, isFirst);
  }

  #endEpisode(index: number): void {
    const at = index * this.#stateSize;
    this.finalStates.set(this.states.subarray(at, at + this.#stateSize), at);
    const terminalReward = this.#terminalReward;
    if (this.terminated[index] === 1 && terminalReward !== undefined) this.rewards[index] = terminalReward;
    this.restart(index);
  }

  #unseeded(got: string) {
    return expected('ERR_ENV_STEP', `environment '${this.spec.id}'`, 'reset with seeds first', got);
  }
}
