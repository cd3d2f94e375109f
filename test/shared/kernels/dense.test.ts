import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { denseScratchLength } from '../../../src/shared/kernels/exports.js';
import type { Kernels } from '../../../src/shared/kernels/kernels.js';
import { productReference } from './support/dense-reference.js';
import { bits, filled, guarded, ODD_SIZES, poisonedKernels, testUniform } from './support/fixture.js';

let kernels: Kernels;
beforeEach(() => {
  kernels = poisonedKernels();
});

/** X, W, bias and dY of one layer, all guarded by NaN, and the exact scratch the host promises. */
function layerData(batch: number, inputs: number, outputs: number, seed = 1) {
  const draw = testUniform(seed);
  const regions = {
    x: filled(kernels, batch * inputs, draw),
    weight: filled(kernels, inputs * outputs, draw),
    bias: filled(kernels, outputs, draw),
    dy: filled(kernels, batch * outputs, draw),
    scratch: guarded(kernels, denseScratchLength(batch, inputs, outputs, true)),
  };
  return { ...regions, allIntact: () => Object.values(regions).every((region) => region.intact()) };
}

type Data = ReturnType<typeof layerData>;

function forward(
  data: Data,
  [batch, inputs, outputs]: readonly [number, number, number],
  relu: 0 | 1,
  bias = true,
) {
  const y = guarded(kernels, batch * outputs);
  const { x, weight, scratch } = data;
  const biasPointer = bias ? data.bias.pointer : 0;
  kernels.run.denseForward(
    x.pointer,
    weight.pointer,
    biasPointer,
    y.pointer,
    batch,
    inputs,
    outputs,
    relu,
    scratch.pointer,
  );
  expect(y.intact() && data.allIntact()).toBe(true);
  return y.view;
}

const forwardReference = (
  data: Data,
  [batch, inputs, outputs]: readonly [number, number, number],
  bias = true,
) =>
  productReference(
    (i, k) => data.x.view[i * inputs + k]!,
    (k, j) => data.weight.view[k * outputs + j]!,
    bias ? (j) => data.bias.view[j]! : undefined,
    [batch, outputs, inputs],
  );

describe('denseForward', () => {
  it.each(ODD_SIZES)('has the bits of the definition for batches of %d', (batch) => {
    for (const inputs of [1, 2, 4, 7, 8, 17, 64]) {
      for (const outputs of [1, 2, 3, 4, 5, 8, 9, 15, 33]) {
        kernels = poisonedKernels();
        const shape = [batch, inputs, outputs] as const;
        const data = layerData(...shape);
        expect(bits(forward(data, shape, 0))).toEqual(bits(forwardReference(data, shape)));
      }
    }
  });

  it.each([
    [64, 128, 128],
    [17, 128, 61],
    [33, 200, 47],
  ] as const)(
    'has the bits of the definition where weights are copied: %d x %d x %d',
    (batch, inputs, outputs) => {
      const shape = [batch, inputs, outputs] as const;
      const data = layerData(...shape);
      expect(bits(forward(data, shape, 0))).toEqual(bits(forwardReference(data, shape)));
    },
  );

  it('starts from 0 without a bias', () => {
    for (const shape of [
      [1, 9, 13],
      [5, 4, 6],
      [20, 130, 70],
    ] as [number, number, number][]) {
      const data = layerData(...shape);
      expect(bits(forward(data, shape, 0, false))).toEqual(bits(forwardReference(data, shape, false)));
    }
  });

  it('applies ReLU on the way out', () => {
    for (const shape of [
      [1, 4, 37],
      [3, 5, 2],
      [4, 5, 2],
      [6, 4, 11],
      [40, 130, 70],
    ] as [number, number, number][]) {
      const data = layerData(...shape);
      expect([...forward(data, shape, 1)]).toEqual([
        ...forwardReference(data, shape).map((value) => Math.max(value, 0)),
      ]);
    }
  });

  it('lets NaN through ReLU, so that divergence is seen', () => {
    for (const batch of [1, 4]) {
      const data = layerData(batch, 4, 8);
      data.x.view[2] = NaN;
      expect(forward(data, [batch, 4, 8], 1).subarray(0, 8).every(Number.isNaN)).toBe(true);
    }
  });

  it('gives a row the same bits in any batch, at any place', () => {
    const size = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(size, size, size, fc.nat(), (batch, inputs, outputs, seed) => {
        kernels = poisonedKernels();
        const data = layerData(batch, inputs, outputs, seed);
        const together = forward(data, [batch, inputs, outputs], 1).slice();
        for (let i = 0; i < batch; i++) {
          const alone = guarded(kernels, outputs);
          const row = data.x.pointer + 4 * i * inputs;
          const { weight, bias, scratch } = data;
          kernels.run.denseForward(
            row,
            weight.pointer,
            bias.pointer,
            alone.pointer,
            1,
            inputs,
            outputs,
            1,
            scratch.pointer,
          );
          expect(bits(alone.view)).toEqual(bits(together.subarray(i * outputs, (i + 1) * outputs)));
        }
      }),
      { numRuns: 60, seed: 2 },
    );
  });
});

