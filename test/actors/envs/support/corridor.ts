import type {
  Environment,
  ResetOptions,
  ResetResult,
  StepResult,
} from '../../../../src/actors/envs/environment.js';
import { Pcg64 } from '../../../../src/shared/random/pcg64.js';
import { box, discrete } from '../../../../src/shared/spaces.js';

/**
 * A user's environment as the vector adapter must bear it: one array reused for every observation, class fields,
 * results that are no plain objects, and episodes of random length.
 */
export class Corridor implements Environment {
  readonly observationSpace = box([3], -20, 20);
  readonly actionSpace = discrete(3);
  readonly #observation = new Float32Array(3);
  #random = Pcg64.fromSeed(0);
  #position = 0;

  reset({ seed }: ResetOptions = {}): ResetResult {
    if (seed !== undefined) this.#random = Pcg64.fromSeed(seed);
    this.#position = this.#random.uniform(-1, 1);
    return { observation: this.#observe(), info: {} };
  }

  step(action: number): StepResult {
    this.#position += action - 1 + this.#random.uniform(-0.5, 0.5);
    const terminated = Math.abs(this.#position) > 3;
    return new CorridorStep(this.#observe(), this.#position, terminated);
  }

  #observe(): Float32Array {
    this.#observation.set([this.#position, this.#position ** 2, 1]);
    return this.#observation;
  }
}

class CorridorStep implements StepResult {
  readonly truncated = false;
  constructor(
    readonly observation: Float32Array,
    readonly reward: number,
    readonly terminated: boolean,
  ) {}

  get info() {
    return { position: this.reward };
  }
}
