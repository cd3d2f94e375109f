import type { Tensor4D } from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { filterGradient, inputGradient } from '../../../../src/learner/engines/tfjs/convolution-gradients.js';
import { loadBackend } from '../../../../src/learner/engines/tfjs/load/load-backend.js';
import { conv2d } from '../../../../src/shared/network/convolutions.js';
import type { Conv2dLayer } from '../../../../src/shared/network/spec.js';
import { testUniform } from '../../../shared/kernels/support/fixture.js';

const { tf } = await loadBackend('tfjs-wasm');
const traits = { transposesFirst: true, hasFilterGradient: false, hasQuickInputGradient: false };

/** `[name, layer]`: what a stride leaves over or does not, in blocks that a kernel fills or does not. */
const LAYERS: readonly (readonly [string, Conv2dLayer])[] = [
  [
    'a stride of 1',
    conv2d({ height: 6, width: 5, channels: 2 }, { filters: 3, size: 3, stride: 1 }, 'linear'),
  ],
  [
    'whole blocks',
    conv2d({ height: 10, width: 8, channels: 2 }, { filters: 3, size: 4, stride: 2 }, 'linear'),
  ],
  [
    'parts of blocks',
    conv2d({ height: 9, width: 7, channels: 2 }, { filters: 2, size: 3, stride: 2 }, 'linear'),
  ],
  [
    'pixels left over',
    conv2d({ height: 11, width: 9, channels: 1 }, { filters: 2, size: 4, stride: 2 }, 'linear'),
  ],
  [
    'gaps between kernels',
    conv2d({ height: 8, width: 11, channels: 2 }, { filters: 2, size: 2, stride: 3 }, 'linear'),
  ],
  [
    'single pixels',
    conv2d({ height: 3, width: 4, channels: 3 }, { filters: 2, size: 1, stride: 1 }, 'linear'),
  ],
];
const BATCH = 2;

function operands({ height, width, channels, size, stride, filters }: Conv2dLayer) {
  const uniform = testUniform(5);
  const [outHeight, outWidth] = [height, width].map((side) => Math.floor((side - size) / stride) + 1);
  const tensor = (...shape: [number, number, number, number]): Tensor4D =>
    tf.tensor4d(Float32Array.from({ length: shape.reduce((a, b) => a * b) }, uniform), shape);
  return {
    x: tensor(BATCH, height, width, channels),
    filter: tensor(size, size, channels, filters),
    d: tensor(BATCH, outHeight!, outWidth!, filters),
  };
}

/** The definition, term by term: what is done for each x, W and d that meet. */
function forEachTerm(
  { height, width, channels, size, stride, filters }: Conv2dLayer,
  visit: (x: number, w: number, d: number) => void,
): void {
  const [rows, columns] = [height, width].map((side) => Math.floor((side - size) / stride) + 1);
  for (let b = 0; b < BATCH; b++)
    for (let p = 0; p < rows!; p++)
      for (let q = 0; q < columns!; q++)
        for (let i = 0; i < size; i++)
          for (let j = 0; j < size; j++)
            for (let c = 0; c < channels; c++)
              for (let f = 0; f < filters; f++) {
                const x = ((b * height + stride * p + i) * width + stride * q + j) * channels + c;
                const w = ((i * size + j) * channels + c) * filters + f;
                visit(x, w, ((b * rows! + p) * columns! + q) * filters + f);
              }
}

async function expectClose(got: { data(): Promise<unknown> }, wanted: Float64Array): Promise<void> {
  const values = (await got.data()) as Float32Array;
  expect(values.length).toBe(wanted.length);
  // Sums of at most some hundred numbers below 1.
  values.forEach((value, i) => expect(value).toBeCloseTo(wanted[i]!, 4));
}

describe.each(LAYERS)('the gradients of a convolution with %s', (_, layer) => {
  it('at its input is that of the definition', async () => {
    const { x, filter, d } = operands(layer);
    const [w, dy] = [await filter.data(), await d.data()];
    const wanted = new Float64Array(x.size);
    forEachTerm(layer, (xi, wi, di) => (wanted[xi]! += w[wi]! * dy[di]!));
    const got = inputGradient({ tf, traits }, layer, filter, d);
    expect(got.shape).toEqual(x.shape);
    await expectClose(got, wanted);
  });

  it('at its filter is that of the definition', async () => {
    const { x, filter, d } = operands(layer);
    const [values, dy] = [await x.data(), await d.data()];
    const wanted = new Float64Array(filter.size);
    forEachTerm(layer, (xi, wi, di) => (wanted[wi]! += values[xi]! * dy[di]!));
    const got = filterGradient({ tf, traits }, layer, x, d);
    expect(got.shape).toEqual(filter.shape);
    await expectClose(got, wanted);
  });
});
