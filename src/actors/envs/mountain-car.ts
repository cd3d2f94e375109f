import { box, discrete } from '../../shared/spaces.js';
import type { ClassicTask, Dynamics } from './classic-task.js';
import { numberOption } from './environment-options.js';

const FORCE = 0.001;
const GRAVITY = 0.0025;
const MIN_POSITION = -1.2;
const MAX_POSITION = 0.6;
const MAX_SPEED = 0.07;
const GOAL_POSITION = 0.5;
const START_LOW = -0.6;
const START_HIGH = -0.4;
/** Change of velocity by a nudge. */
const BLOW = 0.02;
/** Elements of a state and of an observation: position, velocity. */
const SIZE = 2;

function dynamicsWith(goalVelocity: number): Dynamics {
  return {
    begin(random, states, at) {
      states[at] = random.uniform(START_LOW, START_HIGH);
      states[at + 1] = 0;
    },

    observe(states, at, observations, to) {
      observations[to] = states[at]!;
      observations[to + 1] = states[at + 1]!;
    },

    advance({ numEnvs, states, observations, nextObservations, rewards, terminated }, actions) {
      for (let i = 0; i < numEnvs; i++) {
        const k = i * SIZE;
        const from = states[k]!;
        let velocity = states[k + 1]! + ((actions[i]! - 1) * FORCE + Math.cos(3 * from) * -GRAVITY);
        velocity = Math.max(-MAX_SPEED, Math.min(MAX_SPEED, velocity));
        const position = Math.max(MIN_POSITION, Math.min(MAX_POSITION, from + velocity));
        // The wall at the left takes all speed; there is none at the right, where the goal is.
        if (position === MIN_POSITION && velocity < 0) velocity = 0;

        states[k] = position;
        states[k + 1] = velocity;
        observations[k] = nextObservations[k] = position;
        observations[k + 1] = nextObservations[k + 1] = velocity;
        rewards[i] = -1;
        terminated[i] = position >= GOAL_POSITION && velocity >= goalVelocity ? 1 : 0;
      }
    },

    nudge(states, at, strength) {
      states[at + 1] = Math.max(-MAX_SPEED, Math.min(MAX_SPEED, states[at + 1]! + strength * BLOW));
    },
  };
}

/**
 * MountainCar-v0: a car too weak for the hill must swing up to its top, pushed left, not at all, or right. Every step
 * earns -1. Option `goalVelocity` (0): the least velocity at the goal that counts.
 *
 * Source: A. W. Moore, "Efficient Memory-based Learning for Robot Control" (1990).
 */
export const MOUNTAIN_CAR: ClassicTask = {
  id: 'MountainCar-v0',
  observationSpace: box([SIZE], [MIN_POSITION, -MAX_SPEED], [MAX_POSITION, MAX_SPEED]),
  actionSpace: discrete(3),
  maxEpisodeSteps: 200,
  returnThreshold: -110,
  stateSize: SIZE,
  terminates: true,
  options: ['goalVelocity'],
  dynamics: (options) => dynamicsWith(numberOption(MOUNTAIN_CAR.id, options, 'goalVelocity', 0)),
};
