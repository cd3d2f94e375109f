import fc from 'fast-check';
import { conv2d, type ImageShape, type ConvolutionKernel } from '../../../src/shared/network/convolutions.js';
import { numPlaces } from '../../../src/shared/network/geometry.js';
import type { Conv2dLayer, DenseLayer, Head, Layer, NetworkSpec } from '../../../src/shared/network/spec.js';

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

const denseSpec: fc.Arbitrary<NetworkSpec> = fc
  .record<Draw>({
    inputs: width,
    normalizes: fc.boolean(),
    trunk: denseLayers(0),
    heads: fc.array(fc.oneof({ weight: 3, arbitrary: denseLayers(1) }, width), { maxLength: 4 }),
  })
  .map(toSpec)
  .filter((spec) => spec !== undefined);

/** What a random spec for images is made from. */
interface ImageDraw {
  readonly image: ImageShape;
  readonly first: 'normalize' | 'scale' | 'none';
  readonly kernels: readonly ConvolutionKernel[];
  readonly activation: DenseLayer['activation'];
  /** Outputs of heads; none: the convolutions' are the network's. */
  readonly heads: readonly number[];
  /** Whether each head has convolutions of its own. */
  readonly isApart: boolean;
}

const upTo = (max: number) => fc.integer({ min: 1, max });

/** Kernels one after the other, each cut down to the image that it is given. */
function convolve(
  image: ImageShape,
  kernels: readonly ConvolutionKernel[],
  activation: DenseLayer['activation'],
) {
  const layers: Conv2dLayer[] = [];
  let { height, width, channels } = image;
  for (const kernel of kernels) {
    const size = Math.min(kernel.size, height, width);
    layers.push(conv2d({ height, width, channels }, { ...kernel, size }, activation));
    [height, width] = [numPlaces(height, size, kernel.stride), numPlaces(width, size, kernel.stride)];
    channels = kernel.filters;
  }
  return layers;
}

function toImageSpec({ image, first, kernels, activation, heads, isApart }: ImageDraw): NetworkSpec {
  const inputs = image.height * image.width * image.channels;
  const widths = { inputs, outputs: inputs };
  const firsts: Layer[] = [];
  if (first === 'normalize') firsts.push({ kind: 'normalize', ...widths, limit: 0.75 });
  if (first === 'scale') firsts.push({ kind: 'scale', ...widths, factor: -0.6 });
  const body = convolve(image, kernels, activation);
  if (heads.length === 0) return { layers: [...firsts, ...body] };
  const features = body.at(-1)!.outputs;
  const trunk = isApart ? [] : body;
  const own = isApart ? body : [];
  return {
    layers: [...firsts, ...trunk],
    heads: heads.map((outputs, h) => ({
      name: `head${h}`,
      layers: [...own, { kind: 'dense', inputs: features, outputs, activation: 'tanh' }],
    })),
  };
}

const imageSpec: fc.Arbitrary<NetworkSpec> = fc
  .record<ImageDraw>({
    image: fc.record({ height: upTo(7), width: upTo(7), channels: upTo(3) }),
    first: fc.constantFrom('normalize', 'scale', 'none'),
    kernels: fc.array(fc.record({ filters: upTo(5), size: upTo(3), stride: upTo(3) }), {
      minLength: 1,
      maxLength: 2,
    }),
    activation: fc.constantFrom('linear', 'relu', 'tanh'),
    heads: fc.array(upTo(3), { maxLength: 2 }),
    isApart: fc.boolean(),
  })
  .map(toImageSpec);

/** Any valid spec of up to 4 trunk layers and 4 heads, its widths around the edges of the kernels' tiles; one in three is for images. */
export const anySpec: fc.Arbitrary<NetworkSpec> = fc.oneof(
  { weight: 2, arbitrary: denseSpec },
  { weight: 1, arbitrary: imageSpec },
);
