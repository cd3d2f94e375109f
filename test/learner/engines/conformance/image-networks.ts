import { numPlaces } from '../../../../src/shared/network/geometry.js';
import type { Conv2dLayer, DenseLayer, Layer, NetworkSpec } from '../../../../src/shared/network/spec.js';
import type { Activation } from '../../../../src/shared/network/vocabulary.js';

/** Height, width, channels. */
export type Shape = readonly [number, number, number];
/** Filters, size, stride. */
type Convolution = readonly [number, number, number];

const BYTES_TO_UNIT = 1 / 255;

const sizeOf = ([height, width, channels]: Shape) => height * width * channels;

function dense(inputs: number, outputs: number, activation: Activation): DenseLayer {
  return { kind: 'dense', inputs, outputs, activation };
}

/** Convolutions one after another, and the shape of what they give. */
function stack(shape: Shape, convolutions: readonly Convolution[], activation: Activation) {
  let at = shape;
  const layers = convolutions.map(([filters, size, stride]): Conv2dLayer => {
    const [height, width, channels] = at;
    at = [numPlaces(height, size, stride), numPlaces(width, size, stride), filters];
    const ends = { inputs: height * width * channels, outputs: sizeOf(at) };
    return { kind: 'conv2d', height, width, channels, filters, size, stride, ...ends, activation };
  });
  return { layers, features: sizeOf(at) };
}

function scale(shape: Shape): Layer {
  const size = sizeOf(shape);
  return { kind: 'scale', inputs: size, outputs: size, factor: BYTES_TO_UNIT };
}

/** Action values of bytes: scale, convolutions, one dense layer. */
export function imageValues(
  shape: Shape,
  convolutions: readonly Convolution[],
  hidden: number,
  numActions: number,
): NetworkSpec {
  const { layers, features } = stack(shape, convolutions, 'relu');
  return {
    layers: [scale(shape), ...layers, dense(features, hidden, 'relu'), dense(hidden, numActions, 'linear')],
  };
}

/** A policy of bytes and its value, over convolutions that they share. */
export function sharedImagePolicy(
  shape: Shape,
  convolutions: readonly Convolution[],
  numActions: number,
): NetworkSpec {
  const { layers, features } = stack(shape, convolutions, 'relu');
  return {
    layers: [scale(shape), ...layers],
    heads: [
      { name: 'policy', layers: [dense(features, numActions, 'linear')] },
      { name: 'value', layers: [dense(features, 1, 'linear')] },
    ],
  };
}

/** Means of actions and a value, each over tanh convolutions of its own, and a deviation that looks at nothing. */
export function separateImagePolicy(
  shape: Shape,
  convolutions: readonly Convolution[],
  actionSize: number,
): NetworkSpec {
  const { layers, features } = stack(shape, convolutions, 'tanh');
  return {
    layers: [],
    heads: [
      { name: 'policy', layers: [...layers, dense(features, actionSize, 'linear')] },
      {
        name: 'logStandardDeviation',
        layers: [{ kind: 'constant', inputs: sizeOf(shape), outputs: actionSize }],
      },
      { name: 'value', layers: [...layers, dense(features, 1, 'linear')] },
    ],
  };
}

/** The convolutions of Mnih et al. (2015), doi:10.1038/nature14236, on 84 x 84 x 4. */
export const NATURE: readonly Convolution[] = [
  [32, 8, 4],
  [64, 4, 2],
  [64, 3, 1],
];
