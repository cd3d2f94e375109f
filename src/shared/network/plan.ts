import type { Pointer } from '../kernels/exports.js';
import { tensorName, tensorOffset, type ParameterLayout } from './parameters.js';
import {
  chainsOf,
  type ConstantLayer,
  type Conv2dLayer,
  type DenseLayer,
  type NetworkSpec,
  type NormalizeLayer,
  type ScaleLayer,
} from './spec.js';

/** Layers with their parameters' addresses, resolved once so that a pass only adds nothing up. */
export type PlannedDense = DenseLayer & { readonly weight: Pointer; readonly bias: Pointer };
export type PlannedNormalize = NormalizeLayer & { readonly mean: Pointer; readonly scale: Pointer };
export type PlannedConstant = ConstantLayer & { readonly value: Pointer };
export type PlannedConv2d = Conv2dLayer & { readonly weight: Pointer; readonly bias: Pointer };
export type PlannedWeighted = PlannedDense | PlannedConv2d;
export type PlannedLayer = PlannedWeighted | PlannedNormalize | PlannedConstant | ScaleLayer;

/** A layer with the addresses it reads rows from and writes rows to. */
export interface ForwardStep {
  readonly layer: PlannedLayer;
  readonly x: Pointer;
  readonly y: Pointer;
}

/** The layers of `spec` over the flat parameters at `parameters`, chain by chain: the trunk, then the heads. */
export function planLayers(
  spec: NetworkSpec,
  layout: ParameterLayout,
  parameters: Pointer,
): readonly (readonly PlannedLayer[])[] {
  return chainsOf(spec).map(({ head, layers }) =>
    layers.map((layer, i): PlannedLayer => {
      const at = (part: string) => parameters + 4 * tensorOffset(layout, tensorName(head, i, part));
      switch (layer.kind) {
        case 'dense':
        case 'conv2d':
          return { ...layer, weight: at('weight'), bias: at('bias') };
        case 'normalize':
          return { ...layer, mean: at('mean'), scale: at('scale') };
        case 'constant':
          return { ...layer, value: at('value') };
        case 'scale':
          return layer;
      }
    }),
  );
}

/**
 * The steps of a forward pass, chain by chain: the trunk from `input`, every head from what the trunk gives.
 *
 * @param hidden - where layer `i` of chain `c` writes, if it is not the chain's last
 * @param ends - where the last layer of each chain writes
 */
export function planForward(
  chains: readonly (readonly PlannedLayer[])[],
  input: Pointer,
  hidden: (chain: number, i: number) => Pointer,
  ends: readonly Pointer[],
): readonly (readonly ForwardStep[])[] {
  const trunkOutput = chains[0]!.length === 0 ? input : ends[0]!;
  return chains.map((layers, c) => {
    let x = c === 0 ? input : trunkOutput;
    return layers.map((layer, i) => {
      const y = i === layers.length - 1 ? ends[c]! : hidden(c, i);
      const step = { layer, x, y };
      x = y;
      return step;
    });
  });
}
