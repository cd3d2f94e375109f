import { describe, expect, it } from 'vitest';
import { CategoricalDistribution } from '../../../src/learner/distributions/categorical.js';
import { GaussianDistribution } from '../../../src/learner/distributions/gaussian.js';
import type {
  PolicyDistribution,
  PolicyOutputs,
} from '../../../src/learner/distributions/policy-distribution.js';
import { testUniform } from '../../shared/kernels/support/fixture.js';
import type { Row } from '../algorithms/conformance.js';
import { POLICIES, type PolicyCase } from '../algorithms/support/policies.js';

interface Drawn {
  readonly rows: readonly Row[];
  readonly outputs: PolicyOutputs;
  readonly action: Int32Array | Float32Array;
}

function drawBatch(policy: PolicyCase, batchSize: number): Drawn {
  const draw = testUniform(batchSize);
  const rows = Array.from({ length: batchSize }, () => policy.drawRow(draw)).map(
    (row) =>
      Object.fromEntries(Object.entries(row).map(([name, values]) => [name, values.map(Math.fround)])) as Row,
  );
  const column = (name: string) => Float32Array.from(rows.flatMap((row) => row[name]!));
  const outputs = Object.fromEntries(policy.outputs.map((name) => [name, column(name)]));
  const action = policy.matrices.includes('action') ? column('action') : Int32Array.from(column('action'));
  return { rows, outputs: outputs as unknown as PolicyOutputs, action };
}

/** Everything the distribution says of a batch, with made-up gradients at its rows. */
function run(distribution: PolicyDistribution, { outputs, action }: Drawn) {
  const numRows = distribution.evaluate(outputs, action);
  const { rows } = distribution;
  for (let i = 0; i < numRows; i++) {
    rows.logProbabilityGradient[i] = 1 / (i + 1);
    rows.entropyGradient[i] = -0.1 * i;
  }
  const gradients = {
    policy: outputs.policy.slice().fill(NaN),
    logStandardDeviation: outputs.logStandardDeviation?.slice().fill(NaN),
  };
  distribution.backward(action, gradients);
  return {
    numRows,
    logProbability: rows.logProbability.slice(0, numRows),
    entropy: rows.entropy.slice(0, numRows),
    gradients,
  };
}

describe.each(POLICIES)('$name distribution', (policy) => {
  it.each([1, 2, 64])('gives log-probability and entropy as defined for %d rows', (batchSize) => {
    const drawn = drawBatch(policy, batchSize);
    const { numRows, logProbability, entropy } = run(policy.create(), drawn);
    expect(numRows).toBe(batchSize);
    drawn.rows.forEach((row, i) => {
      // Float64 on both sides; the definition takes the logarithm of densities down to 1e-10.
      expect(Math.abs(logProbability[i]! - policy.logProbability(row))).toBeLessThan(1e-12);
      expect(Math.abs(entropy[i]! - policy.entropy(row))).toBeLessThan(1e-12);
    });
  });

  it('says the same of a batch whatever larger or smaller one came before', () => {
    const distribution = policy.create();
    for (const batchSize of [7, 64, 3, 64, 128, 7]) {
      const drawn = drawBatch(policy, batchSize);
      expect(run(distribution, drawn)).toEqual(run(policy.create(), drawn));
    }
  });

  it('keeps its memory once it has seen the largest batch', () => {
    const distribution = policy.create();
    run(distribution, drawBatch(policy, 64));
    const { logProbability, entropyGradient } = distribution.rows;
    run(distribution, drawBatch(policy, 3));
    run(distribution, drawBatch(policy, 64));
    expect(distribution.rows.logProbability).toBe(logProbability);
    expect(distribution.rows.entropyGradient).toBe(entropyGradient);
  });

  it('rejects outputs, actions and gradients that do not fit', () => {
    const distribution = policy.create();
    const { outputs, action } = drawBatch(policy, 4);
    const short = (values: Float32Array) => values.subarray(1);
    expect(() => distribution.evaluate({ ...outputs, policy: short(outputs.policy) }, action)).toThrow(
      expect.objectContaining({ code: 'ERR_SHAPE' }) as Error,
    );
    expect(() => distribution.evaluate(outputs, new Int32Array(0))).toThrow(
      'action: expected at least one row',
    );
    distribution.evaluate(outputs, action);
    expect(() => distribution.backward(action.subarray(1), outputs)).toThrow('action: expected');
    expect(() => distribution.backward(action, { ...outputs, policy: short(outputs.policy) })).toThrow(
      'policy gradient: expected',
    );
  });
});

describe('categorical distribution', () => {
  it('takes logits of any finite size', () => {
    const distribution = new CategoricalDistribution(2);
    const policy = Float32Array.of(3e38, -3e38, 1000, 1001);
    distribution.evaluate({ policy }, Int32Array.of(1, 0));
    const { logProbability, entropy, logProbabilityGradient, entropyGradient } = distribution.rows;
    expect(logProbability[0]).toBe(policy[1]! - policy[0]!);
    // ln(1 + e)
    expect(logProbability[1]).toBeCloseTo(-1.3132616875182228, 12);
    expect(entropy[0]).toBe(0);

    logProbabilityGradient.fill(1);
    entropyGradient.fill(1);
    const gradient = new Float32Array(4).fill(NaN);
    distribution.backward(Int32Array.of(1, 0), { policy: gradient });
    expect(gradient.every(Number.isFinite)).toBe(true);
  });

  it('is certain of the only action', () => {
    const distribution = new CategoricalDistribution(1);
    distribution.evaluate({ policy: Float32Array.of(5) }, Int32Array.of(0));
    expect(distribution.rows.logProbability[0]).toBe(0);
    expect(distribution.rows.entropy[0]).toBe(0);
  });

  it('is most uncertain when all actions are alike', () => {
    const distribution = new CategoricalDistribution(4);
    distribution.evaluate({ policy: new Float32Array(4) }, Int32Array.of(2));
    // Four terms, each rounded once or twice.
    expect(distribution.rows.entropy[0]).toBeCloseTo(Math.log(4), 14);
  });
});

describe('gaussian distribution', () => {
  it('asks for the standard deviations', () => {
    const distribution = new GaussianDistribution(1);
    const one = Float32Array.of(0);
    expect(() => distribution.evaluate({ policy: one }, one)).toThrow(
      'logStandardDeviation: expected an output of the Gaussian policy, got none',
    );
    distribution.evaluate({ policy: one, logStandardDeviation: one }, one);
    expect(() => distribution.backward(one, { policy: one })).toThrow('logStandardDeviation: expected');
    expect(() =>
      distribution.evaluate({ policy: one, logStandardDeviation: new Float32Array(2) }, one),
    ).toThrow('logStandardDeviation: expected 1 elements, got 2');
  });
});
