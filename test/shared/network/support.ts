import { parameterLayout } from '../../../src/shared/network/parameters.js';
import { chainsOf, type Layer, type NetworkSpec } from '../../../src/shared/network/spec.js';

/** A network's outputs by name, in float64, written from the definition. */
export function outputsReference(
  spec: NetworkSpec,
  parameters: ArrayLike<number>,
  input: readonly number[],
): Record<string, number[]> {
  const { tensors } = parameterLayout(spec);
  const outputs: Record<string, number[]> = {};
  let trunkOutput: number[] = [];
  for (const { head, layers } of chainsOf(spec)) {
    let x = head === undefined ? [...input] : trunkOutput;
    layers.forEach((layer, i) => {
      const prefix = head === undefined ? `${i}.` : `${head}.${i}.`;
      const at = (part: string, k: number) => {
        const tensor = tensors.find(({ name }) => name === prefix + part)!;
        return parameters[tensor.offset + k]!;
      };
      x = layerReference(layer, at, x);
    });
    if (head === undefined) trunkOutput = x;
    outputs[head ?? 'output'] = x;
  }
  if (spec.heads !== undefined) delete outputs['output'];
  return outputs;
}

/** The first output of a network. */
export function forwardReference(
  spec: NetworkSpec,
  parameters: ArrayLike<number>,
  input: readonly number[],
): number[] {
  return Object.values(outputsReference(spec, parameters, input))[0]!;
}

function layerReference(
  layer: Layer,
  at: (part: string, k: number) => number,
  x: readonly number[],
): number[] {
  const { outputs } = layer;
  if (layer.kind === 'constant') return Array.from({ length: outputs }, (_, j) => at('value', j));
  if (layer.kind === 'normalize') {
    const { limit } = layer;
    return x.map((value, j) => Math.min(limit, Math.max(-limit, (value - at('mean', j)) * at('scale', j))));
  }
  return Array.from({ length: outputs }, (_, j) => {
    const sum = x.reduce((total, value, k) => total + value * at('weight', k * outputs + j), at('bias', j));
    if (layer.activation === 'relu') return Math.max(0, sum);
    return layer.activation === 'tanh' ? Math.tanh(sum) : sum;
  });
}
