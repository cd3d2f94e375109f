import { describe, expect, it } from 'vitest';
import { envSuite } from '../../../bench/suites/env.js';
import { kernelsSuite } from '../../../bench/suites/kernels.js';
import { learnerSuite } from '../../../bench/suites/learner.js';
import { policySuite } from '../../../bench/suites/policy.js';
import { replaySuite } from '../../../bench/suites/replay.js';
import { ringSuite } from '../../../bench/suites/ring.js';
import { BUILT_IN } from '../../../src/actors/envs/environment-kind.js';
import { expectFigures, unitsOf } from './support/expect-figures.js';

const QUICK = { isQuick: true };

describe('the suite', () => {
  it('env steps every built-in environment', async () => {
    const figures = await envSuite(QUICK);
    expectFigures(figures);
    for (const id of BUILT_IN.keys())
      expect(unitsOf(figures, `${id}, 32 `)).toEqual({ environments: 'steps/s' });
    expect(figures.map(({ parameters }) => parameters!.numEnvs)).toEqual([1, 8, 32, 256, 32, 32, 32, 32, 32]);
  });

  it('policy chooses in every way, with two networks, for four batches', async () => {
    const figures = await policySuite(QUICK);
    expectFigures(figures);
    for (const kind of ['greedy', 'categorical', 'Gaussian']) {
      for (const network of ['4-64-64-2', '4-128-128-2']) {
        const units = { 1: 'ns/row', 8: 'ns/row', 32: 'ns/row', 256: 'ns/row' };
        expect(unitsOf(figures, `${kind} policy ${network}, batch `)).toEqual(units);
      }
    }
  });

  it('ring moves blocks in one thread and between two', async () => {
    const figures = await ringSuite(QUICK);
    expectFigures(figures);
    expect(figures.map(({ unit }) => unit)).toEqual([
      ...['transitions/s', 'transitions/s', 'blocks/s'],
      ...['ns', 'ns'],
    ]);
  });

  it('replay fills and draws from two sizes of the table, and from one of frames', async () => {
    const figures = await replaySuite(QUICK);
    expectFigures(figures);
    for (const size of ['100,000', '1,000,000']) {
      expect(unitsOf(figures, `insert 8 x 32 into ${size}`)).toEqual({ '': 'transitions/s' });
      const steps = { ', 1-step': 'us', ', 3-step': 'us' };
      for (const batch of [64, 512]) expect(unitsOf(figures, `sample ${batch} of ${size}`)).toEqual(steps);
    }
    expect(unitsOf(figures, 'insert 8 x 8 stacks of frames')).toEqual({ '': 'transitions/s' });
    for (const batch of [32, 256])
      expect(unitsOf(figures, `sample ${batch} stacks of frames`)).toEqual({ ', 3-step': 'us' });
  });

  it('kernels holds layers against the peak of the same rounds', () => {
    const figures = kernelsSuite(QUICK, [1]);
    expectFigures(figures);
    expect(unitsOf(figures, 'peak')).toEqual({ ', 128-bit multiply and add': 'GFLOP/s' });
    expect(unitsOf(figures, 'dense 128x128, batch 256, forward')).toEqual({
      '': 'GFLOP/s',
      ': of the peak': '% of peak',
    });
    for (const layer of [
      '32 of 8x8/4 over 84x84x4',
      '64 of 4x4/2 over 20x20x32',
      '64 of 3x3/1 over 9x9x64',
    ]) {
      for (const pass of ['forward', 'weight gradient', 'input gradient']) {
        expect(unitsOf(figures, `${layer}, batch 1, ${pass}`)).toEqual({
          '': 'GFLOP/s',
          ': of the peak': '% of peak',
        });
      }
    }
    expect(Object.keys(unitsOf(figures, 'Nature network, batch 1, '))).toEqual([
      ...['forward pass', 'forward pass: of the peak'],
      ...['backward pass', 'backward pass: of the peak'],
    ]);
  });

  it('learner counts updates, and the transitions in them', async () => {
    const figures = await learnerSuite(QUICK);
    expectFigures(figures);
    for (const batchSize of [64, 512]) {
      const name = `DQN 4-128-128-2, batch ${batchSize}`;
      const [updates, samples] = figures.filter((figure) => figure.name.startsWith(name));
      expect([updates!.unit, samples!.unit]).toEqual(['updates/s', 'samples/s']);
      expect(samples!.figures).toEqual(updates!.figures.map((rate) => rate * batchSize));
      expect(samples!.parameters).toEqual({ batchSize });
    }
    for (const algorithm of ['PPO', 'A2C', 'IMPALA'])
      expect(Object.values(unitsOf(figures, algorithm))).toEqual(['samples/s']);
  });
});