describe.each(ODD_SIZES)('the gradients of a dense layer, batch %d', (batch) => {
  const shapes = [1, 2, 4, 5, 7, 9, 17, 33].flatMap((inputs) =>
    [1, 2, 4, 6, 8, 13].map((outputs) => [inputs, outputs] as const),
  );

  it('denseWeightGradient has the bits of X^T dY summed in the order of the batch', () => {
    for (const [inputs, outputs] of [...shapes, [128, 70] as const]) {
      kernels = poisonedKernels();
      const data = layerData(batch, inputs, outputs);
      const dw = guarded(kernels, inputs * outputs);
      const { x, dy, scratch } = data;
      kernels.run.denseWeightGradient(
        x.pointer,
        inputs,
        dy.pointer,
        dw.pointer,
        batch,
        inputs,
        outputs,
        scratch.pointer,
      );
      const reference = productReference(
        (i, k) => x.view[k * inputs + i]!,
        (k, j) => dy.view[k * outputs + j]!,
        undefined,
        [inputs, outputs, batch],
      );
      expect(bits(dw.view)).toEqual(bits(reference));
      expect(dw.intact() && data.allIntact()).toBe(true);
    }
  });

  it('denseWeightGradient gives a range of rows the bits that they have in the whole', () => {
    for (const [inputs, outputs] of shapes.filter(([rows]) => rows > 1)) {
      kernels = poisonedKernels();
      const { x, dy, scratch } = layerData(batch, inputs, outputs);
      const range = (first: number, count: number): number[] => {
        const dw = guarded(kernels, count * outputs);
        const columns = x.pointer + 4 * first;
        kernels.run.denseWeightGradient(
          columns,
          inputs,
          dy.pointer,
          dw.pointer,
          batch,
          count,
          outputs,
          scratch.pointer,
        );
        expect(dw.intact()).toBe(true);
        return bits(dw.view);
      };
      const whole = range(0, inputs);
      for (const cut of new Set([1, inputs >> 1, inputs - 1]))
        expect([...range(0, cut), ...range(cut, inputs - cut)]).toEqual(whole);
    }
  });

  it('denseInputGradient has the bits of dY W^T', () => {
    for (const [inputs, outputs] of [...shapes, [128, 70] as const]) {
      kernels = poisonedKernels();
      const data = layerData(batch, inputs, outputs);
      const dx = guarded(kernels, batch * inputs);
      const { dy, weight, scratch } = data;
      kernels.run.denseInputGradient(
        dy.pointer,
        weight.pointer,
        dx.pointer,
        batch,
        inputs,
        outputs,
        scratch.pointer,
      );
      const reference = productReference(
        (i, k) => dy.view[i * outputs + k]!,
        (k, j) => weight.view[j * outputs + k]!,
        undefined,
        [batch, inputs, outputs],
      );
      expect(bits(dx.view)).toEqual(bits(reference));
      expect(dx.intact() && data.allIntact()).toBe(true);
    }
  });
});
