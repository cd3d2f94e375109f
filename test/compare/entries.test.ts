import { describe, expect, it } from 'vitest';
import type { Contestant } from '../../src/compare/contestants.js';
import { enter, trainArguments } from '../../src/compare/entries.js';

const dqn = (...set: string[]): Contestant => ({
  label: ['dqn', ...set].join('+'),
  base: { kind: 'algorithm', name: 'dqn' },
  set,
});
const notebook: Contestant = {
  label: 'notebook-dqn',
  base: { kind: 'preset', name: 'notebook-dqn' },
  set: [],
};

describe('enter', () => {
  it('finds what each contestant has to reach, and within what', async () => {
    const { entries, leftOut } = await enter([dqn(), notebook], [], { set: [] }, false);
    expect(entries).toEqual([
      {
        contestant: dqn(),
        environment: 'CartPole-v1',
        target: { meanReturn: 475, criterion: 'greedy', episodes: 100 },
        budgetEnvSteps: 200_000,
      },
      {
        contestant: notebook,
        environment: 'CartPole-v1',
        target: { meanReturn: 195, criterion: 'training', episodes: 50 },
        budgetEnvSteps: 150_000,
      },
    ]);
    expect(leftOut).toEqual([]);
  });

  it('lets flags stand over presets and a contestant over what all are given', async () => {
    const common = { set: ['run.steps=5000'], steps: '4000', targetReturn: 'none', evalEpisodes: '3' };
    const { entries } = await enter([notebook, dqn('run.steps=6000')], ['CartPole-v1'], common, false);
    expect(entries.map(({ budgetEnvSteps, target }) => [budgetEnvSteps, target])).toEqual([
      [5000, null],
      [6000, null],
    ]);
  });

  it.each([
    {
      name: 'an unknown environment',
      environments: ['CartPole-v2'],
      contestants: [dqn()],
      error: { code: 'ERR_ENV_UNKNOWN', message: /nearest is 'CartPole-v1'/ },
    },
    {
      name: 'a setting that is none, with its contestant',
      environments: [],
      contestants: [dqn(), dqn('algorithm.doubel=true')],
      error: {
        code: 'ERR_CONFIG',
        message:
          /^contestant 'dqn\+algorithm\.doubel=true' on CartPole-v1: algorithm\.doubel .* the nearest is algorithm\.double/,
      },
    },
    {
      name: 'settings that contradict each other',
      environments: ['CartPole-v1'],
      contestants: [dqn('learner.batchSize=5000')],
      error: {
        code: 'ERR_CONFIG',
        message:
          /^contestant 'dqn\+learner.batchSize=5000' on CartPole-v1: learner\.batchSize .*: expected at most/,
      },
    },
    {
      name: 'one environment twice',
      environments: ['CartPole-v1', 'CartPole-v1'],
      contestants: [dqn()],
      error: { code: 'ERR_USAGE', message: /^flag --env: expected each only once, got 'CartPole-v1' twice$/ },
    },
  ])('refuses $name', async ({ environments, contestants, error }) => {
    await expect(enter(contestants, environments, { set: [] }, false)).rejects.toMatchObject({
      code: error.code,
      message: expect.stringMatching(error.message) as string,
    });
  });

  it('refuses a setting for all that is not theirs to differ in', async () => {
    await expect(enter([dqn()], [], { set: ['env.id=X'] }, false)).rejects.toMatchObject({
      code: 'ERR_USAGE',
    });
  });

  it('leaves out what nobody asked for by name and does not fit', async () => {
    const misfit = dqn('learner.batchSize=5000');
    const { entries, leftOut } = await enter([misfit, dqn()], ['CartPole-v1'], { set: [] }, true);
    expect(entries.map(({ contestant }) => contestant)).toEqual([dqn()]);
    expect(leftOut).toEqual([
      {
        contestant: misfit.label,
        environment: 'CartPole-v1',
        reason: expect.stringContaining('learner.batchSize') as string,
      },
    ]);
    await expect(enter([misfit], ['CartPole-v1'], { set: [] }, true)).rejects.toMatchObject({
      code: 'ERR_CONFIG',
    });
  });
});

describe('the environment', () => {
  it('is the one the contestants name, which must be one', async () => {
    process.env['MANYHANDS_ENV__ID'] = 'CartPole-v7';
    try {
      // The variable is stronger than the preset.
      await expect(enter([notebook], [], { set: [] }, false)).rejects.toMatchObject({
        message: expect.stringContaining("'CartPole-v7'") as string,
      });
      const { entries } = await enter([dqn()], ['CartPole-v1'], { set: [] }, false);
      expect(entries[0]!.environment).toBe('CartPole-v1');
    } finally {
      delete process.env['MANYHANDS_ENV__ID'];
    }
  });
});

describe('trainArguments', () => {
  it('names environment, seed and directory, and puts the own settings behind those of all', () => {
    const common = { set: ['a.b=1'], steps: '10', targetReturn: 'none', evalEpisodes: '3' };
    expect(trainArguments(dqn('a.b=2'), 'X-v0', common, { seed: 4, directory: '/out' })).toEqual([
      ...['--json', '--quiet', '--env', 'X-v0', '--seed', '4', '--out', '/out', '--algo', 'dqn'],
      ...['--metrics-port', 'off', '--steps', '10', '--target-return', 'none', '--eval-episodes', '3'],
      ...['--set', 'a.b=1', '--set', 'a.b=2'],
    ]);
    expect(trainArguments(notebook, 'X-v0', { set: [] }, { seed: 4, directory: '/out' })).toContain(
      '--preset',
    );
  });
});
