import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { conv2dScratchLength } from '../../../src/shared/kernels/exports.js';
import { tf } from '../../support/tfjs.js';
import { conv2dBits, conv2dReference, lengthsOf, type Conv2dShape } from './support/conv2d-reference.js';
import { bits, filled, guarded, poisonedKernels, testUniform } from './support/fixture.js';

/** A convolution's data, guarded by NaN, with the exact scratch that the host promises. `fill` of X's and dY's numbers are not 0. */
function dataOf(shape: Conv2dShape, { seed = 1, fill = 1 } = {}) {
  const { height, width, channels, filters, size, stride } = shape;
  const lengths = lengthsOf(shape);
  const kernels = poisonedKernels(4 << 20);
  const { run } = kernels;
  const draw = testUniform(seed);
  const sparse = () => (draw() < 2 * fill - 1 ? draw() : 0);
  const regions = {
    x: filled(kernels, lengths.x, sparse),
    weight: filled(kernels, lengths.weight, draw),
    bias: filled(kernels, filters, draw),
    dy: filled(kernels, lengths.y, sparse),
    scratch: guarded(kernels, conv2dScratchLength(lengths.rows, filters, true)),
  };
  const { x, weight, bias, dy, scratch } = regions;
  const geometry = [height, width, channels, filters, size, stride] as const;
  const into = (length: number, compute: (out: number) => void): Float32Array => {
    const out = guarded(kernels, length);
    compute(out.pointer);
    expect(out.intact() && Object.values(regions).every((region) => region.intact())).toBe(true);
    return out.view;
  };
  const imageLength = lengths.x / shape.batch;
  const outputLength = lengths.y / shape.batch;
  return {
    views: { x: x.view, weight: weight.view, bias: bias.view, dy: dy.view },
    /** Of `count` images from number `first` on. */
    forward: (relu: 0 | 1 = 0, first = 0, count = shape.batch) =>
      into(count * outputLength, (y) => {
        const images = x.pointer + 4 * first * imageLength;
        const [w, b] = [weight.pointer, bias.pointer];
        run.conv2dForward(images, w, b, y, count, ...geometry, relu, scratch.pointer);
      }),
    inputGradient: (first = 0, count = shape.batch) =>
      into(count * imageLength, (dx) => {
        const gradient = dy.pointer + 4 * first * outputLength;
        run.conv2dInputGradient(gradient, weight.pointer, dx, count, ...geometry, scratch.pointer);
      }),
    /** `count` rows from number `first` on. */
    weightGradient: (first = 0, count = lengths.rows) =>
      into(count * filters, (dw) => {
        const [images, gradient] = [x.pointer, dy.pointer];
        run.conv2dWeightGradient(
          images,
          gradient,
          dw,
          shape.batch,
          ...geometry,
          first,
          count,
          scratch.pointer,
        );
      }),
  };
}

const shapeOf = (
  batch: number,
  ...[height, width, channels, filters, size, stride]: Geometry
): Conv2dShape => ({
  batch,
  height,
  width,
  channels,
  filters,
  size,
  stride,
});

type Geometry = readonly [number, number, number, number, number, number];
/** Height, width, channels, filters, size, stride. */
const GEOMETRIES: Readonly<Record<string, Geometry>> = {
  'stride 1': [5, 6, 2, 3, 2, 1],
  'one channel': [7, 9, 1, 5, 3, 2],
  'a rest that no kernel reaches': [8, 7, 3, 4, 3, 2],
  'a kernel of one pixel': [6, 5, 3, 4, 1, 1],
  'a kernel of one pixel, at every other': [6, 5, 5, 4, 1, 2],
  'a kernel as large as the image': [4, 4, 3, 2, 4, 1],
  'a kernel as high as the image': [3, 11, 2, 6, 3, 2],
  'gaps between the places': [9, 11, 2, 17, 2, 4],
  'more places than a block has patches': [14, 16, 1, 8, 2, 1],
  "the Nature network's first layer, on less": [20, 16, 4, 32, 8, 4],
  'its second': [8, 10, 32, 16, 4, 2],
  'its third': [5, 5, 24, 40, 3, 1],
};
const cases = Object.entries(GEOMETRIES);

