import { box } from '../../shared/spaces.js';
import type { ClassicTask, Dynamics } from './classic-task.js';
import { numberOption } from './environment-options.js';

const { fround } = Math;
const MASS = 1;
const LENGTH = 1;
const TAU = 0.05; // seconds a step
const MAX_TORQUE = 2;
const MAX_SPEED = 8;
const SPEED_COST = 0.1;
/** In float32, as the torque that it is multiplied with. */
const TORQUE_COST = fround(0.001);
const START_ANGLE = Math.PI;
const START_SPEED = 1;
/** Change of angular velocity by a nudge. */
const BLOW = 2;
/** Elements of a state: theta, which grows beyond a turn, and its speed. */
const STATE_SIZE = 2;
/** Elements of an observation: cosine and sine of theta, and its speed. */
const OBSERVATION_SIZE = 3;

function dynamicsWith(gravity: number): Dynamics {
  const gravityFactor = (3 * gravity) / (2 * LENGTH);
  const torqueFactor = 3 / (MASS * LENGTH * LENGTH);
  return {
    begin(random, states, at) {
      states[at] = random.uniform(-START_ANGLE, START_ANGLE);
      states[at + 1] = random.uniform(-START_SPEED, START_SPEED);
    },

    observe(states, at, observations, to) {
      observations[to] = Math.cos(states[at]!);
      observations[to + 1] = Math.sin(states[at]!);
      observations[to + 2] = states[at + 1]!;
    },

    advance({ numEnvs, states, observations, nextObservations, rewards, terminated }, actions) {
      for (let i = 0; i < numEnvs; i++) {
        const k = i * STATE_SIZE;
        const theta = states[k]!;
        const speed = states[k + 1]!;
        const torque = Math.max(-MAX_TORQUE, Math.min(MAX_TORQUE, actions[i]!));
        const angle = wrap(theta);
        // What is multiplied with a float32 torque alone is float32 too.
        const torqueCost = fround(TORQUE_COST * fround(torque * torque));
        rewards[i] = -(angle * angle + SPEED_COST * (speed * speed) + torqueCost);

        let nextSpeed = speed + (gravityFactor * Math.sin(theta) + fround(torqueFactor * torque)) * TAU;
        nextSpeed = Math.max(-MAX_SPEED, Math.min(MAX_SPEED, nextSpeed));
        // Semi-implicit Euler: the angle moves by the new speed.
        const nextTheta = theta + nextSpeed * TAU;
        states[k] = nextTheta;
        states[k + 1] = nextSpeed;

        const d = i * OBSERVATION_SIZE;
        observations[d] = nextObservations[d] = Math.cos(nextTheta);
        observations[d + 1] = nextObservations[d + 1] = Math.sin(nextTheta);
        observations[d + 2] = nextObservations[d + 2] = nextSpeed;
        terminated[i] = 0;
      }
    },

    nudge(states, at, strength) {
      states[at + 1] = Math.max(-MAX_SPEED, Math.min(MAX_SPEED, states[at + 1]! + strength * BLOW));
    },
  };
}

/** The angle in [-pi, pi) that theta is a whole number of turns away from. */
function wrap(theta: number): number {
  const remainder = (theta + Math.PI) % (2 * Math.PI);
  return (remainder < 0 ? remainder + 2 * Math.PI : remainder) - Math.PI;
}

/**
 * Pendulum-v1: swing a pendulum up and hold it there, by a torque too weak to lift it in one go. A step costs the
 * angle from upright squared, a tenth of the speed squared and a thousandth of the clipped torque squared, all from
 * before the step. Only the time limit ends an episode. Option `g` (10): gravity.
 *
 * Source: K. Furuta, M. Yamakita, S. Kobayashi, "Swing-up control of inverted pendulum using pseudo-state feedback"
 * (1992), for the task; the equations are those of a rod that turns around its end.
 */
export const PENDULUM: ClassicTask = {
  id: 'Pendulum-v1',
  observationSpace: box([OBSERVATION_SIZE], [-1, -1, -MAX_SPEED], [1, 1, MAX_SPEED]),
  actionSpace: box([1], -MAX_TORQUE, MAX_TORQUE),
  maxEpisodeSteps: 200,
  returnThreshold: null,
  stateSize: STATE_SIZE,
  terminates: false,
  options: ['g'],
  dynamics: (options) => dynamicsWith(numberOption(PENDULUM.id, options, 'g', 10)),
};
