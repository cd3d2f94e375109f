import type {
  Environment,
  ResetOptions,
  ResetResult,
  StepResult,
} from '../../../../src/actors/envs/environment.js';
import { Pcg64 } from '../../../../src/shared/random/pcg64.js';
import { box } from '../../../../src/shared/spaces.js';

/** A user's environment with a box of two actions, which it clips and then overwrites. */
export class BoxCorridor implements Environment {
  readonly observationSpace = box([2], -20, 20);
  readonly actionSpace = box([2], [-1, 0], [1, 2]);
  #random = Pcg64.fromSeed(0);
  #position = 0;
  #push = 0;

  reset({ seed }: ResetOptions = {}): ResetResult {
    if (seed !== undefined) this.#random = Pcg64.fromSeed(seed);
    this.#position = this.#random.uniform(-1, 1);
    this.#push = 0;
    return { observation: Float32Array.of(this.#position, this.#push), info: {} };
  }

  step(action: Float32Array): StepResult {
    const { low, high } = this.actionSpace;
    action.forEach((x, k) => (action[k] = Math.max(low[k]!, Math.min(high[k]!, x))));
    this.#push = action[0]! * action[1]!;
    this.#position += this.#push;
    const observation = Float32Array.of(this.#position, this.#push);
    const terminated = Math.abs(this.#position) > 4;
    action.fill(NaN);
    return { observation, reward: -this.#push, terminated, truncated: false, info: {} };
  }
}
