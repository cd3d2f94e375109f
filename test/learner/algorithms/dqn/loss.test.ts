import { describe, expect, it } from 'vitest';
import { tdLoss, type TdInputs, type TdLossOptions } from '../../../../src/learner/algorithms/dqn/loss.js';
import { testUniform } from '../../../shared/kernels/support/fixture.js';

const MSE: TdLossOptions = { huberDelta: Infinity, scale: 1 };
const huber = (huberDelta: number): TdLossOptions => ({ huberDelta, scale: 0.5 });

const LOSSES = [
  ['mse', MSE],
  ['huber 1', huber(1)],
  ['huber 0.1', huber(0.1)],
  ['huber 2.5', huber(2.5)],
] as const;

/** Values in [-2, 2): TD errors span several times [-1, 1], so every delta has errors on both sides. */
function randomInputs(batchSize: number, numActions: number, seed: number): TdInputs {
  const draw = testUniform(seed);
  const values = (length: number) => Float32Array.from({ length }, () => 2 * draw());
  return {
    qTm1: values(batchSize * numActions),
    qTargetT: values(batchSize * numActions),
    qSelectorT: values(batchSize * numActions),
    actionTm1: Int32Array.from({ length: batchSize }, () => Math.floor((numActions * (draw() + 1)) / 2)),
    rewardT: values(batchSize),
    discountT: Float32Array.from({ length: batchSize }, (_, i) => (i % 4 === 3 ? 0 : 0.9)),
  };
}

/** The definition, term by term, as slowly as it reads. */
function reference(
  inputs: TdInputs,
  { huberDelta, scale }: TdLossOptions,
  qTm1: ArrayLike<number> = inputs.qTm1,
) {
  const { qTargetT, qSelectorT, actionTm1, rewardT, discountT } = inputs;
  const batchSize = actionTm1.length;
  const numActions = qTargetT.length / batchSize;
  const errors = Array.from(actionTm1, (action, i) => {
    const selector = [...qSelectorT.subarray(i * numActions, (i + 1) * numActions)];
    const best = selector.indexOf(Math.max(...selector));
    const target = rewardT[i]! + discountT[i]! * qTargetT[i * numActions + best]!;
    return target - qTm1[i * numActions + action]!;
  });
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / batchSize;
  return {
    loss: mean(
      errors.map((d) =>
        Math.abs(d) <= huberDelta ? scale * d * d : scale * huberDelta * (2 * Math.abs(d) - huberDelta),
      ),
    ),
    tdErrorMean: mean(errors.map(Math.abs)),
    qValueMean: mean(Array.from(actionTm1, (action, i) => qTm1[i * numActions + action]!)),
  };
}

function run(inputs: TdInputs, options: TdLossOptions) {
  const gradient = new Float32Array(inputs.qTm1.length).fill(NaN);
  const metrics = { loss: NaN, qValueMean: NaN, tdErrorMean: NaN };
  tdLoss(inputs, options, gradient, metrics);
  return { gradient, metrics };
}

/** One transition over three actions, with the first taken. */
const single = (values: Partial<TdInputs> = {}): TdInputs => ({
  qTm1: Float32Array.of(1, 0, 0),
  qTargetT: Float32Array.of(10, 20, 30),
  qSelectorT: Float32Array.of(0, 0, 0),
  actionTm1: Int32Array.of(0),
  rewardT: Float32Array.of(2),
  discountT: Float32Array.of(0.5),
  ...values,
});

