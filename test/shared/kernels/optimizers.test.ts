import { describe, expect, it } from 'vitest';
import { bits, filled, ODD_SIZES, poisonedKernels, testUniform } from './support/fixture.js';

const STEPS = 50;

/** Rounding of 50 steps of about 2^-7 each in parameters of size 1: half of 2^-23 a step, and as much from the steps themselves. */
const TOLERANCE = STEPS * 2 ** -23;

describe('adamStep', () => {
  const learningRate = 1e-2;
  const beta1 = 0.9;
  const beta2 = 0.999;
  const epsilon = 1e-8;

  it('follows the formula in float64 over 50 steps, gradient scale included', () => {
    for (const length of ODD_SIZES) {
      const kernels = poisonedKernels();
      const draw = testUniform(length);
      const p = filled(kernels, length, draw);
      const g = filled(kernels, length, () => 0);
      const m = filled(kernels, length, () => 0);
      const v = filled(kernels, length, () => 0);
      const reference = Float64Array.from(p.view);
      const referenceM = new Float64Array(length);
      const referenceV = new Float64Array(length);
      for (let t = 1; t <= STEPS; t++) {
        for (let i = 0; i < length; i++) g.view[i] = draw();
        const scale = t % 3 === 0 ? 0.25 : 1;
        const correction1 = 1 - beta1 ** t;
        const correction2 = 1 - beta2 ** t;
        kernels.run.adamStep(
          p.pointer,
          g.pointer,
          m.pointer,
          v.pointer,
          length,
          learningRate / correction1,
          beta1,
          1 - beta1,
          beta2,
          1 - beta2,
          1 / Math.sqrt(correction2),
          epsilon,
          scale,
        );
        for (let i = 0; i < length; i++) {
          const gradient = scale * g.view[i]!;
          referenceM[i] = beta1 * referenceM[i]! + (1 - beta1) * gradient;
          referenceV[i] = beta2 * referenceV[i]! + (1 - beta2) * gradient ** 2;
          const mHat = referenceM[i]! / correction1;
          const vHat = referenceV[i]! / correction2;
          reference[i]! -= (learningRate * mHat) / (Math.sqrt(vHat) + epsilon);
        }
      }
      reference.forEach((value, i) => expect(Math.abs(p.view[i]! - value)).toBeLessThan(TOLERANCE));
      expect([p, g, m, v].every((region) => region.intact())).toBe(true);
    }
  });

  it('moves by the learning rate on the first step, whatever the gradient', () => {
    const kernels = poisonedKernels();
    const p = filled(kernels, 3, () => 0);
    const g = filled(kernels, 3, () => 0);
    g.view.set([1e-3, -5, 100]);
    const m = filled(kernels, 3, () => 0);
    const v = filled(kernels, 3, () => 0);
    const rootCorrection = 1 / Math.sqrt(1 - beta2);
    const pointers = [p.pointer, g.pointer, m.pointer, v.pointer] as const;
    kernels.run.adamStep(
      ...pointers,
      3,
      0.1 / (1 - beta1),
      beta1,
      1 - beta1,
      beta2,
      1 - beta2,
      rootCorrection,
      1e-12,
      1,
    );
    // Six roundings in float32.
    [-0.1, 0.1, -0.1].forEach((value, i) => expect(Math.abs(p.view[i]! - value)).toBeLessThan(1e-7));
  });
});

describe('rmsPropStep', () => {
  it('follows the formula in float64 over 50 steps, gradient scale included', () => {
    const [learningRate, alpha, epsilon] = [1e-3, 0.99, 1e-5];
    for (const length of ODD_SIZES) {
      const kernels = poisonedKernels();
      const draw = testUniform(length);
      const p = filled(kernels, length, draw);
      const g = filled(kernels, length, () => 0);
      const v = filled(kernels, length, () => 0);
      const reference = Float64Array.from(p.view);
      const referenceV = new Float64Array(length);
      for (let t = 1; t <= STEPS; t++) {
        for (let i = 0; i < length; i++) g.view[i] = draw();
        const scale = t % 3 === 0 ? 0.25 : 1;
        kernels.run.rmsPropStep(
          p.pointer,
          g.pointer,
          v.pointer,
          length,
          learningRate,
          alpha,
          1 - alpha,
          epsilon,
          scale,
        );
        for (let i = 0; i < length; i++) {
          const gradient = scale * g.view[i]!;
          referenceV[i] = alpha * referenceV[i]! + (1 - alpha) * gradient ** 2;
          reference[i]! -= (learningRate * gradient) / (Math.sqrt(referenceV[i]!) + epsilon);
        }
      }
      reference.forEach((value, i) => expect(Math.abs(p.view[i]! - value)).toBeLessThan(TOLERANCE));
      expect([p, g, v].every((region) => region.intact())).toBe(true);
    }
  });

  it('keeps epsilon outside the root', () => {
    const kernels = poisonedKernels();
    const [p, g, v] = [filled(kernels, 1, () => 0), filled(kernels, 1, () => 1), filled(kernels, 1, () => 0)];
    kernels.run.rmsPropStep(p.pointer, g.pointer, v.pointer, 1, 1, 0.75, 0.25, 0.5, 1);
    // sqrt(0.25) + 0.5 = 1; inside the root it would be sqrt(0.75).
    expect(p.view[0]).toBe(-1);
  });
});

describe('polyakBlend', () => {
  it('has the bits of tau * online + (1 - tau) * target', () => {
    for (const length of ODD_SIZES) {
      const kernels = poisonedKernels();
      const draw = testUniform(length);
      const target = filled(kernels, length, draw);
      const online = filled(kernels, length, draw);
      const [tau, rest] = [Math.fround(0.005), Math.fround(0.995)];
      const reference = target.view.map((value, i) =>
        Math.fround(Math.fround(value * rest) + Math.fround(online.view[i]! * tau)),
      );
      kernels.run.polyakBlend(target.pointer, online.pointer, length, 0.005, 0.995);
      expect(bits(target.view)).toEqual(bits(reference));
      expect(target.intact() && online.intact()).toBe(true);
    }
  });

  it('copies with tau 1 and does nothing with tau 0', () => {
    const kernels = poisonedKernels();
    const target = filled(kernels, 5, () => 2);
    const online = filled(kernels, 5, () => 3);
    kernels.run.polyakBlend(target.pointer, online.pointer, 5, 0, 1);
    expect([...target.view]).toEqual([2, 2, 2, 2, 2]);
    kernels.run.polyakBlend(target.pointer, online.pointer, 5, 1, 0);
    expect([...target.view]).toEqual([3, 3, 3, 3, 3]);
  });
});

describe('flushDenormals', () => {
  it('takes numbers below the least normal one to 0 and leaves all others as they are', () => {
    const values = [
      0,
      -0,
      1,
      -1,
      2 ** -126,
      -(2 ** -126),
      2 ** -127,
      -(2 ** -149),
      1e-40,
      Infinity,
      -Infinity,
      NaN,
      3e38,
    ];
    const flushed = [0, 0, 1, -1, 2 ** -126, -(2 ** -126), 0, 0, 0, Infinity, -Infinity, NaN, 3e38];
    for (let length = 1; length <= values.length; length++) {
      const kernels = poisonedKernels();
      let i = 0;
      const region = filled(kernels, length, () => values[i++]!);
      kernels.run.flushDenormals(region.pointer, length);
      expect([...region.view].map(Math.fround)).toEqual(flushed.slice(0, length).map(Math.fround));
      expect(region.intact()).toBe(true);
    }
  });
});
