import { describe, expect, it } from 'vitest';
import { generalizedAdvantages, type GaeOptions } from '../../../src/learner/targets/gae.js';
import type { UnrollBatch } from '../../../src/learner/targets/unroll-batch.js';
import { CASES, drawUnrolls, endOfEpisode, unrollOf, WRONG_UNROLLS } from './support/unrolls.js';

const OPTIONS: GaeOptions = { discount: 0.97, lambda: 0.8 };

/**
 * Advantages below 60 are stored in float32: half a unit in the last place is below 2e-6. The recursion itself is
 * float64.
 */
const TOLERANCE = 2e-6;

function run(batch: UnrollBatch, options: GaeOptions = OPTIONS) {
  const advantages = new Float32Array(batch.rewards.length).fill(NaN);
  const valueTargets = new Float32Array(batch.rewards.length).fill(NaN);
  generalizedAdvantages(batch, options, { advantages, valueTargets });
  return { advantages, valueTargets };
}

/** Equation 16, sum by sum, each to the end of its episode or unroll. */
function reference(batch: UnrollBatch, { discount, lambda }: GaeOptions): number[] {
  const numEnvs = batch.rewards.length / batch.numSteps;
  return Array.from({ length: numEnvs }, (_, e) => unrollOf(batch, e)).flatMap((unroll) =>
    unroll.rewards.map((_, t) => {
      let advantage = 0;
      for (let k = t; k < endOfEpisode(unroll, t); k++) {
        const delta = unroll.rewards[k]! + discount * unroll.futures[k]! - unroll.values[k]!;
        advantage += (discount * lambda) ** (k - t) * delta;
      }
      return advantage;
    }),
  );
}

/** Rewards up to the end of the episode or unroll, and the value of what follows. */
function returnsReference(batch: UnrollBatch, discount: number): number[] {
  const numEnvs = batch.rewards.length / batch.numSteps;
  return Array.from({ length: numEnvs }, (_, e) => unrollOf(batch, e)).flatMap((unroll) =>
    unroll.rewards.map((_, t) => {
      const end = endOfEpisode(unroll, t);
      const rewards = unroll.rewards.slice(t, end).reduce((sum, r, k) => sum + discount ** k * r, 0);
      return rewards + discount ** (end - t) * unroll.futures[end - 1]!;
    }),
  );
}

function expectClose(got: Float32Array, wanted: readonly number[]): void {
  expect(got.length).toBe(wanted.length);
  wanted.forEach((value, i) => expect(Math.abs(got[i]! - value)).toBeLessThan(TOLERANCE));
}

describe('generalizedAdvantages', () => {
  it.each(CASES)(
    'equals the definition: $numEnvs x $numSteps, ending $ending',
    ({ numEnvs, numSteps, ending }) => {
      for (const options of [
        OPTIONS,
        { discount: 0.99, lambda: 0 },
        { discount: 1, lambda: 1 },
        { discount: 0, lambda: 0.5 },
      ]) {
        const batch = drawUnrolls(numEnvs, numSteps, ending);
        const { advantages, valueTargets } = run(batch, options);
        const wanted = reference(batch, options);
        expectClose(advantages, wanted);
        expectClose(
          valueTargets,
          wanted.map((advantage, i) => advantage + batch.values[i]!),
        );
      }
    },
  );

  it.each(CASES)(
    'has the returns as targets when lambda is 1: $numEnvs x $numSteps, ending $ending',
    ({ numEnvs, numSteps, ending }) => {
      const batch = drawUnrolls(numEnvs, numSteps, ending);
      expectClose(run(batch, { discount: 0.97, lambda: 1 }).valueTargets, returnsReference(batch, 0.97));
    },
  );

  it('carries nothing from one unroll, or one episode, to the one before', () => {
    const batch = drawUnrolls(2, 8, 'none');
    batch.truncated[3] = 1;
    const before = run(batch).advantages;
    for (let i = 4; i < 16; i++) batch.rewards[i] = 1e6;
    const after = run(batch).advantages;
    expect(after.slice(0, 4)).toEqual(before.slice(0, 4));
    for (let i = 8; i < 16; i++) batch.rewards[i] = -1e6;
    expect(run(batch).advantages.slice(4, 8)).toEqual(after.slice(4, 8));
  });

  it('looks at no value after the end of the task', () => {
    const batch = drawUnrolls(1, 4, 'none');
    batch.terminated[1] = 1;
    batch.nextValues[1] = NaN;
    batch.truncated[1] = 1;
    expect(run(batch).advantages.every(Number.isFinite)).toBe(true);
  });

  it.each(WRONG_UNROLLS)('rejects %s of another shape', (name, wrong, message) => {
    expect(() => run({ ...drawUnrolls(1, 3, 'none'), ...wrong })).toThrow(
      expect.objectContaining({ code: 'ERR_SHAPE', message: `${name}: expected ${message}` }) as Error,
    );
  });

  it.each(['advantages', 'valueTargets'] as const)('rejects %s of another shape', (name) => {
    const targets = { advantages: new Float32Array(3), valueTargets: new Float32Array(3) };
    expect(() =>
      generalizedAdvantages(drawUnrolls(1, 3, 'none'), OPTIONS, { ...targets, [name]: new Float32Array(2) }),
    ).toThrow(`${name}: expected 3 elements, got 2`);
  });
});
