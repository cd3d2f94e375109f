import { bodyLayers, dense, firstLayers, lastWidth, type BodyShape } from './body.js';
import type { Activation } from './vocabulary.js';
import type { NetworkSpec } from './spec.js';
import { validateNetworkSpec } from './validate-spec.js';

/**
 * Dense layers of the given widths, `activation` on all but the last, which is linear.
 *
 * @throws ManyhandsError `ERR_NETWORK_SPEC` if a width is not one that a layer can have
 */
export function denseNetwork(
  inputs: number,
  hidden: readonly number[],
  outputs: number,
  activation: Activation = 'relu',
): NetworkSpec {
  return singleOutputNetwork({ observationSize: inputs, hidden, activation }, outputs);
}

/**
 * A body and one linear layer after it.
 *
 * @throws ManyhandsError `ERR_NETWORK_SPEC` if a layer is not one that there can be
 */
export function singleOutputNetwork(shape: BodyShape, outputs: number): NetworkSpec {
  const body = bodyLayers(shape);
  const features = lastWidth(body, shape.observationSize);
  const spec = { layers: [...firstLayers(shape), ...body, dense(features, outputs, 'linear')] };
  validateNetworkSpec(spec);
  return spec;
}
