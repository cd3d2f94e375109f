import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readScalingFlags, type ScalingFlags } from '../../src/cli/scaling-options.js';
import { runCli } from '../support/cli.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const folder = temporaryFolder();

const read = (flags: Partial<ScalingFlags>) => readScalingFlags({ set: [], ...flags });

describe('readScalingFlags', () => {
  it('leaves everything as usual unless asked', () => {
    expect(read({})).toEqual({ sweep: { grid: {}, set: [], isMarkdown: false }, suggestion: null });
  });

  it('reads lists, each value once', () => {
    const { sweep } = read({
      ...{ algo: 'none, dqn', mode: 'sync', lag: '0,1', actors: '1,2,2', envs: '8', blockLength: '16,32' },
      ...{ rounds: '5', set: ['env.id=Acrobot-v1'], markdown: true },
    });
    expect(sweep).toEqual({
      grid: {
        ...{ algorithms: ['none', 'dqn'], modes: ['sync'], lags: [0, 1] },
        ...{ actors: [1, 2], envsPerActor: [8], blockLengths: [16, 32] },
      },
      ...{ rounds: 5, set: ['env.id=Acrobot-v1'], isMarkdown: true },
    });
  });

  it('suggests for DQN unless an algorithm is named, and sweeps that one alone', () => {
    const path = join(folder, 'a.yml');
    expect(read({ suggest: path })).toMatchObject({
      sweep: { grid: { algorithms: ['dqn'] } },
      suggestion: { algorithm: 'dqn', path },
    });
    expect(read({ suggest: true, algo: 'none' })).toMatchObject({
      sweep: { grid: { algorithms: ['none'] } },
      suggestion: { algorithm: 'none', path: 'suggested-none.yaml' },
    });
  });

  const algorithms = 'some of none, dqn, ppo, a2c, impala';
  const wrong: readonly [Partial<ScalingFlags>, string][] = [
    [{ algo: 'dqn,imapla' }, `flag --algo: expected ${algorithms}, got 'imapla'; the nearest is 'impala'`],
    [{ algo: '' }, `flag --algo: expected ${algorithms}, got ''; the nearest is 'dqn'`],
    [{ mode: 'snyc' }, "flag --mode: expected some of async, sync, got 'snyc'; the nearest is 'sync'"],
    [{ lag: '3' }, "flag --lag: expected an integer from 0 to 2, got '3'"],
    [{ actors: '1,,2' }, "flag --actors: expected an integer from 1 to 1024, got ''"],
    [{ actors: '2000' }, "flag --actors: expected an integer from 1 to 1024, got '2000'"],
    [{ envs: '0' }, "flag --envs: expected an integer from 1 to 65536, got '0'"],
    [{ blockLength: '1.5' }, "flag --block-length: expected an integer from 1 to 65536, got '1.5'"],
    [{ rounds: '0' }, "flag --rounds: expected an integer of at least 1, got '0'"],
    [
      { set: ['run.mode=sync'] },
      'flag --set: expected a setting that the sweep leaves alone, got run.mode; use --mode',
    ],
    [
      { suggest: 'scaling' },
      "flag --suggest: expected a file that ends in .yaml or .yml, or none, got 'scaling'",
    ],
    [
      { suggest: true, algo: 'dqn,ppo' },
      'flag --suggest: expected one algorithm in --algo to suggest for, got dqn,ppo',
    ],
  ];

  it.each(wrong)('refuses %o in one line', (flags, message) => {
    expect(() => read(flags)).toThrow(expect.objectContaining({ code: 'ERR_USAGE', message }));
  });

  it('refuses a folder that is not there before anything is measured', () => {
    const suggest = join(folder, 'nowhere', 'a.yaml');
    expect(() => read({ suggest })).toThrow(
      expect.objectContaining({
        code: 'ERR_USAGE',
        message: expect.stringContaining(
          `flag --suggest ${suggest}: expected a file in a folder that can be written to`,
        ) as string,
      }),
    );
  });
});

describe('manyhands bench', () => {
  const refused: readonly [readonly string[], RegExp][] = [
    [
      ['scaling', '--algo', 'ppo', '--mode', 'async'],
      /^manyhands: run\.mode .* expected sync with algorithm\.name ppo .*\n$/,
    ],
    [['scaling', '--set', 'env.cuont=3'], /^manyhands: env\.cuont .* the nearest is env\.count\n$/],
    [
      ['env', '--actors', '2'],
      /^manyhands: flag --actors: expected the suite scaling to be among those that run, got env\n$/,
    ],
    [
      ['--compare', 'a', 'b', '--envs', '2'],
      /^manyhands: flag --compare: expected nothing to measure beside it, got --envs .*\n$/,
    ],
    [
      ['scaling', '--bock-length', '3'],
      /^error: unknown option '--bock-length'\n\(Did you mean --block-length\?\)/,
    ],
  ];

  it.each(refused)('%j is a mistake, and nothing is measured', async (args, message) => {
    const { code, stdout, stderr } = await runCli(['bench', ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
  });
});
