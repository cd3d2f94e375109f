import { validateNetworkSpec, type NetworkSpec } from './spec.js';

/** One tensor's place in the flat parameter vector. */
export interface ParameterTensor {
  /** `<layer index>.weight` or `<layer index>.bias`: the key in a checkpoint. */
  readonly name: string;
  /** Weight `[inputs, outputs]`, row-major; bias `[outputs]`. */
  readonly shape: readonly number[];
  /** First element in the flat vector. */
  readonly offset: number;
  /** Product of `shape`. */
  readonly length: number;
}

/** Where everything is in a network's flat float32 parameter vector, and in its gradient, which has the same layout. */
export interface ParameterLayout {
  /** In memory order, without gaps: for each layer its weight, then its bias. */
  readonly tensors: readonly ParameterTensor[];
  readonly numParameters: number;
}

/**
 * The layout of `spec`'s parameters. Equal specs have equal layouts, in every thread and every version of a checkpoint.
 *
 * @throws ManyhandsError `ERR_NETWORK_SPEC` if `spec` is not valid
 */
export function parameterLayout(spec: NetworkSpec): ParameterLayout {
  validateNetworkSpec(spec);
  const tensors: ParameterTensor[] = [];
  let offset = 0;
  const place = (name: string, shape: readonly number[]) => {
    const length = shape.reduce((product, size) => product * size, 1);
    tensors.push({ name, shape, offset, length });
    offset += length;
  };
  spec.layers.forEach((layer, i) => {
    place(`${i}.weight`, [layer.inputs, layer.outputs]);
    place(`${i}.bias`, [layer.outputs]);
  });
  return { tensors, numParameters: offset };
}

/** Offset in float32 elements of layer `i`'s weight and bias. */
export interface LayerOffsets {
  readonly weight: number;
  readonly bias: number;
}

/** {@link parameterLayout} by layer, for code that walks the layers. */
export function layerOffsets({ tensors }: ParameterLayout, i: number): LayerOffsets {
  return { weight: tensors[2 * i]!.offset, bias: tensors[2 * i + 1]!.offset };
}
