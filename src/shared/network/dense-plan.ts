import { expected } from '../errors.js';
import type { Pointer } from '../kernels/exports.js';
import type { Kernels } from '../kernels/kernels.js';
import { layerOffsets, parameterLayout } from './parameters.js';
import type { Activation, NetworkSpec } from './spec.js';

/** A layer with its parameters' addresses, resolved once so that a pass only adds nothing up. */
export interface PlannedLayer {
  readonly inputs: number;
  readonly outputs: number;
  readonly activation: Activation;
  readonly weight: Pointer;
  readonly bias: Pointer;
}

/** The layers of `spec` over the flat parameters at `parameters`. */
export function planLayers(spec: NetworkSpec, parameters: Pointer): readonly PlannedLayer[] {
  const layout = parameterLayout(spec);
  return spec.layers.map(({ inputs, outputs, activation }, i) => {
    const { weight, bias } = layerOffsets(layout, i);
    return { inputs, outputs, activation, weight: parameters + 4 * weight, bias: parameters + 4 * bias };
  });
}

/** One layer forward: `y = activation(x W + b)` for `batch` rows. */
export function runLayer(
  run: Kernels['run'],
  layer: PlannedLayer,
  x: Pointer,
  y: Pointer,
  batch: number,
  scratch: Pointer,
): void {
  const { inputs, outputs, activation, weight, bias } = layer;
  run.denseForward(x, weight, bias, y, batch, inputs, outputs, activation === 'relu' ? 1 : 0, scratch);
  if (activation === 'tanh') run.tanhForward(y, y, batch * outputs);
}

/** Beyond it, byte offsets of one layer's activations would leave 32 bits. */
export const MAX_BATCH = 1 << 14;

/** @throws ManyhandsError `ERR_SHAPE` if `batch` is not from 1 to `maxBatch` */
export function expectBatch(batch: number, maxBatch: number): void {
  if (!(Number.isInteger(batch) && batch >= 1 && batch <= maxBatch)) {
    throw expected('ERR_SHAPE', 'batch', `an integer from 1 to ${maxBatch}`, batch);
  }
}

/** @throws ManyhandsError `ERR_SHAPE` if a region that is to be shared has another length */
export function expectRegionLength(subject: string, length: number, got: number): void {
  if (got !== length) throw expected('ERR_SHAPE', subject, `${length} elements`, got);
}
