import { box, discrete } from '../../shared/spaces.js';
import { doublePendulumAccelerations } from './acrobot-equations.js';
import type { ClassicTask, Dynamics } from './classic-task.js';

const TAU = 0.2; // seconds a step
const MAX_SPEED_1 = 4 * Math.PI;
const MAX_SPEED_2 = 9 * Math.PI;
/** How far above the pivot the tip must be, in links. */
const GOAL_HEIGHT = 1;
const START_LOW = -0.1;
const START_HIGH = 0.1;
/** Change of the first link's angular velocity by a nudge. */
const BLOW = 1.5;
/** Elements of a state: theta 1 from hanging down, theta 2 from the first link on, and their speeds. */
const STATE_SIZE = 4;
/** Elements of an observation: cosine and sine of theta 1, of theta 2, and the speeds. */
const OBSERVATION_SIZE = 6;
const HIGH = [1, 1, 1, 1, MAX_SPEED_1, MAX_SPEED_2];

/** Where a step of the integrator stands; one is enough for a thread. */
const point = new Float64Array(STATE_SIZE);
const slope = new Float64Array(STATE_SIZE);
const weighted = new Float64Array(STATE_SIZE);

const dynamics: Dynamics = {
  begin(random, states, at) {
    // Gymnasium rounds a start to float32, and only a start.
    for (let k = at; k < at + STATE_SIZE; k++) states[k] = Math.fround(random.uniform(START_LOW, START_HIGH));
  },

  observe(states, at, observations, to) {
    observations[to] = Math.cos(states[at]!);
    observations[to + 1] = Math.sin(states[at]!);
    observations[to + 2] = Math.cos(states[at + 1]!);
    observations[to + 3] = Math.sin(states[at + 1]!);
    observations[to + 4] = states[at + 2]!;
    observations[to + 5] = states[at + 3]!;
  },

  advance({ numEnvs, states, observations, nextObservations, rewards, terminated }, actions) {
    for (let i = 0; i < numEnvs; i++) {
      const k = i * STATE_SIZE;
      const d = i * OBSERVATION_SIZE;
      integrate(states, k, actions[i]! - 1);
      const theta1 = (states[k] = wrap(states[k]!));
      const theta2 = (states[k + 1] = wrap(states[k + 1]!));
      states[k + 2] = Math.max(-MAX_SPEED_1, Math.min(MAX_SPEED_1, states[k + 2]!));
      states[k + 3] = Math.max(-MAX_SPEED_2, Math.min(MAX_SPEED_2, states[k + 3]!));
      dynamics.observe(states, k, nextObservations, d, false);
      for (let o = d; o < d + OBSERVATION_SIZE; o++) observations[o] = nextObservations[o]!;

      const isAtGoal = -Math.cos(theta1) - Math.cos(theta2 + theta1) > GOAL_HEIGHT;
      rewards[i] = isAtGoal ? 0 : -1;
      terminated[i] = isAtGoal ? 1 : 0;
    }
  },

  /** Turns both links about the pivot as one: the angle between them keeps its speed. */
  nudge(states, at, strength) {
    states[at + 2] = Math.max(-MAX_SPEED_1, Math.min(MAX_SPEED_1, states[at + 2]! + strength * BLOW));
  },
};

/** Moves one state by a step, with the classical Runge-Kutta method of order 4. */
function integrate(states: Float64Array, at: number, torque: number): void {
  for (let k = 0; k < STATE_SIZE; k++) point[k] = states[at + k]!;
  doublePendulumAccelerations(point, torque, slope);
  for (let k = 0; k < STATE_SIZE; k++) {
    weighted[k] = slope[k]!;
    point[k] = states[at + k]! + (TAU / 2) * slope[k]!;
  }
  doublePendulumAccelerations(point, torque, slope);
  for (let k = 0; k < STATE_SIZE; k++) {
    weighted[k]! += 2 * slope[k]!;
    point[k] = states[at + k]! + (TAU / 2) * slope[k]!;
  }
  doublePendulumAccelerations(point, torque, slope);
  for (let k = 0; k < STATE_SIZE; k++) {
    weighted[k]! += 2 * slope[k]!;
    point[k] = states[at + k]! + TAU * slope[k]!;
  }
  doublePendulumAccelerations(point, torque, slope);
  for (let k = 0; k < STATE_SIZE; k++) states[at + k]! += (TAU / 6) * (weighted[k]! + slope[k]!);
}

/** Subtracts or adds turns until the angle is in [-pi, pi]. */
function wrap(angle: number): number {
  while (angle > Math.PI) angle -= 2 * Math.PI;
  while (angle < -Math.PI) angle += 2 * Math.PI;
  return angle;
}

/**
 * Acrobot-v1: swing the tip of two hanging links above a line, by a torque of -1, 0 or 1 at the joint between them.
 * Every step earns -1, the last one 0.
 *
 * Source: R. S. Sutton, "Generalization in Reinforcement Learning: Successful Examples Using Sparse Coarse Coding"
 * (1996); equations and constants as in R. S. Sutton, A. G. Barto, "Reinforcement Learning: An Introduction".
 */
export const ACROBOT: ClassicTask = {
  id: 'Acrobot-v1',
  observationSpace: box(
    [OBSERVATION_SIZE],
    HIGH.map((bound) => -bound),
    HIGH,
  ),
  actionSpace: discrete(3),
  maxEpisodeSteps: 500,
  returnThreshold: -100,
  stateSize: STATE_SIZE,
  terminates: true,
  options: [],
  dynamics: () => dynamics,
};
