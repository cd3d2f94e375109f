import { inspect } from 'node:util';
import { expected } from '../errors.js';

/** What a layer does to its weighted sums. */
export const ACTIVATIONS = ['linear', 'relu', 'tanh'] as const;
export type Activation = (typeof ACTIVATIONS)[number];

/** `y = activation(x W + b)`, x `[inputs]`, W `[inputs, outputs]`, b `[outputs]`. */
export interface DenseLayer {
  readonly kind: 'dense';
  readonly inputs: number;
  readonly outputs: number;
  readonly activation: Activation;
}

/** One layer as data. A union over `kind`: code that reads layers switches on it. */
export type Layer = DenseLayer;

/** A network as data: what engines build, checkpoints store and threads send to each other. */
export interface NetworkSpec {
  /** From the observation to the output; each layer takes what the one before gives. At least one. */
  readonly layers: readonly Layer[];
}

/** Largest layer width: beyond it, byte offsets of one layer's weights leave 32 bits. */
const MAX_WIDTH = 16_384;

/** Dense layers of the given widths, `activation` on all but the last, which is linear. */
export function denseNetwork(
  inputs: number,
  hidden: readonly number[],
  outputs: number,
  activation: Activation = 'relu',
): NetworkSpec {
  const widths = [inputs, ...hidden, outputs];
  const layers = widths.slice(1).map((width, i): Layer => {
    const last = i === hidden.length;
    return { kind: 'dense', inputs: widths[i]!, outputs: width, activation: last ? 'linear' : activation };
  });
  const spec = { layers };
  validateNetworkSpec(spec);
  return spec;
}

/**
 * Checks a spec that may come from a file or another program.
 *
 * @throws ManyhandsError `ERR_NETWORK_SPEC` naming the first layer and field that is wrong
 */
export function validateNetworkSpec(spec: NetworkSpec): void {
  const layers: unknown = (spec as Partial<NetworkSpec> | null | undefined)?.layers;
  if (!Array.isArray(layers) || layers.length === 0) {
    throw expected('ERR_NETWORK_SPEC', 'layers', 'an array of at least one layer', describe(layers));
  }
  let previousOutputs: number | undefined;
  layers.forEach((value: unknown, i) => {
    const layer = expectLayer(value, `layers[${i}]`);
    if (previousOutputs !== undefined && layer.inputs !== previousOutputs) {
      throw expected(
        'ERR_NETWORK_SPEC',
        `layers[${i}].inputs`,
        `${previousOutputs}, the outputs of layers[${i - 1}]`,
        layer.inputs,
      );
    }
    previousOutputs = layer.outputs;
  });
}

/** Length of one observation. */
export function inputLength(spec: NetworkSpec): number {
  return spec.layers[0]!.inputs;
}

/** Length of one output row. */
export function outputLength(spec: NetworkSpec): number {
  return spec.layers.at(-1)!.outputs;
}

function expectLayer(value: unknown, subject: string): Layer {
  const layer = (typeof value === 'object' && value !== null ? value : {}) as Partial<
    Record<string, unknown>
  >;
  if (layer['kind'] !== 'dense') {
    throw expected('ERR_NETWORK_SPEC', `${subject}.kind`, "'dense'", describe(layer['kind']));
  }
  for (const field of ['inputs', 'outputs'] as const) {
    const width = layer[field];
    if (!Number.isInteger(width) || (width as number) < 1 || (width as number) > MAX_WIDTH) {
      throw expected(
        'ERR_NETWORK_SPEC',
        `${subject}.${field}`,
        `an integer from 1 to ${MAX_WIDTH}`,
        describe(width),
      );
    }
  }
  if (!ACTIVATIONS.includes(layer['activation'] as Activation)) {
    const names = ACTIVATIONS.map((name) => `'${name}'`).join(' | ');
    throw expected('ERR_NETWORK_SPEC', `${subject}.activation`, names, describe(layer['activation']));
  }
  return value as Layer;
}

function describe(value: unknown): string {
  return typeof value === 'string' ? `'${value}'` : inspect(value);
}
