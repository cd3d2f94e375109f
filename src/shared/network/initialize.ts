import { expected } from '../errors.js';
import { expectInitializerFits, ownNumber, type Initializer } from './initializer.js';
import { orthogonalInto, standardNormal } from './orthogonal.js';
import { parameterLayout, tensorName, tensorOffset } from './parameters.js';
import { SOLE_OUTPUT, type Activation } from './vocabulary.js';
import { chainsOf, type NetworkSpec } from './spec.js';
import { weightMatrixOf } from './weighted-layer.js';

export type { Gains, Initializer } from './initializer.js';

/**
 * Draws a network's first weights. A normalize layer starts with mean 0 and scale 1.
 *
 * The values are a function of the draws alone, taken layer by layer in memory order.
 *
 * @param uniform - draws from U[0, 1)
 * @param into - receives them, shape `[numParameters]`
 * @throws ManyhandsError `ERR_NETWORK_SPEC` if the initializer names an output or constant the network does not have, or a number
 *   that is not finite, `ERR_SHAPE` if `into` has another length than the layout
 */
export function initializeParameters(
  spec: NetworkSpec,
  initializer: Initializer,
  uniform: () => number,
  into: Float32Array,
): void {
  const layout = parameterLayout(spec);
  if (into.length !== layout.numParameters) {
    throw expected('ERR_SHAPE', 'parameters', `${layout.numParameters} elements`, into.length);
  }
  expectInitializerFits(spec, initializer);
  const { scheme, gains, constants } = initializer;
  for (const { head, layers } of chainsOf(spec)) {
    // With heads, the trunk's last layer is hidden.
    const output = spec.heads === undefined ? SOLE_OUTPUT : head;
    layers.forEach((layer, i) => {
      const part = (name: string, length: number): Float32Array => {
        const offset = tensorOffset(layout, tensorName(head, i, name));
        return into.subarray(offset, offset + length);
      };
      const { outputs } = layer;
      switch (layer.kind) {
        case 'dense':
        case 'conv2d': {
          const isOutput = output !== undefined && i === layers.length - 1;
          const gain =
            (isOutput ? ownNumber(gains?.outputs, output) : gains?.hidden) ?? gainOf(layer.activation);
          const { rows, columns } = weightMatrixOf(layer);
          drawLayer(
            rows,
            columns,
            scheme,
            gain,
            uniform,
            part('weight', rows * columns),
            part('bias', columns),
          );
          return;
        }
        case 'normalize':
          part('mean', outputs).fill(0);
          part('scale', outputs).fill(1);
          return;
        case 'scale':
          return;
        case 'constant':
          part('value', outputs).fill(ownNumber(constants, head!) ?? 0);
          return;
      }
    });
  }
}

/** The factor that keeps a signal's variance through an activation, as PyTorch's `calculate_gain`. */
export function gainOf(activation: Activation): number {
  switch (activation) {
    case 'relu':
      return Math.SQRT2;
    case 'tanh':
      return 5 / 3;
    case 'linear':
      return 1;
  }
}

function drawLayer(
  rows: number,
  columns: number,
  scheme: Initializer['scheme'],
  gain: number,
  uniform: () => number,
  weight: Float32Array,
  bias: Float32Array,
): void {
  const fillUniform = (values: Float32Array, bound: number) => {
    for (let i = 0; i < values.length; i++) values[i] = bound * (2 * uniform() - 1);
  };
  bias.fill(0);
  switch (scheme) {
    case 'torch':
      fillUniform(weight, 1 / Math.sqrt(rows));
      fillUniform(bias, 1 / Math.sqrt(rows));
      return;
    case 'he-uniform':
      // U(-b, b) has the variance b^2 / 3.
      fillUniform(weight, gain * Math.sqrt(3 / rows));
      return;
    case 'he-normal':
      for (let i = 0; i < weight.length; i++) weight[i] = (gain / Math.sqrt(rows)) * standardNormal(uniform);
      return;
    case 'orthogonal':
      orthogonalInto(weight, rows, columns, gain, uniform);
      return;
  }
}
