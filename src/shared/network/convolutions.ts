import { numPlaces } from './geometry.js';
import type { Conv2dLayer } from './spec.js';
import type { Activation } from './vocabulary.js';

/** Rows of `[height, width, channels]`. */
export interface ImageShape {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
}

/** One convolution of several that follow each other. */
export interface ConvolutionKernel {
  readonly filters: number;
  readonly size: number;
  readonly stride: number;
}

/** The convolutions of the Nature DQN: Mnih et al., "Human-level control through deep reinforcement learning" (2015), Methods. */
export const NATURE_KERNELS: readonly ConvolutionKernel[] = [
  { filters: 32, size: 8, stride: 4 },
  { filters: 64, size: 4, stride: 2 },
  { filters: 64, size: 3, stride: 1 },
];

/** The smallest side of an image that all of these kernels fit into, one after the other. */
export function smallestSide(kernels: readonly ConvolutionKernel[]): number {
  return kernels.reduceRight((side, { size, stride }) => (side - 1) * stride + size, 1);
}

/** Convolutions one after the other, all with the same activation. What is wrong with them, a network's validation says. */
export function convolutionLayers(
  image: ImageShape,
  kernels: readonly ConvolutionKernel[],
  activation: Activation,
): readonly Conv2dLayer[] {
  let shape = image;
  return kernels.map((kernel) => {
    const layer = conv2d(shape, kernel, activation);
    shape = outputShape(layer);
    return layer;
  });
}

/** One convolution as data. */
export function conv2d(
  { height, width, channels }: ImageShape,
  { filters, size, stride }: ConvolutionKernel,
  activation: Activation,
): Conv2dLayer {
  const outputs = numPlaces(height, size, stride) * numPlaces(width, size, stride) * filters;
  const inputs = height * width * channels;
  return { kind: 'conv2d', height, width, channels, filters, size, stride, inputs, outputs, activation };
}

/** The image that a convolution gives. */
function outputShape({ height, width, filters, size, stride }: Conv2dLayer): ImageShape {
  return {
    height: numPlaces(height, size, stride),
    width: numPlaces(width, size, stride),
    channels: filters,
  };
}
