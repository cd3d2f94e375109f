import type { Activation } from '../../../src/shared/network/vocabulary.js';
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
      const part = (name: string) => {
        const { offset } = tensors.find((tensor) => tensor.name === prefix + name)!;
        return (k: number) => parameters[offset + k]!;
      };
      x = layerReference(layer, part, x);
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
  part: (name: string) => (k: number) => number,
  x: readonly number[],
): number[] {
  const { outputs } = layer;
  switch (layer.kind) {
    case 'constant': {
      const value = part('value');
      return Array.from({ length: outputs }, (_, j) => value(j));
    }
    case 'normalize': {
      const { limit } = layer;
      const [mean, scale] = [part('mean'), part('scale')];
      return x.map((value, j) => Math.min(limit, Math.max(-limit, (value - mean(j)) * scale(j))));
    }
    case 'scale':
      return x.map((value) => value * layer.factor);
    case 'dense': {
      const [weight, bias] = [part('weight'), part('bias')];
      return Array.from({ length: outputs }, (_, j) => {
        const sum = x.reduce((total, value, k) => total + value * weight(k * outputs + j), bias(j));
        return activated(layer.activation, sum);
      });
    }
    case 'conv2d': {
      const { width, channels, filters, size, stride } = layer;
      const [weight, bias] = [part('weight'), part('bias')];
      const across = Math.floor((width - size) / stride) + 1;
      return Array.from({ length: outputs }, (_, output) => {
        const f = output % filters;
        const q = ((output - f) / filters) % across;
        const p = Math.floor(output / filters / across);
        let sum = bias(f);
        for (let i = 0; i < size; i++) {
          for (let j = 0; j < size; j++) {
            for (let c = 0; c < channels; c++) {
              const value = x[((stride * p + i) * width + stride * q + j) * channels + c]!;
              sum += value * weight(((i * size + j) * channels + c) * filters + f);
            }
          }
        }
        return activated(layer.activation, sum);
      });
    }
  }
}

function activated(activation: Activation, sum: number): number {
  if (activation === 'relu') return Math.max(0, sum);
  return activation === 'tanh' ? Math.tanh(sum) : sum;
}
