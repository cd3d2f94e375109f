import { describe, expect, it } from 'vitest';
import {
  tdLoss,
  tdLossTensor,
  type TdInputs,
  type TdLossOptions,
} from '../../../../src/learner/algorithms/dqn/loss.js';
import { tf } from '../../../support/tfjs.js';
import { testLossForms, type Row } from '../conformance.js';

const MSE: TdLossOptions = { huberDelta: Infinity, scale: 1 };
const huber = (huberDelta: number): TdLossOptions => ({ huberDelta, scale: 0.5 });

const LOSSES = [
  ['mse', MSE],
  ['half of mse', { huberDelta: Infinity, scale: 0.5 }],
  ['huber 1', huber(1)],
  ['huber 0.1', huber(0.1)],
  ['huber 2.5', huber(2.5)],
] as const;

const NUM_ACTIONS = 3;

type Outputs = Pick<TdInputs, 'qTm1'>;

/** Values in [-2, 2): TD errors span several times [-1, 1], so every delta has errors on both sides. */
function drawRow(double: boolean, draw: () => number): Row {
  const values = () => Array.from({ length: NUM_ACTIONS }, () => 2 * draw());
  const qTargetT = values();
  return {
    qTm1: values(),
    qTargetT,
    qSelectorT: double ? values() : qTargetT,
    actionTm1: [Math.floor((NUM_ACTIONS * (draw() + 1)) / 2)],
    rewardT: [2 * draw()],
    discountT: [draw() < -0.5 ? 0 : 0.9],
  };
}

function errorOf(row: Row): number {
  const best = row.qSelectorT!.indexOf(Math.max(...row.qSelectorT!));
  const target = row.rewardT![0]! + row.discountT![0]! * row.qTargetT![best]!;
  return target - row.qTm1![row.actionTm1![0]!]!;
}

/** The definition, term by term, as slowly as it reads. */
function reference(rows: readonly Row[], { huberDelta, scale }: TdLossOptions) {
  const errors = rows.map(errorOf);
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / rows.length;
  return {
    loss: mean(
      errors.map((d) =>
        Math.abs(d) <= huberDelta ? scale * d * d : scale * huberDelta * (2 * Math.abs(d) - huberDelta),
      ),
    ),
    tdErrorMean: mean(errors.map(Math.abs)),
    qValueMean: mean(rows.map((row) => row.qTm1![row.actionTm1![0]!]!)),
  };
}

describe.each(LOSSES)('tdLoss, %s', (_, options) => {
  describe.each([false, true])('double %s', (double) => {
    testLossForms<Omit<TdInputs, 'qTm1'>, Outputs>({
      batch: ['qTargetT', 'qSelectorT', 'actionTm1', 'rewardT', 'discountT'],
      outputs: ['qTm1'],
      matrices: ['qTargetT', 'qSelectorT'],
      drawRow: (draw) => drawRow(double, draw),
      kinks: (row) => [Math.abs(errorOf(row)) - options.huberDelta],
      host: (batch, outputs, { qTm1 }) => {
        const metrics = { loss: NaN, qValueMean: NaN, tdErrorMean: NaN };
        tdLoss({ ...batch, ...outputs }, options, qTm1, metrics);
        return metrics;
      },
      tensors: (batch, outputs) => tdLossTensor(tf, { ...batch, ...outputs }, options),
      reference: (rows) => reference(rows, options),
    });
  });
});

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
