import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Configuration } from '../../../bench/scaling/configuration.js';
import { explainSuggestion } from '../../../bench/scaling/explain-suggestion.js';
import { scalingFigures } from '../../../bench/scaling/figures.js';
import { presetYaml, writePreset } from '../../../bench/scaling/preset.js';
import type { ScalingSample } from '../../../bench/scaling/sample.js';
import { suggest } from '../../../bench/scaling/suggestion.js';
import { resolveConfig } from '../../../src/runtime/config/resolve.js';
import { temporaryFolder } from '../../support/temporary-folder.js';
import { CONFIGURATION, FREE_LEARNER, inputOf, LEARNER } from './support/model-input.js';
import { idleSample, trainingSample } from './support/samples.js';

const folder = temporaryFolder();
const free: Configuration = { ...CONFIGURATION, algorithm: 'dqn' };
const held: Configuration = { ...free, mode: 'sync', lag: 1 };

const figuresOf = (cases: readonly (readonly [Configuration, readonly ScalingSample[]])[]) =>
  scalingFigures(
    cases.map(([configuration, samples]) => ({ configuration, samples })),
    cases.map(([configuration]) =>
      inputOf(configuration, configuration.mode === 'async' ? FREE_LEARNER : LEARNER),
    ),
    ({ algorithm, mode }) => (algorithm === 'dqn' && mode === 'async' ? 50 : null),
  );

const idle = (actors: number, ...rates: number[]) =>
  [{ ...CONFIGURATION, actors }, rates.map(idleSample)] as const;

describe('suggest', () => {
  it('takes the most env steps of actors alone, and says that nothing comes near', () => {
    const suggestion = suggest(
      figuresOf([idle(1, 90, 100, 110), idle(2, 190, 200, 210), idle(4, 120, 150, 180)]),
      'none',
    );
    expect(suggestion.best.configuration.actors).toBe(2);
    expect(suggestion.second!.row.configuration.actors).toBe(4);
    expect(suggestion.withinNoise).toEqual([]);
    expect(explainSuggestion(suggestion)).toEqual([
      'best: an idle learner, async, 2 actors of 10 environments, blocks of 10 steps',
      expect.stringMatching(
        /^200 env steps\/s of the actors alone \(190 to 210, 3 rounds\); by the model, bound by \w+$/,
      ) as string,
      '33.3 % more than the second, none, async, 4 x 10 x 10: no round of another was as good as the worst of these',
    ]);
  });

  it('says how many reach into the range of the best', () => {
    const suggestion = suggest(
      figuresOf([idle(1, 90, 100, 191), idle(2, 190, 200, 210), idle(4, 120, 196, 198)]),
      'none',
    );
    expect(suggestion.withinNoise.map(({ configuration }) => configuration.actors)).toEqual([4, 1]);
    expect(explainSuggestion(suggestion)[2]).toMatch(/, within noise: 2 others reach into its range$/);
  });

  it('counts of a learner that runs free the steps that its samples are enough for', () => {
    // A million steps, and samples for 40 of them: less than 60 that are all learned from.
    const figures = figuresOf([
      [free, [trainingSample(1_000_000, 20)]],
      [held, [trainingSample(60, 30)]],
    ]);
    const suggestion = suggest(figures, 'dqn');
    expect(suggestion.best.configuration).toEqual(held);
    expect(suggestion.second!.score.value).toBe(40);
  });

  it('says that one round and one configuration leave the rest open', () => {
    const one = suggest(figuresOf([[held, [trainingSample(60, 30)]]]), 'dqn');
    expect(explainSuggestion(one)[2]).toBe('it is the only one that was measured');
    expect(explainSuggestion(one)[3]).toMatch(/^fastest to compute, not to learn: a round has 100 env steps/);
    const twice = suggest(figuresOf([idle(1, 100), idle(2, 200)]), 'none');
    expect(explainSuggestion(twice)[2]).toMatch(/; one round does not tell whether that is noise$/);
  });

  it('throws for an algorithm that was not measured', () => {
    expect(() => suggest(figuresOf([idle(1, 1)]), 'ppo')).toThrow(RangeError);
  });
});

describe('presetYaml', () => {
  const cases: readonly [Configuration, readonly string[]][] = [
    [
      { ...held, actors: 2, envsPerActor: 16, blockLength: 64 },
      ['algorithm.hidden=[32, 16]', 'env.id=Acrobot-v1'],
    ],
    [{ ...free, actors: 3 }, ['replay.samplesPerInsert=8', 'actors.ringBlocks=8']],
    [{ ...held, algorithm: 'ppo', lag: 0 }, []],
    [{ ...free, algorithm: 'impala' }, ['optimizer.learningRate=1e-3']],
    [CONFIGURATION, []],
  ];

  it.each(cases)('is a config file of what was measured: %o %o', (configuration, set) => {
    const file = join(folder, 'preset.yaml');
    writePreset(file, presetYaml(configuration, set, ['why', 'where: "here"']));
    const { env, actors, algorithm, run } = resolveConfig({ file });
    expect({ actors: actors.count, envs: env.count, T: actors.blockLength, mode: run.mode }).toEqual({
      actors: configuration.actors,
      envs: configuration.actors * configuration.envsPerActor,
      T: configuration.blockLength,
      mode: configuration.mode,
    });
    if (configuration.lag !== null) expect(run.lag).toBe(configuration.lag);
    expect(algorithm.name).toBe(configuration.algorithm === 'none' ? 'dqn' : configuration.algorithm);
    // As if it had been given by flags.
    expect(resolveConfig({ file, set })).toEqual(resolveConfig({ file }));
    expect(readFileSync(file, 'utf8')).toMatch(/^# why\n# where: "here"\n/);
  });

  it('names the ring that was measured with', () => {
    expect(presetYaml({ ...free, algorithm: 'impala' }, [], [])).toContain('ringBlocks: 2');
  });
});

describe('writePreset', () => {
  it('says whether it took the place of another file', () => {
    const file = join(folder, 'new.yaml');
    expect(writePreset(file, 'a: 1\n')).toBe(false);
    expect(writePreset(file, 'a: 2\n')).toBe(true);
    expect(readFileSync(file, 'utf8')).toBe('a: 2\n');
  });

  it('refuses what cannot be written', () => {
    const file = join(folder, 'a-folder.yaml');
    mkdirSync(file);
    expect(() => writePreset(file, 'a: 1\n')).toThrow(
      expect.objectContaining({
        code: 'ERR_USAGE',
        message: expect.stringContaining('flag --suggest: expected a file that can be written') as string,
      }),
    );
    expect(existsSync(file)).toBe(true);
  });
});