describe('a convolution', () => {
  it.each(cases)('is what its definition says, and so are its gradients: %s', (_, geometry) => {
    for (const batch of [1, 3, 8]) {
      const shape = shapeOf(batch, ...geometry);
      const data = dataOf(shape);
      const reference = conv2dReference(shape, data.views);
      // Sums of up to 512 products of numbers up to 1, of 2,000 in a weight's gradient, in float32.
      for (const [actual, wanted] of [
        [data.forward(), reference.y],
        [data.inputGradient(), reference.dx],
        [data.weightGradient(), reference.dw],
      ] as const) {
        const errors = wanted.map((value, i) => Math.abs(value - actual[i]!));
        expect(Math.max(...errors)).toBeLessThan(2e-4);
      }
    }
  });

  it.each(cases)('has the bits of sums in the order that is promised: %s', (_, geometry) => {
    for (const [batch, fill] of [
      [1, 1],
      [2, 0.9],
      [7, 0.3],
    ] as const) {
      const shape = shapeOf(batch, ...geometry);
      const data = dataOf(shape, { seed: batch, fill });
      const reference = conv2dBits(shape, data.views);
      expect(bits(data.forward())).toEqual(bits(reference.y));
      expect(bits(data.inputGradient())).toEqual(bits(reference.dx));
      expect(bits(data.weightGradient())).toEqual(bits(reference.dw));
      expect([...data.forward(1)]).toEqual([...reference.y.map((value) => Math.max(value, 0))]);
    }
  });

  it.each(cases)('gives an image the same bits in any batch, at any place: %s', (_, geometry) => {
    const batch = 9;
    const data = dataOf(shapeOf(batch, ...geometry), { seed: 5, fill: 0.6 });
    const [outputs, gradients] = [data.forward(1), data.inputGradient()];
    for (const [first, count] of [
      [0, 1],
      [4, 1],
      [8, 1],
      [3, 5],
    ] as const) {
      const part = (values: Float32Array) =>
        bits(values.subarray((first * values.length) / batch, ((first + count) * values.length) / batch));
      expect(bits(data.forward(1, first, count))).toEqual(part(outputs));
      expect(bits(data.inputGradient(first, count))).toEqual(part(gradients));
    }
  });

  it.each(cases)('gives a range of rows of a weight gradient the bits of the whole: %s', (_, geometry) => {
    const shape = shapeOf(6, ...geometry);
    const { rows } = lengthsOf(shape);
    for (const fill of [1, 0.4]) {
      const data = dataOf(shape, { seed: 3, fill });
      const whole = bits(data.weightGradient());
      for (const cut of new Set([1, rows >> 1, rows - 1].filter((at) => at > 0 && at < rows))) {
        const parts = [data.weightGradient(0, cut), data.weightGradient(cut, rows - cut)];
        expect(parts.flatMap(bits)).toEqual(whole);
      }
    }
  });

  it('lets NaN through ReLU, so that divergence is seen, and into nothing that does not read it', () => {
    const shape = shapeOf(3, 6, 6, 1, 4, 3, 3);
    const data = dataOf(shape);
    // The last pixel of the second image: the last of its four places reads it.
    data.views.x[2 * 36 - 1] = NaN;
    const found = [...data.forward(1)].map(Number.isNaN);
    const places = Array.from({ length: 12 }, (_, place) => found.slice(4 * place, 4 * place + 4));
    expect(places.map((numbers) => numbers.every(Boolean))).toEqual(places.map((_, place) => place === 7));
    expect(found.filter(Boolean).length).toBe(4);
  });

  it('agrees with TensorFlow.js, gradients too', () => {
    for (const geometry of Object.values(GEOMETRIES)) {
      const shape = shapeOf(2, ...geometry);
      const { batch, height, width, channels, filters, size, stride } = shape;
      const data = dataOf(shape, { seed: 8 });
      const { x, weight, bias, dy } = data.views;
      const { down, across } = lengthsOf(shape);
      const results = tf.tidy(() => {
        const images = tf.tensor4d(x, [batch, height, width, channels]);
        const kernel = tf.tensor4d(weight, [size, size, channels, filters]);
        const convolve = (input: typeof images, by: typeof kernel) => tf.conv2d(input, by, stride, 'valid');
        const output = tf.add(convolve(images, kernel), tf.tensor1d(bias));
        const gradients = tf.grads((input, by) => convolve(input as typeof images, by as typeof kernel));
        const [dx, dw] = gradients([images, kernel], tf.tensor4d(dy, [batch, down, across, filters]));
        return [output, dx!, dw!].map((tensor) => tensor.dataSync());
      });
      [data.forward(), data.inputGradient(), data.weightGradient()].forEach((values, i) => {
        const errors = values.map((value, at) => Math.abs(value - results[i]![at]!));
        // Float32 on both sides, in other orders.
        expect(Math.max(...errors)).toBeLessThan(2e-4);
      });
    }
  });

  it('does all of that for any geometry', () => {
    const side = fc.integer({ min: 1, max: 12 });
    const few = fc.integer({ min: 1, max: 9 });
    const any = fc.record({
      batch: few,
      height: side,
      width: side,
      channels: few,
      filters: few,
      size: side,
      stride: few,
    });
    fc.assert(
      fc.property(any, fc.nat(), (drawn, seed) => {
        const shape = { ...drawn, size: Math.min(drawn.size, drawn.height, drawn.width) };
        const data = dataOf(shape, { seed, fill: 0.7 });
        const reference = conv2dBits(shape, data.views);
        expect(bits(data.forward())).toEqual(bits(reference.y));
        expect(bits(data.inputGradient())).toEqual(bits(reference.dx));
        expect(bits(data.weightGradient())).toEqual(bits(reference.dw));
      }),
      { seed: 4, numRuns: 60 },
    );
  });
});
