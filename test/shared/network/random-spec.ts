import fc from 'fast-check';
import type { DenseLayer, Head, Layer, NetworkSpec } from '../../../src/shared/network/spec.js';

/** What a random spec is made from. */
interface Draw {
  readonly inputs: number;
  readonly normalizes: boolean;
  readonly trunk: readonly Dense[];
  /** A number is a constant layer's outputs. */
  readonly heads: readonly (number | readonly Dense[])[];
}
type Dense = readonly [outputs: number, activation: DenseLayer['activation']];

const width = fc.integer({ min: 1, max: 19 });
const denseLayers = (minLength: number) =>
  fc.array(fc.tuple(width, fc.constantFrom('linear', 'relu', 'tanh')), { minLength, maxLength: 3 });

function toSpec({ inputs, normalizes, trunk, heads }: Draw): NetworkSpec | undefined {
  const chain = (from: number, dense: readonly Dense[]): Layer[] =>
    dense.map(([outputs, activation], i) => {
      const before = i === 0 ? from : dense[i - 1]![0];
      return { kind: 'dense', inputs: before, outputs, activation };
    });
  const normalize: Layer[] = normalizes ? [{ kind: 'normalize', inputs, outputs: inputs, limit: 0.75 }] : [];
  const layers = [...normalize, ...chain(inputs, trunk)];
  if (heads.length === 0) return layers.length === 0 ? undefined : { layers };
  const from = layers.at(-1)?.outputs ?? inputs;
  const headSpecs = heads.map((head, h): Head => {
    const constant = (outputs: number): Layer[] => [{ kind: 'constant', inputs: from, outputs }];
    return { name: `head${h}`, layers: typeof head === 'number' ? constant(head) : chain(from, head) };
  });
  return { layers, heads: headSpecs };
}

/** Any valid spec of up to 4 trunk layers and 4 heads, its widths around the edges of the kernels' tiles. */
export const anySpec: fc.Arbitrary<NetworkSpec> = fc
  .record<Draw>({
    inputs: width,
    normalizes: fc.boolean(),
    trunk: denseLayers(0),
    heads: fc.array(fc.oneof({ weight: 3, arbitrary: denseLayers(1) }, width), { maxLength: 4 }),
  })
  .map(toSpec)
  .filter((spec) => spec !== undefined);
