import { describe, expect, it } from 'vitest';
import { actorCriticNetwork } from '../../../src/shared/network/actor-critic-network.js';
import { initializeParameters, type Initializer } from '../../../src/shared/network/initialize.js';
import { parameterLayout } from '../../../src/shared/network/parameters.js';
import { conv2d } from '../../../src/shared/network/convolutions.js';
import { denseNetwork } from '../../../src/shared/network/dense-network.js';
import type { NetworkSpec } from '../../../src/shared/network/spec.js';
import { testUniform } from '../kernels/support/fixture.js';

const uniform01 = (seed: number) => {
  const draw = testUniform(seed);
  return () => (draw() + 1) / 2;
};

function draw(spec: NetworkSpec, initializer: Initializer, seed = 1): Map<string, Float32Array> {
  const { tensors, numParameters } = parameterLayout(spec);
  const flat = new Float32Array(numParameters).fill(NaN);
  initializeParameters(spec, initializer, uniform01(seed), flat);
  expect(flat.some(Number.isNaN)).toBe(false);
  return new Map(tensors.map(({ name, offset, length }) => [name, flat.subarray(offset, offset + length)]));
}

const variance = (values: Float32Array) =>
  values.reduce((sum, value) => sum + value * value, 0) / values.length;

describe('initializeParameters', () => {
  const spec = denseNetwork(100, [200], 50);

  it('torch: weight and bias lie in U(-1/sqrt(inputs), 1/sqrt(inputs)) and fill it', () => {
    const tensors = draw(spec, { scheme: 'torch' });
    for (const [layer, inputs] of [
      ['0', 100],
      ['1', 200],
    ] as const) {
      for (const name of [`${layer}.weight`, `${layer}.bias`]) {
        const values = tensors.get(name)!;
        const bound = 1 / Math.sqrt(inputs);
        expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(Math.fround(bound));
        // With 50 draws or more, the chance that none is in the outer tenth on either side is below 1 %; the seed is fixed.
        expect(Math.max(...values)).toBeGreaterThan(0.9 * bound);
        expect(Math.min(...values)).toBeLessThan(-0.9 * bound);
      }
    }
  });

  it.each(['he-normal', 'he-uniform'] as const)(
    '%s: weight has variance gain^2 / inputs, bias is 0',
    (scheme) => {
      const tensors = draw(spec, { scheme });
      // Relative standard deviation of the variance of 10,000 or more draws is at most sqrt(2 / 10,000) = 1.4 %: five of them.
      expect(Math.abs(variance(tensors.get('0.weight')!) / (2 / 100) - 1)).toBeLessThan(0.07);
      expect(Math.abs(variance(tensors.get('1.weight')!) / (1 / 200) - 1)).toBeLessThan(0.07);
      expect(variance(tensors.get('0.bias')!) + variance(tensors.get('1.bias')!)).toBe(0);
    },
  );

  it('he-normal has a normal distribution tail, he-uniform none', () => {
    const beyondTwoSigma = (scheme: 'he-normal' | 'he-uniform') => {
      const values = draw(spec, { scheme }).get('0.weight')!;
      return values.filter((value) => Math.abs(value) > 2 * Math.sqrt(2 / 100)).length / values.length;
    };
    // 4.55 % of a normal distribution lies there; 0.5 % is over three standard deviations of the count.
    expect(Math.abs(beyondTwoSigma('he-normal') - 0.0455)).toBeLessThan(0.005);
    expect(beyondTwoSigma('he-uniform')).toBe(0);
  });

  it.each([
    [64, 16],
    [16, 64],
    [33, 33],
    [4, 1],
  ])('orthogonal: the shorter side of a %d x %d weight is orthonormal times its gain', (inputs, outputs) => {
    const gain = 1.7;
    const weight = draw(denseNetwork(inputs, [], outputs), {
      scheme: 'orthogonal',
      gains: { outputs: { output: gain } },
    }).get('0.weight')!;
    const count = Math.min(inputs, outputs);
    const at = (v: number, i: number) =>
      inputs >= outputs ? weight[i * outputs + v]! : weight[v * outputs + i]!;
    for (let a = 0; a < count; a++) {
      for (let b = 0; b < count; b++) {
        let product = 0;
        for (let i = 0; i < Math.max(inputs, outputs); i++) product += at(a, i) * at(b, i);
        // Up to 64 terms with elements rounded to float32.
        expect(Math.abs(product - (a === b ? gain ** 2 : 0))).toBeLessThan(1e-6);
      }
    }
  });

  it('orthogonal: follows the activations without gains, and does not prefer a sign', () => {
    const tensors = draw(denseNetwork(8, [4], 2, 'tanh'), { scheme: 'orthogonal' });
    const columnNorm = (values: Float32Array, columns: number) =>
      Math.hypot(...values.filter((_, i) => i % columns === 0));
    expect(columnNorm(tensors.get('0.weight')!, 4)).toBeCloseTo(5 / 3, 5);
    expect(columnNorm(tensors.get('1.weight')!, 2)).toBeCloseTo(1, 5);
    const corners = Array.from({ length: 200 }, (_, seed) => {
      const weight = draw(denseNetwork(3, [], 3), { scheme: 'orthogonal' }, 7919 * seed).get('0.weight')!;
      return weight[0]! > 0 ? 1 : 0;
    });
    // A QR without the sign fix would give one sign always; 200 fair coins stay within 60 and 140.
    const positive = corners.reduce<number>((sum, one) => sum + one, 0);
    expect(positive).toBeGreaterThan(60);
    expect(positive).toBeLessThan(140);
  });

  describe('of a convolution', () => {
    const image = { height: 6, width: 6, channels: 8 };
    const kernel = { filters: 10, size: 3, stride: 1 };
    const spec: NetworkSpec = {
      layers: [
        { kind: 'scale', inputs: 288, outputs: 288, factor: 1 / 255 },
        conv2d(image, kernel, 'relu'),
        { kind: 'dense', inputs: 160, outputs: 2, activation: 'linear' },
      ],
    };
    const SUM_LENGTH = 3 * 3 * 8;

    it("torch: weight and bias fill U(-b, b) with b of a sum's length, as PyTorch's Conv2d", () => {
      const tensors = draw(spec, { scheme: 'torch' });
      const bound = 1 / Math.sqrt(SUM_LENGTH);
      for (const [name, near] of [
        ['1.weight', 0.99],
        ['1.bias', 0.5],
      ] as const) {
        const largest = Math.max(...tensors.get(name)!.map(Math.abs));
        expect(largest).toBeLessThanOrEqual(Math.fround(bound));
        // 720 draws, and 10: the chance that all are below is less than 0.1 %, and the seed is fixed.
        expect(largest).toBeGreaterThan(near * bound);
      }
    });

    it('he-normal: weight has variance gain^2 / n with n of a sum', () => {
      const weight = draw(spec, { scheme: 'he-normal' }).get('1.weight')!;
      // Relative standard deviation of the variance of 720 draws is 5.3 %.
      expect(Math.abs(variance(weight) / (2 / SUM_LENGTH) - 1)).toBeLessThan(0.2);
    });

    it('orthogonal: filters are orthonormal times sqrt 2, or what is asked of hidden layers', () => {
      for (const [given, gain] of [
        [undefined, Math.SQRT2],
        [{ hidden: 1.3 }, 1.3],
      ] as const) {
        const tensors = draw(spec, { scheme: 'orthogonal', ...(given && { gains: given }) });
        const weight = tensors.get('1.weight')!;
        for (let a = 0; a < 10; a++) {
          for (let b = 0; b < 10; b++) {
            let product = 0;
            for (let k = 0; k < SUM_LENGTH; k++) product += weight[10 * k + a]! * weight[10 * k + b]!;
            // 72 terms with elements rounded to float32.
            expect(Math.abs(product - (a === b ? gain ** 2 : 0))).toBeLessThan(1e-6);
          }
        }
        expect([...tensors.get('1.bias')!]).toEqual(new Array(10).fill(0));
      }
    });
  });

  it('gives each output its gain, hidden layers another, statistics and constants their start', () => {
    const shape = {
      observationSize: 8,
      policySize: 3,
      hidden: [6, 6],
      activation: 'tanh',
      normalize: { limit: 10 },
      logStandardDeviation: true,
      value: true,
    } as const;
    const gains = { hidden: Math.SQRT2, outputs: { policy: 0.01, value: 1 } };
    const norm = (values: Float32Array, columns: number) =>
      Math.hypot(...values.filter((_, i) => i % columns === 0));
    for (const sharedTrunk of [true, false]) {
      const network = actorCriticNetwork({ ...shape, sharedTrunk });
      const tensors = draw(network, {
        scheme: 'orthogonal',
        gains,
        constants: { logStandardDeviation: -0.5 },
      });
      const hidden = sharedTrunk ? ['1', '2'] : ['policy.0', 'policy.1', 'value.0', 'value.1'];
      const [policy, value] = sharedTrunk ? ['policy.0', 'value.0'] : ['policy.2', 'value.2'];
      // Columns of no more than their length are orthonormal times the gain.
      for (const layer of hidden) expect(norm(tensors.get(`${layer}.weight`)!, 6)).toBeCloseTo(Math.SQRT2, 5);
      expect(norm(tensors.get(`${policy}.weight`)!, 3)).toBeCloseTo(0.01, 7);
      expect(norm(tensors.get(`${value}.weight`)!, 1)).toBeCloseTo(1, 5);
      for (const layer of [...hidden, policy, value]) {
        expect(tensors.get(`${layer}.bias`)!.every((bias) => bias === 0)).toBe(true);
      }
      expect([...tensors.get('0.mean')!]).toEqual(new Array(8).fill(0));
      expect([...tensors.get('0.scale')!]).toEqual(new Array(8).fill(1));
      expect([...tensors.get('logStandardDeviation.0.value')!]).toEqual([-0.5, -0.5, -0.5]);
      const plain = draw(network, { scheme: 'torch' });
      expect([...plain.get('logStandardDeviation.0.value')!]).toEqual([0, 0, 0]);
      expect(() =>
        draw(network, { scheme: 'orthogonal', gains: { outputs: { logStandardDeviation: 1 } } }),
      ).toThrow("gains.outputs: expected 'policy' | 'value', got 'logStandardDeviation'");
      expect(() => draw(network, { scheme: 'torch', constants: { policy: 1 } })).toThrow(
        "constants: expected 'logStandardDeviation', got 'policy'",
      );
      expect(() => draw(network, { scheme: 'torch', constants: { logStandardDeviation: NaN } })).toThrow(
        'constants.logStandardDeviation: expected a finite number, got NaN',
      );
    }
  });

  it('takes heads for what they are, even if methods of every object are called the same', () => {
    const network: NetworkSpec = {
      layers: [],
      heads: [
        { name: 'valueOf', layers: [{ kind: 'constant', inputs: 3, outputs: 2 }] },
        { name: 'toString', layers: [{ kind: 'dense', inputs: 3, outputs: 1, activation: 'linear' }] },
      ],
    };
    const tensors = draw(network, { scheme: 'orthogonal', gains: { outputs: {} }, constants: {} });
    expect([...tensors.get('valueOf.0.value')!]).toEqual([0, 0]);
    expect(Math.hypot(...tensors.get('toString.0.weight')!)).toBeCloseTo(1, 5);
  });

  it.each(['torch', 'he-normal', 'he-uniform', 'orthogonal'] as const)(
    '%s: is a function of the draws',
    (scheme) => {
      expect([...draw(spec, { scheme }, 5)]).toEqual([...draw(spec, { scheme }, 5)]);
      expect([...draw(spec, { scheme }, 5)]).not.toEqual([...draw(spec, { scheme }, 6)]);
    },
  );

  it.each([
    [{ scheme: 'orthogonal', gains: { hidden: NaN } }, 'gains.hidden: expected a finite number, got NaN'],
    [
      { scheme: 'he-normal', gains: { outputs: { output: Infinity } } },
      'gains.outputs.output: expected a finite number, got Infinity',
    ],
    [
      { scheme: 'he-normal', gains: { outputs: { policy: 1 } } },
      "gains.outputs: expected 'output', got 'policy'",
    ],
    [
      { scheme: 'torch', constants: { output: 1 } },
      "constants: expected none for this network, got 'output'",
    ],
    [
      { scheme: 'torch', gains: { hidden: 1 } },
      `gains: expected none with the 'torch' scheme, got {"hidden":1}`,
    ],
  ] as const)('rejects %j', (initializer, message) => {
    expect(() => draw(spec, initializer)).toThrow(
      expect.objectContaining({ code: 'ERR_NETWORK_SPEC', message }) as Error,
    );
  });

  it('rejects a vector of another length', () => {
    expect(() => initializeParameters(spec, { scheme: 'torch' }, uniform01(1), new Float32Array(3))).toThrow(
      expect.objectContaining({
        code: 'ERR_SHAPE',
        message: 'parameters: expected 30250 elements, got 3',
      }) as Error,
    );
  });
});
