import { describe, expect, it } from 'vitest';
import { generalizedAdvantages } from '../../../src/learner/targets/gae.js';
import { vtraceTargets, type VtraceBatch, type VtraceOptions } from '../../../src/learner/targets/vtrace.js';
import { testUniform } from '../../shared/kernels/support/fixture.js';
import { CASES, drawUnrolls, endOfEpisode, unrollOf, WRONG_UNROLLS, type Ending } from './support/unrolls.js';

const OPTIONS = { discount: 0.97, rhoClip: 1, cClip: 1, pgRhoClip: 1 };

/** Targets below 100 are stored in float32, half a unit in the last place below 4e-6; the recursion is float64. */
const TOLERANCE = 4e-6;

/** Ratios from 1/e to e: each clip at 1 cuts about half of them. */
function drawBatch(numEnvs: number, numSteps: number, ending: Ending): VtraceBatch {
  const draw = testUniform(5);
  return {
    ...drawUnrolls(numEnvs, numSteps, ending),
    logRhos: Float32Array.from({ length: numEnvs * numSteps }, draw),
  };
}

function run(batch: VtraceBatch, options: VtraceOptions = OPTIONS) {
  const valueTargets = new Float32Array(batch.rewards.length).fill(NaN);
  const advantages = new Float32Array(batch.rewards.length).fill(NaN);
  vtraceTargets(batch, options, { valueTargets, advantages });
  return { valueTargets, advantages };
}

/** Equation 1, sum over steps and product over the steps between, and the advantages of section 4.2. */
function reference(batch: VtraceBatch, options: VtraceOptions) {
  const { discount, rhoClip, cClip, pgRhoClip, lambda = 1 } = options;
  const { numSteps } = batch;
  const rows = Array.from({ length: batch.rewards.length / numSteps }, (_, e) => {
    const unroll = unrollOf(batch, e);
    const ratios = Array.from(unroll.rewards, (_, t) => Math.exp(batch.logRhos[e * numSteps + t]!));
    const vs = unroll.rewards.map((_, s) => {
      let target = unroll.values[s]!;
      for (let t = s; t < endOfEpisode(unroll, s); t++) {
        let traces = 1;
        for (let i = s; i < t; i++) traces *= lambda * Math.min(cClip, ratios[i]!);
        const error = unroll.rewards[t]! + discount * unroll.futures[t]! - unroll.values[t]!;
        target += discount ** (t - s) * traces * Math.min(rhoClip, ratios[t]!) * error;
      }
      return target;
    });
    const advantages = unroll.rewards.map((reward, s) => {
      const next = endOfEpisode(unroll, s) === s + 1 ? unroll.futures[s]! : vs[s + 1]!;
      return Math.min(pgRhoClip, ratios[s]!) * (reward + discount * next - unroll.values[s]!);
    });
    return { vs, advantages };
  });
  return {
    valueTargets: rows.flatMap(({ vs }) => vs),
    advantages: rows.flatMap(({ advantages }) => advantages),
  };
}

function expectClose(got: Float32Array, wanted: ArrayLike<number>): void {
  expect(got.length).toBe(wanted.length);
  got.forEach((value, i) => expect(Math.abs(value - wanted[i]!)).toBeLessThan(TOLERANCE));
}

describe('vtraceTargets', () => {
  it.each(CASES)(
    'equals the definition: $numEnvs x $numSteps, ending $ending',
    ({ numEnvs, numSteps, ending }) => {
      const batch = drawBatch(numEnvs, numSteps, ending);
      for (const options of [
        OPTIONS,
        { discount: 0.9, rhoClip: 2, cClip: 0.7, pgRhoClip: 1.3 },
        { ...OPTIONS, lambda: 0.8 },
        { ...OPTIONS, lambda: 0 },
        { discount: 1, rhoClip: 0.5, cClip: 0, pgRhoClip: Infinity },
      ]) {
        const { valueTargets, advantages } = run(batch, options);
        const wanted = reference(batch, options);
        expectClose(valueTargets, wanted.valueTargets);
        expectClose(advantages, wanted.advantages);
      }
    },
  );

  it.each(CASES)(
    'has the lambda-returns as targets on-policy: $numEnvs x $numSteps, ending $ending',
    ({ numEnvs, numSteps, ending }) => {
      const batch = { ...drawBatch(numEnvs, numSteps, ending) };
      batch.logRhos.fill(0);
      const gae = { advantages: batch.rewards.slice(), valueTargets: batch.rewards.slice() };
      for (const lambda of [0.6, 1]) {
        const { valueTargets, advantages } = run(batch, { ...OPTIONS, lambda });
        generalizedAdvantages(batch, { discount: OPTIONS.discount, lambda }, gae);
        expectClose(valueTargets, gae.valueTargets);
        if (lambda === 1) expectClose(advantages, gae.advantages);
      }
    },
  );

  it('takes ratios beyond any number for their clip, and those below for nothing', () => {
    const batch = drawBatch(1, 4, 'none');
    batch.logRhos.fill(1e4);
    const far = run(batch);
    batch.logRhos.fill(0);
    expect(far).toEqual(run(batch));
    batch.logRhos.fill(-1e4);
    const { valueTargets, advantages } = run(batch);
    expect([...valueTargets]).toEqual([...batch.values]);
    expect(advantages.every((advantage) => advantage === 0)).toBe(true);
  });

  it('carries nothing from one unroll, or one episode, to the one before', () => {
    const batch = drawBatch(2, 8, 'none');
    batch.truncated[3] = 1;
    const before = run(batch);
    for (let i = 4; i < 16; i++) batch.rewards[i] = 1e6;
    const after = run(batch);
    for (const name of ['valueTargets', 'advantages'] as const) {
      expect(after[name].slice(0, 4)).toEqual(before[name].slice(0, 4));
    }
    for (let i = 8; i < 16; i++) batch.rewards[i] = -1e6;
    expect(run(batch).valueTargets.slice(4, 8)).toEqual(after.valueTargets.slice(4, 8));
  });

  it('looks at no value after the end of the task', () => {
    const batch = drawBatch(1, 4, 'none');
    batch.terminated[1] = 1;
    batch.nextValues[1] = NaN;
    const { valueTargets, advantages } = run(batch);
    expect([...valueTargets, ...advantages].every(Number.isFinite)).toBe(true);
  });

  it.each([...WRONG_UNROLLS, ['logRhos', { logRhos: new Float32Array(2) }, '3 elements, got 2'] as const])(
    'rejects %s of another shape',
    (name, wrong, message) => {
      expect(() => run({ ...drawBatch(1, 3, 'none'), ...wrong })).toThrow(
        expect.objectContaining({ code: 'ERR_SHAPE', message: `${name}: expected ${message}` }) as Error,
      );
    },
  );

  it.each(['advantages', 'valueTargets'] as const)('rejects %s of another shape', (name) => {
    const targets = { advantages: new Float32Array(3), valueTargets: new Float32Array(3) };
    expect(() =>
      vtraceTargets(drawBatch(1, 3, 'none'), OPTIONS, { ...targets, [name]: new Float32Array(2) }),
    ).toThrow(`${name}: expected 3 elements, got 2`);
  });
});
