import { box } from '../../shared/spaces.js';
import type { ClassicTask, Dynamics } from './classic-task.js';
import { numberOption } from './environment-options.js';

const { fround } = Math;
const POWER = 0.0015;
const GRAVITY = 0.0025;
const MAX_FORCE = 1;
// In float32, as the state that is held against them.
const MIN_POSITION = fround(-1.2);
const MAX_POSITION = fround(0.6);
const MAX_SPEED = fround(0.07);
const GOAL_POSITION = fround(0.45);
const GOAL_REWARD = 100;
const ACTION_COST = 0.1;
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

    /**
     * NumPy's types decide the last bits. A start is float64, and float32 from its first step on; a Python float, such
     * as a force that was clipped, takes the type of the array element it meets.
     */
    advance({ numEnvs, states, elapsed, observations, nextObservations, rewards, terminated }, actions) {
      for (let i = 0; i < numEnvs; i++) {
        const k = i * SIZE;
        const action = actions[i]!;
        const from = states[k]!;
        const slope = GRAVITY * Math.cos(elapsed[i] === 0 ? 3 * from : fround(3 * from));
        const isClipped = action > MAX_FORCE || action < -MAX_FORCE;
        const change = isClipped
          ? Math.sign(action) * POWER - slope
          : fround(fround(action * fround(POWER)) - fround(slope));

        // Nothing but a nudge makes the velocity of a start another than 0.
        let velocity = elapsed[i] === 0 ? states[k + 1]! + change : fround(states[k + 1]! + fround(change));
        velocity = Math.max(-MAX_SPEED, Math.min(MAX_SPEED, velocity));
        let position = fround(from + velocity);
        position = Math.max(MIN_POSITION, Math.min(MAX_POSITION, position));
        // The wall at the left takes all speed; there is none at the right, where the goal is.
        if (position === MIN_POSITION && velocity < 0) velocity = 0;
        velocity = fround(velocity);

        states[k] = position;
        states[k + 1] = velocity;
        observations[k] = nextObservations[k] = position;
        observations[k + 1] = nextObservations[k + 1] = velocity;
        const isAtGoal = position >= GOAL_POSITION && velocity >= goalVelocity;
        rewards[i] = (isAtGoal ? GOAL_REWARD : 0) - action * action * ACTION_COST;
        terminated[i] = isAtGoal ? 1 : 0;
      }
    },

    nudge(states, at, strength) {
      const velocity = fround(states[at + 1]! + strength * BLOW);
      states[at + 1] = Math.max(-MAX_SPEED, Math.min(MAX_SPEED, velocity));
    },
  };
}

/**
 * MountainCarContinuous-v0: the car of MountainCar-v0 with a force from a box. A step costs a tenth of the action
 * squared, as it was before clipping; the goal earns 100. Option `goalVelocity` (0): the least velocity at the goal
 * that counts.
 *
 * Source: A. W. Moore, "Efficient Memory-based Learning for Robot Control" (1990).
 */
export const MOUNTAIN_CAR_CONTINUOUS: ClassicTask = {
  id: 'MountainCarContinuous-v0',
  observationSpace: box([SIZE], [MIN_POSITION, -MAX_SPEED], [MAX_POSITION, MAX_SPEED]),
  actionSpace: box([1], -MAX_FORCE, MAX_FORCE),
  maxEpisodeSteps: 999,
  returnThreshold: 90,
  stateSize: SIZE,
  terminates: true,
  options: ['goalVelocity'],
  dynamics: (options) =>
    dynamicsWith(fround(numberOption(MOUNTAIN_CAR_CONTINUOUS.id, options, 'goalVelocity', 0))),
};
