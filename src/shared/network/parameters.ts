import { validateNetworkSpec } from './validate-spec.js';
import { chainsOf, type Layer, type NetworkSpec } from './spec.js';

/** One tensor's place in the flat parameter vector. */
export interface ParameterTensor {
  /** `<layer>.<part>` in the trunk and `<head>.<layer>.<part>` in a head, as in `0.weight`, `value.2.bias`: its key in a checkpoint. */
  readonly name: string;
  /**
   * Row-major. Weight `[inputs, outputs]`, of a convolution `[size, size, channels, filters]`; bias `[outputs]` or `[filters]`; mean,
   * scale and value `[outputs]`.
   */
  readonly shape: readonly number[];
  /** First element in the flat vector. */
  readonly offset: number;
  /** Product of `shape`. */
  readonly length: number;
}

/** Where everything is in a network's flat float32 parameter vector, and in its gradient, which has the same layout. */
export interface ParameterLayout {
  /** In memory order, without gaps: the trunk's layers, then each head's. */
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
  for (const { head, layers } of chainsOf(spec)) {
    layers.forEach((layer, i) => {
      for (const [part, shape] of partsOf(layer)) {
        const length = shape.reduce((product, size) => product * size, 1);
        tensors.push({ name: tensorName(head, i, part), shape, offset, length });
        offset += length;
      }
    });
  }
  return { tensors, numParameters: offset };
}

/** What a tensor of layer `i` is called; `head` is `undefined` in the trunk. */
export function tensorName(head: string | undefined, i: number, part: string): string {
  return head === undefined ? `${i}.${part}` : `${head}.${i}.${part}`;
}

/** Offset of a tensor that the layout is known to have, in float32 elements. */
export function tensorOffset({ tensors }: ParameterLayout, name: string): number {
  return tensors.find((tensor) => tensor.name === name)!.offset;
}

function partsOf(layer: Layer): readonly (readonly [string, readonly number[]])[] {
  const { inputs, outputs } = layer;
  switch (layer.kind) {
    case 'dense':
      return [
        ['weight', [inputs, outputs]],
        ['bias', [outputs]],
      ];
    case 'conv2d': {
      const { size, channels, filters } = layer;
      return [
        ['weight', [size, size, channels, filters]],
        ['bias', [filters]],
      ];
    }
    case 'scale':
      return [];
    case 'normalize':
      return [
        ['mean', [outputs]],
        ['scale', [outputs]],
      ];
    case 'constant':
      return [['value', [outputs]]];
  }
}
