import { expected } from '../../shared/errors.js';
import { Pcg64 } from '../../shared/random/pcg64.js';
import { box, discrete } from '../../shared/spaces.js';
import { expectActions } from './actions.js';
import { expectKnownOptions, numberOption, timeLimit } from './environment-options.js';
import type { EnvironmentPlace } from './environment-place.js';
import type { Actions, EnvironmentOptions } from './environment.js';
import { cosSmall, sinSmall } from './small-angle.js';
import {
  expectSeeds,
  vectorColumns,
  type EnvironmentSpec,
  type VectorEnvironment,
  type VectorSettings,
} from './vector-environment.js';

export const CARTPOLE_ID = 'CartPole-v1';

const GRAVITY = 9.8;
const POLE_MASS = 0.1;
const TOTAL_MASS = POLE_MASS + 1.0;
const HALF_LENGTH = 0.5;
const POLE_MASS_LENGTH = POLE_MASS * HALF_LENGTH;
const FORCE = 10.0;
const TAU = 0.02; // seconds a step
const X_LIMIT = 2.4;
const THETA_LIMIT = (12 * 2 * Math.PI) / 360;
const START_LOW = -0.05;
const START_HIGH = 0.05;

/** Elements of a state and of an observation: x, its speed, theta, its speed. */
const SIZE = 4;

/**
 * What CartPole-v1 is under these options: `maxEpisodeSteps` (500), and `terminalReward` (1), the reward of the step
 * on which the pole falls or the cart leaves the track.
 *
 * @throws ManyhandsError `ERR_CONFIG` for an unknown option or a wrong value
 */
export function cartPoleSpec(options: EnvironmentOptions = {}): EnvironmentSpec {
  expectKnownOptions(CARTPOLE_ID, options, ['maxEpisodeSteps', 'terminalReward']);
  // Twice the limits: a falling pole's last observation is still inside the space.
  const high = [2 * X_LIMIT, Infinity, 2 * THETA_LIMIT, Infinity];
  return {
    id: CARTPOLE_ID,
    observationSpace: box(
      [SIZE],
      high.map((bound) => -bound),
      high,
    ),
    actionSpace: discrete(2),
    maxEpisodeSteps: timeLimit(CARTPOLE_ID, options, 500),
    returnThreshold: 475,
  };
}

/**
 * CartPole-v1, a vector of them: the same seed and actions give Gymnasium's episode.
 *
 * The state is float64 and every operation stands in Gymnasium's order. Trajectories still part in the last bits,
 * as NumPy's sine and ours may round differently: see {@link sinSmall}.
 *
 * Source: A. G. Barto, R. S. Sutton, C. W. Anderson, "Neuronlike Adaptive Elements That Can Solve Difficult Learning
 * Control Problems" (1983); R. V. Florian, "Correct equations for the dynamics of the cart-pole system" (2007).
 */
export class CartPoleVector implements VectorEnvironment {
  readonly spec: EnvironmentSpec;
  readonly numEnvs: number;
  readonly observations: Float32Array;
  readonly nextObservations: Float32Array;
  readonly rewards: Float32Array;
  readonly terminated: Uint8Array;
  readonly truncated: Uint8Array;
  /** What the next step starts from, in full precision. Shape `[E, 4]`. */
  readonly states: Float64Array;

  readonly #first: EnvironmentPlace;
  readonly #terminalReward: number;
  readonly #elapsed: Int32Array;
  readonly #random: Pcg64[] = [];

  /** @throws ManyhandsError `ERR_CONFIG` or `ERR_SHAPE` for wrong settings */
  constructor(settings: VectorSettings) {
    const { numEnvs, options = {}, firstIndex = 0, actorIndex } = settings;
    this.spec = cartPoleSpec(options);
    const columns = vectorColumns(this.spec, settings);
    this.numEnvs = numEnvs;
    this.observations = columns.observations;
    this.nextObservations = columns.nextObservations;
    this.rewards = columns.rewards;
    this.terminated = columns.terminated;
    this.truncated = columns.truncated;
    this.states = new Float64Array(numEnvs * SIZE);
    this.#first = { id: CARTPOLE_ID, index: firstIndex, actorIndex };
    this.#terminalReward = numberOption(CARTPOLE_ID, options, 'terminalReward', 1);
    this.#elapsed = new Int32Array(numEnvs);
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

  /** Starts the next episode of one environment, from the stream its seed began. */
  restart(index: number): void {
    const random = this.#random[index];
    if (random === undefined) {
      throw expected(
        'ERR_ENV_STEP',
        `environment '${CARTPOLE_ID}'`,
        'a seed first',
        'a restart before any reset',
      );
    }
    for (let k = index * SIZE; k < (index + 1) * SIZE; k++) {
      const start = random.uniform(START_LOW, START_HIGH);
      this.states[k] = start;
      this.observations[k] = start;
    }
    this.#elapsed[index] = 0;
  }

  step(actions: Actions): void {
    const { numEnvs, states, observations, nextObservations, rewards, terminated, truncated } = this;
    expectActions(this.#first, this.spec.actionSpace, numEnvs, actions);
    if (this.#random.length === 0) {
      throw expected('ERR_ENV_STEP', `environment '${CARTPOLE_ID}'`, 'reset before the first step', 'a step');
    }
    const elapsed = this.#elapsed;
    const terminalReward = this.#terminalReward;
    const limit = this.spec.maxEpisodeSteps ?? Infinity;

    for (let i = 0; i < numEnvs; i++) {
      const k = i * SIZE;
      const xDot = states[k + 1]!;
      const thetaDot = states[k + 3]!;
      const force = actions[i] === 1 ? FORCE : -FORCE;
      const cosTheta = cosSmall(states[k + 2]!);
      const sinTheta = sinSmall(states[k + 2]!);

      const push = (force + POLE_MASS_LENGTH * (thetaDot * thetaDot) * sinTheta) / TOTAL_MASS;
      const thetaAcceleration =
        (GRAVITY * sinTheta - cosTheta * push) /
        (HALF_LENGTH * (4 / 3 - (POLE_MASS * (cosTheta * cosTheta)) / TOTAL_MASS));
      const xAcceleration = push - (POLE_MASS_LENGTH * thetaAcceleration * cosTheta) / TOTAL_MASS;

      // Explicit Euler: positions move by the speeds from before this step.
      const x = states[k]! + TAU * xDot;
      const theta = states[k + 2]! + TAU * thetaDot;
      const nextXDot = xDot + TAU * xAcceleration;
      const nextThetaDot = thetaDot + TAU * thetaAcceleration;
      states[k] = x;
      states[k + 1] = nextXDot;
      states[k + 2] = theta;
      states[k + 3] = nextThetaDot;
      observations[k] = nextObservations[k] = x;
      observations[k + 1] = nextObservations[k + 1] = nextXDot;
      observations[k + 2] = nextObservations[k + 2] = theta;
      observations[k + 3] = nextObservations[k + 3] = nextThetaDot;

      const steps = elapsed[i]! + 1;
      elapsed[i] = steps;
      const fell = x < -X_LIMIT || x > X_LIMIT || theta < -THETA_LIMIT || theta > THETA_LIMIT;
      const timeIsUp = steps >= limit;
      rewards[i] = fell ? terminalReward : 1;
      terminated[i] = fell ? 1 : 0;
      truncated[i] = timeIsUp ? 1 : 0;
      if (fell || timeIsUp) this.restart(i);
    }
  }
}
