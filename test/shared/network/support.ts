import type { NetworkSpec } from '../../../src/shared/network/spec.js';

/** A forward pass in float64, written from the definition. */
export function forwardReference(
  spec: NetworkSpec,
  parameters: ArrayLike<number>,
  input: readonly number[],
): number[] {
  let offset = 0;
  let x = [...input];
  for (const { inputs, outputs, activation } of spec.layers) {
    const bias = offset + inputs * outputs;
    x = Array.from({ length: outputs }, (_, j) => {
      const sum = x.reduce(
        (total, value, k) => total + value * parameters[offset + k * outputs + j]!,
        parameters[bias + j]!,
      );
      return activation === 'relu' ? Math.max(0, sum) : activation === 'tanh' ? Math.tanh(sum) : sum;
    });
    offset = bias + outputs;
  }
  return x;
}
