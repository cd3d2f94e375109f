import { box, discrete } from '../../shared/spaces.js';
import type { ClassicTask, Dynamics } from './classic-task.js';
import { cosSmall, sinSmall } from './small-angle.js';

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
/** Momentum of a nudge, in newton seconds: what the cart's own force gives it in 0.05 seconds. */
const BLOW = 0.5;

/** Elements of a state and of an observation: x, its speed, theta, its speed. */
const SIZE = 4;
/** Twice the limits: a falling pole's last observation is still inside the space. */
const HIGH = [2 * X_LIMIT, Infinity, 2 * THETA_LIMIT, Infinity];

const dynamics: Dynamics = {
  begin(random, states, at) {
    for (let k = at; k < at + SIZE; k++) states[k] = random.uniform(START_LOW, START_HIGH);
  },

  observe(states, at, observations, to) {
    for (let k = 0; k < SIZE; k++) observations[to + k] = states[at + k]!;
  },

  advance({ numEnvs, states, observations, nextObservations, rewards, terminated }, actions) {
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

      const fell = x < -X_LIMIT || x > X_LIMIT || theta < -THETA_LIMIT || theta > THETA_LIMIT;
      rewards[i] = 1;
      terminated[i] = fell ? 1 : 0;
    }
  },

  /** What a step makes of a force, in the limit of a great one for a short time: cart and pole both recoil. */
  nudge(states, at, strength) {
    const cosTheta = cosSmall(states[at + 2]!);
    const push = (strength * BLOW) / TOTAL_MASS;
    const turn =
      (-cosTheta * push) / (HALF_LENGTH * (4 / 3 - (POLE_MASS * (cosTheta * cosTheta)) / TOTAL_MASS));
    states[at + 1]! += push - (POLE_MASS_LENGTH * turn * cosTheta) / TOTAL_MASS;
    states[at + 3]! += turn;
  },
};

/**
 * CartPole-v1: keep a pole upright on a cart that is pushed left or right. Every step earns 1.
 *
 * The state is float64 and every operation stands in Gymnasium's order. Trajectories still part in the last bits,
 * as NumPy's sine and ours may round differently: see {@link sinSmall}.
 *
 * Source: A. G. Barto, R. S. Sutton, C. W. Anderson, "Neuronlike Adaptive Elements That Can Solve Difficult Learning
 * Control Problems" (1983); R. V. Florian, "Correct equations for the dynamics of the cart-pole system" (2007).
 */
export const CARTPOLE: ClassicTask = {
  id: 'CartPole-v1',
  observationSpace: box(
    [SIZE],
    HIGH.map((bound) => -bound),
    HIGH,
  ),
  actionSpace: discrete(2),
  maxEpisodeSteps: 500,
  returnThreshold: 475,
  stateSize: SIZE,
  terminates: true,
  options: [],
  dynamics: () => dynamics,
};
