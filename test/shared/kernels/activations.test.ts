import { describe, expect, it } from 'vitest';
import { filled, guarded, maxUlp, ODD_SIZES, poisonedKernels, testUniform } from './support/fixture.js';

describe('tanhForward', () => {
  it('is within 7 ulp of tanh from the smallest numbers to saturation, and odd', () => {
    const kernels = poisonedKernels(1 << 20);
    const { run } = kernels;
    const draw = testUniform(3);
    const length = 100_000;
    // Magnitudes spread evenly over the exponents 2^-40 to 2^5.
    const x = filled(kernels, length, () => 2 ** (22.5 * draw() - 17.5) * Math.sign(draw()));
    const y = guarded(kernels, length);
    run.tanhForward(x.pointer, y.pointer, length);
    const reference = Float64Array.from(x.view, Math.tanh);
    expect(maxUlp(y.view, reference)).toBeLessThan(7);
    expect(Math.max(...y.view.map(Math.abs).subarray(0, 50_000))).toBe(1);

    const mirrored = filled(kernels, 1000, () => 0);
    mirrored.view.set(x.view.subarray(0, 1000).map((value) => -value));
    run.tanhForward(mirrored.pointer, mirrored.pointer, 1000);
    expect([...mirrored.view]).toEqual([...y.view.subarray(0, 1000).map((value) => -value)]);
  });

  it('saturates at 1 and keeps zeros, infinities and NaN what they are', () => {
    const kernels = poisonedKernels();
    const x = filled(kernels, 7, () => 0);
    x.view.set([0, -0, Infinity, -Infinity, NaN, 100, -1e30]);
    kernels.run.tanhForward(x.pointer, x.pointer, 7);
    expect([...x.view]).toEqual([0, -0, 1, -1, NaN, 1, -1]);
  });
});

describe.each([
  { name: 'reluBackward', slope: (y: number) => (y > 0 ? 1 : 0) },
  { name: 'tanhBackward', slope: (y: number) => Math.fround(1 - Math.fround(y * y)) },
] as const)('$name', ({ name, slope }) => {
  it('multiplies by the slope at the output, for every length, and writes no further', () => {
    for (const length of ODD_SIZES) {
      const kernels = poisonedKernels();
      const draw = testUniform(length);
      const y = filled(kernels, length, draw);
      const dy = filled(kernels, length, draw);
      y.view[0] = 0;
      const dx = guarded(kernels, length);
      kernels.run[name](y.pointer, dy.pointer, dx.pointer, length);
      const reference = Array.from(dy.view, (value, i) => Math.fround(value * slope(y.view[i]!)) + 0);
      expect(Array.from(dx.view, (value) => value + 0)).toEqual(reference);
      expect(dx.intact() && dy.intact() && y.intact()).toBe(true);

      kernels.run[name](y.pointer, dy.pointer, dy.pointer, length);
      expect([...dy.view]).toEqual([...dx.view]);
    }
  });
});

describe('tanhForward at a tail', () => {
  it('writes exactly its length', () => {
    for (const length of ODD_SIZES) {
      const kernels = poisonedKernels();
      const x = filled(kernels, length, testUniform(length));
      const y = guarded(kernels, length);
      kernels.run.tanhForward(x.pointer, y.pointer, length);
      expect(y.view.some(Number.isNaN)).toBe(false);
      expect(y.intact() && x.intact()).toBe(true);
    }
  });
});