describe('tdLoss', () => {
  it.each(LOSSES)('equals the definition: %s', (_, options) => {
    for (const [batchSize, numActions] of [
      [1, 1],
      [1, 3],
      [64, 2],
      [33, 6],
    ] as const) {
      const inputs = randomInputs(batchSize, numActions, 7);
      const { metrics } = run(inputs, options);
      const wanted = reference(inputs, options);
      // Both are float64 sums of at most 64 terms below 40.
      expect(Math.abs(metrics.loss - wanted.loss)).toBeLessThan(1e-12);
      expect(Math.abs(metrics.qValueMean - wanted.qValueMean)).toBeLessThan(1e-12);
      expect(Math.abs(metrics.tdErrorMean - wanted.tdErrorMean)).toBeLessThan(1e-12);
    }
  });

  it.each(LOSSES)(
    'returns the gradient that central differences have, and none at actions not taken: %s',
    (_, options) => {
      const inputs = randomInputs(16, 3, 11);
      const { gradient } = run(inputs, options);
      const qTm1 = Float64Array.from(inputs.qTm1);
      // Differences of a piecewise quadratic in float64: exact to 1e-16 / 1e-6, but where a kink is within epsilon, and
      // with these draws none is. The gradient itself is rounded to float32 once: it is below 1.
      const epsilon = 1e-6;
      qTm1.forEach((q, k) => {
        qTm1[k] = q + epsilon;
        const above = reference(inputs, options, qTm1).loss;
        qTm1[k] = q - epsilon;
        const below = reference(inputs, options, qTm1).loss;
        qTm1[k] = q;
        expect(Math.abs(gradient[k]! - (above - below) / (2 * epsilon))).toBeLessThan(1e-7);
        const isTaken = inputs.actionTm1[Math.floor(k / 3)] === k % 3;
        if (!isTaken) expect(gradient[k]).toBe(0);
      });
    },
  );

  it('lets the selector choose the action and the target value it', () => {
    const { metrics } = run(single({ qSelectorT: Float32Array.of(0, 5, 1) }), MSE);
    // 2 + 0.5 * 20 - 1, squared.
    expect(metrics).toEqual({ loss: 121, qValueMean: 1, tdErrorMean: 11 });
  });

  it('is plain DQN when the target values are the selector', () => {
    const { qTargetT } = single();
    expect(run(single({ qSelectorT: qTargetT }), MSE).metrics.tdErrorMean).toBe(2 + 0.5 * 30 - 1);
  });

  it('gives ties to the first action', () => {
    expect(run(single(), MSE).metrics.tdErrorMean).toBe(2 + 0.5 * 10 - 1);
    const tied = single({ qSelectorT: Float32Array.of(-3, 4, 4) });
    expect(run(tied, MSE).metrics.tdErrorMean).toBe(2 + 0.5 * 20 - 1);
  });

  it('does not bootstrap where the task ended', () => {
    const { gradient, metrics } = run(single({ discountT: Float32Array.of(0) }), MSE);
    expect([metrics.loss, ...gradient]).toEqual([1, -2, 0, 0]);
  });

  it('pulls no harder than delta, from either side', () => {
    expect([...run(single(), huber(0.25)).gradient]).toEqual([-0.25, 0, 0]);
    const below = single({ rewardT: Float32Array.of(-100) });
    expect([...run(below, huber(0.25)).gradient]).toEqual([0.25, 0, 0]);
  });

  it('shows what is not finite in the loss', () => {
    for (const value of [NaN, Infinity]) {
      const { metrics } = run(single({ rewardT: Float32Array.of(value) }), huber(1));
      expect(Number.isFinite(metrics.loss)).toBe(false);
    }
  });

  it.each([
    ['qTargetT', { qTargetT: new Float32Array(4) }, '3 elements, got 4'],
    ['qSelectorT', { qSelectorT: new Float32Array(2) }, '3 elements, got 2'],
    ['rewardT', { rewardT: new Float32Array(2) }, '1 elements, got 2'],
    ['discountT', { discountT: new Float32Array(0) }, '1 elements, got 0'],
    ['qTm1', { actionTm1: new Int32Array(2) }, 'rows for a batch of 2, got 3 elements'],
    ['qTm1', { actionTm1: new Int32Array(0) }, 'rows for a batch of 0, got 3 elements'],
    ['qTm1', { qTm1: new Float32Array(0) }, 'rows for a batch of 1, got 0 elements'],
  ])('rejects %s of another shape', (name, wrong, message) => {
    expect(() => run(single(wrong), MSE)).toThrow(
      expect.objectContaining({ code: 'ERR_SHAPE', message: `${name}: expected ${message}` }) as Error,
    );
  });

  it('rejects a gradient of another shape', () => {
    const metrics = { loss: NaN, qValueMean: NaN, tdErrorMean: NaN };
    expect(() => tdLoss(single(), MSE, new Float32Array(2), metrics)).toThrow(
      'qGradient: expected 3 elements, got 2',
    );
  });
});
