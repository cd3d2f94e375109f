import { describe, expect, it } from 'vitest';
import { denseScratchLength } from '../../../src/shared/kernels/exports.js';
import { productReference } from './support/dense-reference.js';
import { bits, filled, guarded, poisonedKernels, testUniform } from './support/fixture.js';

/** Parts of the numbers that are not 0: none, few, about where tiles take over, all. */
const FILLS = [0, 0.05, 0.3, 0.6, 0.75, 1] as const;
/** Batches, inputs and outputs around a panel's 32 columns, a block's 32 rows and a part's 128 rows of the other matrix. */
const SHAPES = [
  [1, 128, 32],
  [3, 5, 64],
  [31, 33, 96],
  [33, 64, 64],
  [40, 130, 127],
  [64, 257, 65],
  [130, 128, 160],
  [260, 32, 33],
] as const;

/** A layer whose X and dY hold as many zeros, of both signs, as what comes out of a ReLU and what goes back through one. */
function sparseLayer([batch, inputs, outputs]: (typeof SHAPES)[number], fill: number, gradientFill = fill) {
  const kernels = poisonedKernels(4 << 20);
  const draw = testUniform(batch + inputs + outputs);
  const sparse = (part: number) => (): number => {
    const isKept = Math.abs(draw()) < part;
    return isKept ? draw() : draw() < 0 ? -0 : 0;
  };
  const data = {
    x: filled(kernels, batch * inputs, sparse(fill)),
    weight: filled(kernels, inputs * outputs, draw),
    bias: filled(kernels, outputs, draw),
    dy: filled(kernels, batch * outputs, sparse(gradientFill)),
    scratch: guarded(kernels, denseScratchLength(batch, inputs, outputs, true)),
    y: guarded(kernels, batch * outputs),
    dw: guarded(kernels, inputs * outputs),
    dx: guarded(kernels, batch * inputs),
  };
  const pointers = Object.fromEntries(Object.entries(data).map(([name, { pointer }]) => [name, pointer]));
  return {
    ...data,
    run: kernels.run,
    at: pointers as Readonly<Record<keyof typeof data, number>>,
    isIntact: () => Object.values(data).every((region) => region.intact()),
  };
}

describe.each(SHAPES.map((shape) => ({ shape })))('a layer full of zeros, $shape', ({ shape }) => {
  const [batch, inputs, outputs] = shape;
  const size: readonly [number, number, number] = shape;

  it.each(FILLS)('has the forward bits of all products, with %d of the numbers', (fill) => {
    const { run, at, x, weight, bias, y, isIntact } = sparseLayer(shape, fill);
    run.denseForward(at.x, at.weight, at.bias, at.y, ...size, 0, at.scratch);
    const reference = productReference(
      (i, k) => x.view[i * inputs + k]!,
      (k, j) => weight.view[k * outputs + j]!,
      (j) => bias.view[j]!,
      [batch, outputs, inputs],
    );
    expect(bits(y.view)).toEqual(bits(reference));

    run.denseForward(at.x, at.weight, at.bias, at.y, ...size, 1, at.scratch);
    expect([...y.view]).toEqual([...reference].map((value) => Math.max(value, 0)));
    expect(isIntact()).toBe(true);
  });

  it.each(
    FILLS.flatMap(
      (fill) =>
        [
          [fill, fill],
          [fill, 1],
          [1, fill],
        ] as const,
    ),
  )(
    'has the weight gradient of all products, with %d of the inputs and %d of the gradients',
    (fill, gradientFill) => {
      const { run, at, x, dy, dw, isIntact } = sparseLayer(shape, fill, gradientFill);
      run.denseWeightGradient(at.x, inputs, at.dy, at.dw, ...size, at.scratch);
      const reference = productReference(
        (i, k) => x.view[k * inputs + i]!,
        (k, j) => dy.view[k * outputs + j]!,
        undefined,
        [inputs, outputs, batch],
      );
      expect(bits(dw.view)).toEqual(bits(reference));
      expect(isIntact()).toBe(true);
    },
  );

  it.each(FILLS)('has the input gradient of all products, with %d of the numbers', (fill) => {
    const { run, at, dy, weight, dx, isIntact } = sparseLayer(shape, fill);
    run.denseInputGradient(at.dy, at.weight, at.dx, ...size, at.scratch);
    const reference = productReference(
      (i, k) => dy.view[i * outputs + k]!,
      (k, j) => weight.view[j * outputs + k]!,
      undefined,
      [batch, inputs, outputs],
    );
    expect(bits(dx.view)).toEqual(bits(reference));
    expect(isIntact()).toBe(true);
  });
});

describe('a row full of zeros', () => {
  it('lets NaN and infinity through, so that divergence is seen', () => {
    const size = [33, 64, 64] as const;
    for (const value of [NaN, Infinity]) {
      const { run, at, x, y } = sparseLayer(size, 0.3);
      x.view[5 * 64 + 63] = value;
      run.denseForward(at.x, at.weight, at.bias, at.y, ...size, 0, at.scratch);
      const rows = Array.from({ length: 33 }, (_, i) => y.view.subarray(i * 64, (i + 1) * 64));
      expect(rows.map((row) => row.every(Number.isFinite))).toEqual(rows.map((_, i) => i !== 5));
      expect(rows[5]!.some(Number.isFinite)).toBe(false);
    }
  });
});
