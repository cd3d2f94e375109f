import { describe, expect, it } from 'vitest';
import {
  ppoLoss,
  ppoLossTensor,
  type PpoBatch,
  type PpoMetrics,
  type PpoOptions,
} from '../../../../src/learner/algorithms/ppo/loss.js';
import { CategoricalDistribution } from '../../../../src/learner/distributions/categorical.js';
import type { ActorCriticOutputs } from '../../../../src/learner/losses/policy-and-value.js';
import { clippedSquaredErrorLoss } from '../../../../src/learner/losses/value.js';
import { tf } from '../../../support/tfjs.js';
import { testLossForms, type Row } from '../conformance.js';
import { POLICIES, type PolicyCase } from '../support/policies.js';
import { drawPolicyGradientRow } from '../support/policy-gradient.js';

type Coefficients = Omit<PpoOptions, 'distribution'>;

const PLAIN: Coefficients = {
  clipRange: 0.2,
  valueClipRange: null,
  valueCoefficient: 0.5,
  entropyCoefficient: 0.01,
};
const VARIANTS: readonly Coefficients[] = [
  PLAIN,
  { ...PLAIN, valueClipRange: 0.3 },
  { ...PLAIN, clipRange: 0.05, valueClipRange: 5, entropyCoefficient: 0 },
];

const mean = (values: readonly number[]) => values.reduce((sum, x) => sum + x, 0) / values.length;
const clip = (x: number, low: number, high: number) => Math.max(low, Math.min(high, x));
const newMetrics = (): PpoMetrics => ({
  loss: NaN,
  policyLoss: NaN,
  valueLoss: NaN,
  entropy: NaN,
  klDivergence: NaN,
  clipRatio: NaN,
});

/** Ratios from 0.5 to 2, and values that have moved by up to 2: every row may be on either side of every clip. */
function drawRow(policy: PolicyCase, draw: () => number): Row {
  const columns = ['advantage', 'value', 'valueTarget'];
  const row = drawPolicyGradientRow(policy, columns, draw);
  return {
    ...row,
    behaviourLogProbability: [policy.logProbability(row) + Math.LN2 * draw()],
    behaviourValue: [row.value![0]! + draw()],
  };
}

const ratioOf = (policy: PolicyCase, row: Row) =>
  Math.exp(policy.logProbability(row)) / Math.exp(row.behaviourLogProbability![0]!);

function valueErrors(row: Row, range: number): { free: number; clipped: number } {
  const [value, old, target] = [row.value![0]!, row.behaviourValue![0]!, row.valueTarget![0]!];
  return { free: (value - target) ** 2, clipped: (clip(value, old - range, old + range) - target) ** 2 };
}

function kinks(policy: PolicyCase, row: Row, { clipRange, valueClipRange }: Coefficients): number[] {
  const step = Math.abs(row.value![0]! - row.behaviourValue![0]!);
  const ratio = ratioOf(policy, row);
  const ofPolicy = [ratio - (1 - clipRange), ratio - (1 + clipRange)];
  if (valueClipRange === null) return ofPolicy;
  const { free, clipped } = valueErrors(row, valueClipRange);
  const isOutside = step > valueClipRange;
  return [...ofPolicy, step - valueClipRange, ...(isOutside ? [free - clipped] : [])];
}

function reference(policy: PolicyCase, rows: readonly Row[], coefficients: Coefficients) {
  const { clipRange, valueClipRange, valueCoefficient, entropyCoefficient } = coefficients;
  const ratios = rows.map((row) => ratioOf(policy, row));
  const objectives = rows.map(({ advantage }, i) => {
    const clipped = clip(ratios[i]!, 1 - clipRange, 1 + clipRange);
    return Math.min(ratios[i]! * advantage![0]!, clipped * advantage![0]!);
  });
  const errors = rows.map((row) => {
    const { free, clipped } = valueErrors(row, valueClipRange ?? Infinity);
    return Math.max(free, clipped);
  });
  const policyLoss = -mean(objectives);
  const valueLoss = mean(errors);
  const entropy = mean(rows.map((row) => policy.entropy(row)));
  return {
    loss: policyLoss + valueCoefficient * valueLoss - entropyCoefficient * entropy,
    policyLoss,
    valueLoss,
    entropy,
    klDivergence: mean(ratios.map((ratio) => ratio - 1 - Math.log(ratio))),
    clipRatio: mean(ratios.map((ratio) => (Math.abs(ratio - 1) > clipRange ? 1 : 0))),
  };
}

describe.each(POLICIES)('ppoLoss, $name', (policy) => {
  describe.each(VARIANTS)('%o', (coefficients) => {
    const options: PpoOptions = { distribution: policy.create(), ...coefficients };
    testLossForms<PpoBatch, ActorCriticOutputs>({
      batch: ['action', 'behaviourLogProbability', 'advantage', 'valueTarget', 'behaviourValue'],
      outputs: [...policy.outputs, 'value'],
      matrices: policy.matrices,
      drawRow: (draw) => drawRow(policy, draw),
      kinks: (row) => kinks(policy, row, coefficients),
      host: (batch, outputs, gradients) => {
        const metrics = newMetrics();
        ppoLoss(options, batch, outputs, gradients, metrics);
        return { ...metrics };
      },
      tensors: (batch, outputs) => ppoLossTensor(tf, options, batch, outputs),
      reference: (rows) => reference(policy, rows, coefficients),
    });
  });
});

