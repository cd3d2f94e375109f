/**
 * A task of your own: a cart on a one-dimensional track chases a target that drifts.
 *
 *     npx manyhands train --env-module examples/custom-environment.ts --env Chase-v0 --target-return 150
 *
 * The file is imported as it is by every thread that steps environments, so it may use TypeScript's types, but
 * nothing of TypeScript that needs compiling (enums, parameter properties). Plain JavaScript works as well.
 */
import {
  box,
  discrete,
  Pcg64,
  registerEnvironment,
  type Environment,
  type ResetOptions,
  type ResetResult,
  type StepResult,
} from 'manyhands';

const STEP_SECONDS = 0.05;
/** Thrust of the three actions: left, coast, right. */
const THRUST = [-4, 0, 4];
const FRICTION = 0.5;
const TRACK_END = 1;
/** Within this distance of the target a step earns its full reward. */
const REACH = 0.1;

/** Position and speed of the cart, and of the target, all within the track. */
export class Chase implements Environment {
  // Bounds tell what is possible. Infinity is a bound too; the values themselves must be finite.
  readonly observationSpace = box([4], [-1, -4, -1, -1], [1, 4, 1, 1]);
  readonly actionSpace = discrete(THRUST.length);

  /** All randomness comes from the seed: without that a run cannot be repeated. */
  #random = Pcg64.fromSeed(0);
  #position = 0;
  #speed = 0;
  #target = 0;
  #targetSpeed = 0;

  readonly #drift: number;

  constructor(drift: number) {
    this.#drift = drift;
  }

  /** A seed comes once, with the first reset; every later reset goes on in the same stream. */
  reset({ seed }: ResetOptions = {}): ResetResult {
    if (seed !== undefined) this.#random = Pcg64.fromSeed(seed);
    this.#position = this.#random.uniform(-0.5, 0.5);
    this.#speed = 0;
    this.#target = this.#random.uniform(-0.5, 0.5);
    this.#targetSpeed = this.#random.uniform(-this.#drift, this.#drift);
    return { observation: this.#observe(), info: {} };
  }

  step(action: number): StepResult {
    const thrust = THRUST[action] ?? 0;
    this.#speed += STEP_SECONDS * (thrust - FRICTION * this.#speed);
    this.#position += STEP_SECONDS * this.#speed;

    // The target turns back at the ends of the track.
    const target = this.#target + STEP_SECONDS * this.#targetSpeed;
    if (Math.abs(target) > TRACK_END) this.#targetSpeed = -this.#targetSpeed;
    else this.#target = target;

    const distance = Math.abs(this.#position - this.#target);
    const crashed = Math.abs(this.#position) > TRACK_END;
    return {
      observation: this.#observe(),
      reward: distance < REACH ? 1 : Math.max(0, 1 - distance),
      // Leaving the track ends the task. The time limit below is not the task's business: it only truncates.
      terminated: crashed,
      truncated: false,
      info: { distance },
    };
  }

  #observe(): Float32Array {
    const clipped = Math.max(-TRACK_END, Math.min(TRACK_END, this.#position));
    return Float32Array.of(clipped, this.#speed, this.#target, this.#targetSpeed);
  }
}

registerEnvironment('Chase-v0', {
  // `options` are the run's environment options; here `drift`, the target's top speed.
  create: ({ drift = 0.3 }) => new Chase(Number(drift)),
  maxEpisodeSteps: 200,
  returnThreshold: 150,
});
