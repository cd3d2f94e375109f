import type { OptimizerOptions } from '../../../src/learner/engines/engine.js';

/** An optimizer in float64, from its paper. */
export class ReferenceOptimizer {
  readonly #options: OptimizerOptions;
  readonly #maxGradientNorm: number | null;
  readonly #first: Float64Array;
  readonly #second: Float64Array;
  #steps = 0;

  constructor(options: OptimizerOptions, maxGradientNorm: number | null, numParameters: number) {
    this.#options = options;
    this.#maxGradientNorm = maxGradientNorm;
    this.#first = new Float64Array(numParameters);
    this.#second = new Float64Array(numParameters);
  }

  /** Moves the parameters one step. @returns the norm of the gradient before clipping */
  step(parameters: Float64Array, gradient: Float64Array, learningRate = this.#options.learningRate): number {
    const options = this.#options;
    const norm = Math.hypot(...gradient);
    const scale = Math.min(1, (this.#maxGradientNorm ?? Infinity) / norm);
    const t = ++this.#steps;
    gradient.forEach((value, k) => {
      const g = scale * value;
      if (options.name === 'adam') {
        const { beta1, beta2, epsilon } = options;
        const m = (this.#first[k] = beta1 * this.#first[k]! + (1 - beta1) * g);
        const v = (this.#second[k] = beta2 * this.#second[k]! + (1 - beta2) * g * g);
        parameters[k]! -=
          (learningRate * (m / (1 - beta1 ** t))) / (Math.sqrt(v / (1 - beta2 ** t)) + epsilon);
      } else {
        const { decay, epsilon } = options;
        const v = (this.#second[k] = decay * this.#second[k]! + (1 - decay) * g * g);
        parameters[k]! -= (learningRate * g) / (Math.sqrt(v) + epsilon);
      }
    });
    return norm;
  }
}
