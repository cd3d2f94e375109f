import { expected } from '../errors.js';
import { orthogonalInto, standardNormal } from './orthogonal.js';
import { layerOffsets, parameterLayout } from './parameters.js';
import type { Activation, Layer, NetworkSpec } from './spec.js';

/**
 * How first weights are drawn. `n` is a layer's number of inputs.
 *
 * - `torch`: weight and bias from U(-1/sqrt n, 1/sqrt n), what PyTorch's `nn.Linear` does by default
 *   (`kaiming_uniform_` with `a = sqrt 5`).
 * - `he-normal`, `he-uniform`: weight of variance gain^2 / n, bias 0 (He et al. 2015, arXiv:1502.01852, section 2.2).
 * - `orthogonal`: weight of orthonormal rows or columns times gain, bias 0 (Saxe et al. 2014, arXiv:1312.6120).
 */
export interface Initializer {
  readonly scheme: 'torch' | 'he-normal' | 'he-uniform' | 'orthogonal';
  /**
   * One factor per layer for the `he-*` and `orthogonal` schemes, in place of the one its activation suggests: sqrt 2 for ReLU,
   * 5/3 for tanh, 1 for linear, PyTorch's `calculate_gain`.
   */
  readonly gains?: readonly number[];
}

/**
 * Draws a network's first weights.
 *
 * The values are a function of the draws alone, taken layer by layer in memory order.
 *
 * @param uniform - draws from U[0, 1)
 * @param into - receives them, shape `[numParameters]`
 * @throws ManyhandsError `ERR_NETWORK_SPEC` if `gains` does not have one finite number per layer, `ERR_SHAPE` if `into` has
 *   another length than the layout
 */
export function initializeParameters(
  spec: NetworkSpec,
  { scheme, gains }: Initializer,
  uniform: () => number,
  into: Float32Array,
): void {
  const layout = parameterLayout(spec);
  if (into.length !== layout.numParameters) {
    throw expected('ERR_SHAPE', 'parameters', `${layout.numParameters} elements`, into.length);
  }
  expectGains(spec, scheme, gains);
  spec.layers.forEach((layer, i) => {
    const offsets = layerOffsets(layout, i);
    const weight = into.subarray(offsets.weight, offsets.weight + layer.inputs * layer.outputs);
    const bias = into.subarray(offsets.bias, offsets.bias + layer.outputs);
    drawLayer(layer, scheme, gains?.[i] ?? gainOf(layer.activation), uniform, weight, bias);
  });
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
  { inputs, outputs }: Layer,
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
      fillUniform(weight, 1 / Math.sqrt(inputs));
      fillUniform(bias, 1 / Math.sqrt(inputs));
      return;
    case 'he-uniform':
      // U(-b, b) has the variance b^2 / 3.
      fillUniform(weight, gain * Math.sqrt(3 / inputs));
      return;
    case 'he-normal':
      for (let i = 0; i < weight.length; i++)
        weight[i] = (gain / Math.sqrt(inputs)) * standardNormal(uniform);
      return;
    case 'orthogonal':
      orthogonalInto(weight, inputs, outputs, gain, uniform);
      return;
  }
}

function expectGains(
  spec: NetworkSpec,
  scheme: Initializer['scheme'],
  gains: readonly number[] | undefined,
): void {
  if (gains === undefined) return;
  if (scheme === 'torch')
    throw expected('ERR_NETWORK_SPEC', 'gains', "none with the 'torch' scheme", `[${gains.join(', ')}]`);
  if (gains.length !== spec.layers.length || !gains.every(Number.isFinite)) {
    throw expected(
      'ERR_NETWORK_SPEC',
      'gains',
      `${spec.layers.length} finite numbers, one per layer`,
      `[${gains.join(', ')}]`,
    );
  }
}