describe('ppoLoss', () => {
  /** One step with two equally likely actions, the first taken, so that `log pi` is `-ln 2`. */
  function single(batch: Partial<PpoBatch> = {}, options: Partial<PpoOptions> = {}) {
    const gradients = { policy: new Float32Array(2).fill(NaN), value: new Float32Array(1).fill(NaN) };
    const metrics = newMetrics();
    ppoLoss(
      { ...PLAIN, entropyCoefficient: 0, distribution: new CategoricalDistribution(2), ...options },
      {
        action: Int32Array.of(0),
        behaviourLogProbability: Float32Array.of(-Math.LN2),
        advantage: Float32Array.of(1),
        valueTarget: Float32Array.of(0),
        ...batch,
      },
      { policy: new Float32Array(2), value: Float32Array.of(2) },
      gradients,
      metrics,
    );
    return { gradients, metrics };
  }

  it('is the plain policy gradient while the policy is the one that acted', () => {
    const { gradients, metrics } = single({ advantage: Float32Array.of(3) });
    expect([...gradients.policy]).toEqual([-1.5, 1.5].map((x) => expect.closeTo(x, 6) as number));
    expect(metrics.clipRatio).toBe(0);
    // The behaviour log-probability is float32: log-ratio d is some 1e-8, the estimate d^2 / 2 and then d^3 / 6.
    const logRatio = -Math.LN2 - Math.fround(-Math.LN2);
    expect(metrics.klDivergence / (logRatio ** 2 / 2)).toBeCloseTo(1, 6);
  });

  it.each([
    ['a likelier good action', -2, 1, false],
    ['a likelier bad action', -2, -1, true],
    ['a rarer good action', -0.1, 1, true],
    ['a rarer bad action', -0.1, -1, false],
  ])('past the range, still moves %s only if that undoes the step', (_, old, advantage, moves) => {
    const { gradients, metrics } = single({
      behaviourLogProbability: Float32Array.of(old),
      advantage: Float32Array.of(advantage),
    });
    expect(metrics.clipRatio).toBe(1);
    expect(gradients.policy.some((x) => x !== 0)).toBe(moves);
  });

  it.each([
    [-1000, 1],
    [-1000, -1],
    [-1000, 0],
    [1000, 1],
    [1000, -1],
    [1000, 0],
  ])('stays finite where a ratio would not: log-probability was %d, advantage %d', (old, advantage) => {
    const { gradients, metrics } = single({
      behaviourLogProbability: Float32Array.of(old),
      advantage: Float32Array.of(advantage),
    });
    const reported = Object.values(metrics) as number[];
    for (const value of [...reported, ...gradients.policy]) {
      expect(Number.isFinite(value)).toBe(true);
    }
    expect(metrics.klDivergence).toBeGreaterThan(18);
  });

  it('has no gradient where the log-ratio is cut off', () => {
    const { gradients, metrics } = single({
      behaviourLogProbability: Float32Array.of(-25),
      advantage: Float32Array.of(-1),
    });
    expect(metrics.policyLoss).toBe(Math.exp(20));
    expect(gradients.policy.every((x) => x === 0)).toBe(true);
  });

  it('shows what is not finite in the loss', () => {
    for (const value of [NaN, Infinity]) {
      const { metrics } = single({ advantage: Float32Array.of(value) });
      expect(Number.isFinite(metrics.loss)).toBe(false);
    }
    expect(single({ behaviourLogProbability: Float32Array.of(NaN) }).metrics.loss).toBeNaN();
  });

  it('takes nothing from a value that has left its range on the way to the target, and pulls one back', () => {
    const range = { valueClipRange: 0.5 };
    const behaviourValue = Float32Array.of(3);
    // V = 2 has come from 3, by more than 0.5, to the target 0.
    expect(single({ behaviourValue }, range).gradients.value[0]).toBe(0);
    expect(single({ behaviourValue }, range).metrics.valueLoss).toBe(2.5 ** 2);
    const away = single({ behaviourValue, valueTarget: Float32Array.of(9) }, range);
    // coefficient 0.5 times 2 (V - target)
    expect(away.gradients.value[0]).toBe(2 - 9);
    expect(away.metrics.valueLoss).toBe(49);
  });

  it('clips no value for rounding alone', () => {
    const gradient = Float32Array.of(NaN);
    // 1 + (1e-20 - 1) is 0, which is further from the target than 1e-20 itself.
    clippedSquaredErrorLoss(
      1,
      5,
      Float32Array.of(2e-20),
      Float32Array.of(1),
      Float32Array.of(1e-20),
      gradient,
    );
    expect(gradient[0]! / -2e-20).toBeCloseTo(1, 6);
  });

  it.each<[string, Partial<PpoBatch>, string]>([
    ['behaviourLogProbability', { behaviourLogProbability: new Float32Array(2) }, '1 elements, got 2'],
    ['advantage', { advantage: new Float32Array(0) }, '1 elements, got 0'],
    ['valueTarget', { valueTarget: new Float32Array(3) }, '1 elements, got 3'],
    ['policy', { action: new Int32Array(2) }, '4 elements, got 2'],
    ['action', { action: new Int32Array(0) }, 'at least one row, and whole rows of 1, got 0 elements'],
  ])('rejects %s of another shape', (name, wrong, message) => {
    expect(() => single(wrong)).toThrow(
      expect.objectContaining({ code: 'ERR_SHAPE', message: `${name}: expected ${message}` }) as Error,
    );
  });

  it('asks for the values from before when it is to clip', () => {
    expect(() => single({}, { valueClipRange: 0.2 })).toThrow('behaviourValue: expected 1 elements, got 0');
  });
});
