import type { Conv2dLayer } from './spec.js';

/** Places along one side of an image that a kernel goes to, without padding. */
export function numPlaces(side: number, size: number, stride: number): number {
  return Math.floor((side - size) / stride) + 1;
}

/** Places of an image that a convolution's kernel goes to, each of which gives one number per filter. */
export function numPositions({
  height,
  width,
  size,
  stride,
}: Pick<Conv2dLayer, 'height' | 'width' | 'size' | 'stride'>): number {
  return numPlaces(height, size, stride) * numPlaces(width, size, stride);
}
