import { parameterLayout } from '../../../src/shared/network/parameters.js';
import type { NetworkSpec } from '../../../src/shared/network/spec.js';
import type { Space } from '../../../src/shared/spaces.js';
import { outputsReference } from '../../shared/network/support.js';
import { POLICIES } from '../algorithms/support/policies.js';

/** Step of the central differences: their error is its square, or the rounding of a loss near 1 over it. */
const STEP = 1e-5;

export const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
export const mean = (values: readonly number[]) => sum(values) / values.length;
/** Population variance, in two passes. */
export const variance = (values: readonly number[]) =>
  mean(values.map((value) => (value - mean(values)) ** 2));

/** `1 - Var[target - value] / Var[target]`. */
export const explainedVarianceReference = (values: readonly number[], targets: readonly number[]) =>
  1 - variance(targets.map((target, i) => target - values[i]!)) / variance(targets);

/** A policy and its value in float64, with the gradient of anything that depends on the parameters. */
export class ReferencePolicy {
  readonly parameters: Float64Array;
  readonly #network: NetworkSpec;
  readonly #family: (typeof POLICIES)[number];

  constructor(network: NetworkSpec, actionSpace: Space, initial: ArrayLike<number>) {
    this.parameters = Float64Array.from(initial);
    this.#network = network;
    this.#family = POLICIES[actionSpace.kind === 'discrete' ? 0 : 1]!;
  }

  valueOf(observation: readonly number[], parameters = this.parameters): number {
    return outputsReference(this.#network, parameters, observation)['value']![0]!;
  }

  /** What the network says of an observation and of the action taken there. `value` is NaN if it has none. */
  at(observation: readonly number[], action: readonly number[], parameters = this.parameters) {
    const outputs = outputsReference(this.#network, parameters, observation);
    const row = { ...outputs, action };
    return {
      logProbability: this.#family.logProbability(row),
      entropy: this.#family.entropy(row),
      value: outputs['value']?.[0] ?? NaN,
    };
  }

  /** Central differences of a loss; 0 for what running statistics decide. */
  gradientOf(loss: (parameters: Float64Array) => number): Float64Array {
    const gradient = new Float64Array(this.parameters.length);
    const shifted = this.parameters.slice();
    for (const { name, offset, length } of parameterLayout(this.#network).tensors) {
      if (name.endsWith('mean') || name.endsWith('scale')) continue;
      for (let k = offset; k < offset + length; k++) {
        const value = shifted[k]!;
        shifted[k] = value + STEP;
        const above = loss(shifted);
        shifted[k] = value - STEP;
        gradient[k] = (above - loss(shifted)) / (2 * STEP);
        shifted[k] = value;
      }
    }
    return gradient;
  }

  /** Moves the normalize layer to the moments of all observations seen, rounded as float32 parameters are. */
  normalizeTo(observations: readonly (readonly number[])[]): void {
    const { tensors } = parameterLayout(this.#network);
    const at = (name: string) => tensors.find((tensor) => tensor.name === name)!.offset;
    observations[0]!.forEach((_, d) => {
      const column = observations.map((observation) => observation[d]!);
      this.parameters[at('0.mean') + d] = Math.fround(mean(column));
      this.parameters[at('0.scale') + d] = Math.fround(1 / Math.sqrt(variance(column) + 1e-8));
    });
  }
}
