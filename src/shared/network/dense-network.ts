import type { Activation } from './vocabulary.js';
import type { DenseLayer, NetworkSpec } from './spec.js';
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
  const last = hidden.at(-1) ?? inputs;
  const spec = {
    layers: [...hiddenLayers(inputs, hidden, activation), dense(last, outputs, 'linear')],
  };
  validateNetworkSpec(spec);
  return spec;
}

/** One dense layer per width, all with the same activation. */
export function hiddenLayers(
  inputs: number,
  widths: readonly number[],
  activation: Activation,
): readonly DenseLayer[] {
  return widths.map((width, i) => dense(i === 0 ? inputs : widths[i - 1]!, width, activation));
}

/** One dense layer as data. */
export function dense(inputs: number, outputs: number, activation: Activation): DenseLayer {
  return { kind: 'dense', inputs, outputs, activation };
}
