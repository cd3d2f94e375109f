import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { describeResult } from '../../src/cli/describe-result.js';
import type { RunSummary } from '../../src/index.js';

const SOLVED: RunSummary = {
  ...{
    run: resolve('runs/a-run'),
    algorithm: 'dqn',
    environment: 'CartPole-v1',
    engine: 'simd',
    engineChoice: null,
    mode: 'sync',
  },
  ...{
    seed: 0,
    actors: 1,
    envs: 8,
    solved: true,
    reason: 'solved',
    envSteps: 13_000,
    episodes: 170,
    updates: 6000,
  },
  ...{ wallSeconds: 0.9, firstStepSeconds: 0.2, solvedSeconds: 0.625, solvedAtEnvSteps: 12_288 },
  evaluation: {
    ...{ episodes: 100, seed: 7, actions: 'greedy', meanReturn: 482.94, stdReturn: 40, minReturn: 193 },
  },
  ...{ envStepsPerSecond: 24_576.4, updatesPerSecond: 11_000, samplesPerSecond: 704_000 },
  ...{ policyLagMean: 0.96, actorBusyRatio: 0.25, actorWaitRatio: 0, learnerBusyRatio: 1 },
  ...{ maxRssBytes: 1e8, weightsSha256: 'ab', checkpoint: 'runs/a-run/checkpoints/12288' },
};
const MISSED: RunSummary = {
  ...SOLVED,
  ...{ solved: false, reason: 'steps', solvedSeconds: null, solvedAtEnvSteps: null },
};

describe('describeResult', () => {
  it('tells the result in one line, the pace, the place, and what to try next', () => {
    expect(describeResult(SOLVED, true)).toBe(
      'CartPole-v1 solved in 0.63 s, after 12,288 env steps: mean return 482.9 over 100 greedy episodes, least 193.0\n' +
        '24,576 env steps/s, 11,000 updates/s, 704,000 samples/s\n' +
        'run   runs/a-run\n' +
        'next  npx manyhands watch runs/a-run\n',
    );
  });

  it('tells of an async run whether actors and learner go together', () => {
    const lines = describeResult({ ...SOLVED, mode: 'async' }, true).split('\n');
    expect(lines[2]).toBe('policy lag 1.0 versions, actors busy 25 % of their time');
  });

  it.each([
    { name: 'a target that was missed', summary: MISSED, hasTarget: true, verb: 'not solved', next: 'plot' },
    { name: 'no target', summary: MISSED, hasTarget: false, verb: 'trained', next: 'plot' },
    {
      name: 'an end before any evaluation',
      summary: { ...MISSED, reason: 'stopped', evaluation: null } as const,
      ...{ hasTarget: true, verb: 'not solved', next: 'eval' },
    },
  ])('says what became of a run with $name, and to look closer', ({ summary, hasTarget, verb, next }) => {
    const text = describeResult(summary, hasTarget);
    expect(text).toMatch(new RegExp(`^CartPole-v1 ${verb} in 0\\.90 s, after 13,000 env steps: `));
    expect(text).toContain(summary.evaluation === null ? ': not evaluated\n' : ': mean return 482.9 over');
    expect(text.endsWith(`next  npx manyhands ${next} runs/a-run\n`)).toBe(true);
  });

  it.each([
    { run: 'runs/two words', wanted: "'runs/two words'" },
    { run: "runs/it's", wanted: String.raw`'runs/it'\''s'` },
    { run: 'runs/$(rm -r x)', wanted: "'runs/$(rm -r x)'" },
    { run: '.', wanted: '.' },
  ])('quotes $run for a shell', ({ run, wanted }) => {
    expect(describeResult({ ...SOLVED, run: resolve(run) }, true)).toContain(
      `\nnext  npx manyhands watch ${wanted}\n`,
    );
  });
});
