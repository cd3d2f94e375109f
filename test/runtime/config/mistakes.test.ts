import { describe, expect, it } from 'vitest';
import { listing } from '../../../src/runtime/config/accepts.js';
import { presetNames } from '../../../src/runtime/config/presets.js';
import { resolveConfig, type ConfigLayers } from '../../../src/runtime/config/resolve.js';
import { configFailure } from './support/failure.js';

const PRESETS = listing(presetNames(), 'or');

type Case = readonly [name: string, layers: ConfigLayers, message: string];

const UNKNOWN: readonly Case[] = [
  [
    'a misspelt key',
    { set: ['actors.cuont=2'] },
    'actors.cuont (flag --set): expected a known setting, got an unknown key; the nearest is actors.count',
  ],
  [
    'a key in the wrong section',
    { set: ['env.seed=3'] },
    'env.seed (flag --set): expected a known setting, got an unknown key; the nearest is run.seed',
  ],
  [
    'a key without its section',
    { set: ['seed=3'] },
    'seed (flag --set): expected a known setting, got an unknown key; the nearest is run.seed',
  ],
  [
    'a misspelt section',
    { set: ['optimiser.name=adam'] },
    'optimiser.name (flag --set): expected a known setting, got an unknown key; the nearest is optimizer.name',
  ],
  [
    'a path beyond a setting',
    { set: ['algorithm.hidden.0=3'] },
    'algorithm.hidden.0 (flag --set): expected a known setting, got an unknown key; the nearest is algorithm.hidden',
  ],
  [
    'a key every object inherits',
    { set: ['run.constructor=3'] },
    'run.constructor (flag --set): expected a known setting, got an unknown key; the nearest is env.count',
  ],
  [
    'a key that changes a prototype',
    { settings: { env: { options: JSON.parse('{"__proto__":1}') as Record<string, number> } } },
    'env.options.__proto__ (settings): expected a known setting, got an unknown key; the nearest is env.options',
  ],
  [
    'a misspelt variable',
    { env: { MANYHANDS_RUN__SEDE: '3' } },
    'environment variable MANYHANDS_RUN__SEDE: expected the name of a setting, got an unknown name; the nearest is MANYHANDS_RUN__SEED',
  ],
  [
    'a variable without its section',
    { env: { MANYHANDS_KEEPCHECKPOINT: '3' } },
    'environment variable MANYHANDS_KEEPCHECKPOINT: expected the name of a setting, got an unknown name; the nearest is MANYHANDS_RUN__KEEP_CHECKPOINTS',
  ],
  [
    'a preset there is not',
    { preset: 'notebook' },
    `preset: expected ${PRESETS}, got "notebook"; the nearest is notebook-dqn`,
  ],
  [
    'a preset elsewhere',
    { preset: '../package' },
    `preset: expected ${PRESETS}, got "../package"; the nearest is acrobot-ppo`,
  ],
  [
    'a setting of another kind',
    { set: ['actors.exploration.kind=apex', 'actors.exploration.end=0.1'] },
    'actors.exploration.end (flag --set): expected one of kind, base or alpha, got a key of another kind; actors.exploration.kind "apex" has no such setting',
  ],
  [
    'a setting of another kind than the default',
    { set: ['optimizer.decay=0.9'] },
    'optimizer.decay (flag --set): expected one of name, learningRate, schedule, beta1, beta2, epsilon or maxGradientNorm, got a key of another kind; optimizer.name "adam" has no such setting',
  ],
];

const WRONG_VALUES: readonly Case[] = [
  [
    'text for a count',
    { flags: { envs: 'eight' } },
    'env.count (flag --envs): expected an integer from 1 to 65536, got "eight"',
  ],
  [
    'zero actors',
    { flags: { actors: '0' } },
    'actors.count (flag --actors): expected an integer from 1 to 1024 or auto, got 0',
  ],
  [
    'a fraction for a count',
    { set: ['run.steps=2500.5'] },
    'run.steps (flag --set): expected an integer from 1 to 1000000000000 or auto, got 2500.5',
  ],
  [
    'a negative seed',
    { env: { MANYHANDS_RUN__SEED: '-1' } },
    'run.seed (environment variable MANYHANDS_RUN__SEED): expected an integer from 0 to 4294967295, got -1',
  ],
  [
    'an engine there is not',
    { flags: { engine: 'tensorflow' } },
    'learner.engine (flag --engine): expected simd, got "tensorflow"',
  ],
  [
    'a kind there is not',
    { set: ['actors.exploration.kind=apx'] },
    'actors.exploration.kind (flag --set): expected linear, per-episode, apex or none, got "apx"; the nearest is apex',
  ],
  [
    'a kind that is no word',
    { set: ['actors.exploration.kind=[apex]'] },
    'actors.exploration.kind (flag --set): expected linear, per-episode, apex or none, got ["apex"]',
  ],
  [
    'an algorithm there is not',
    { flags: { algo: 'pop' } },
    'algorithm.name (flag --algo): expected dqn, reinforce, actor-critic, a2c, impala or ppo, got "pop"; the nearest is ppo',
  ],
  [
    'a bound that is not included',
    { set: ['optimizer.learningRate=0'] },
    'optimizer.learningRate (flag --set): expected a number above 0 and at most 10, got 0',
  ],
  [
    'a rate above its range',
    { set: ['optimizer.beta1=1'] },
    'optimizer.beta1 (flag --set): expected a number at least 0 and below 1, got 1',
  ],
  [
    'not a number',
    { set: ['evaluation.targetReturn=.nan'] },
    'evaluation.targetReturn (flag --set): expected a number, threshold, none or null, got NaN',
  ],
  [
    'an infinity',
    { settings: { evaluation: { targetReturn: Infinity } } },
    'evaluation.targetReturn (settings): expected a number, threshold, none or null, got Infinity',
  ],
  [
    'YAML 1.1 truth',
    { set: ['algorithm.double=yes'] },
    'algorithm.double (flag --set): expected true or false, got "yes"',
  ],
  [
    'text for a number, from a program',
    { settings: { env: { count: '8' } as never } },
    'env.count (settings): expected an integer from 1 to 65536, got "8"',
  ],
  [
    'what JSON cannot say',
    { settings: { env: { options: { wind: () => 3 } as never } } },
    'env.options.wind (settings): expected a JSON value, got a function',
  ],
  [
    'two bad items of one list',
    { set: ['algorithm.hidden=[64, 0, 1.5]'] },
    'algorithm.hidden (flag --set): expected a list of at most 16 items, each an integer from 1 to 4096, got [64,0,1.5]',
  ],
  [
    'a number that is no power of two',
    { set: ['actors.ringBlocks=3'] },
    'actors.ringBlocks (flag --set): expected a power of two from 2 to 1024, got 3',
  ],
  [
    'no text',
    { flags: { out: '' } },
    'run.out (flag --out): expected text of at least one character or null, got ""',
  ],
  [
    'null for a value',
    { set: ['run.seed=null'] },
    'run.seed (flag --set): expected an integer from 0 to 4294967295, got null',
  ],
  [
    'a value for a section',
    { settings: { actors: { restarts: 3 as never } } },
    'actors.restarts (settings): expected a mapping of budget, backoffSeconds and maxBackoffSeconds, got 3',
  ],
  [
    'a list for a section',
    { set: ['env.options=[1]'] },
    'env.options (flag --set): expected a mapping, got [1]',
  ],
  [
    'long text, cut',
    { flags: { envs: 'x'.repeat(100) } },
    `env.count (flag --envs): expected an integer from 1 to 65536, got "${'x'.repeat(59)}...`,
  ],
  [
    'text of several lines, on one',
    { flags: { mode: 'sy\nnc' } },
    'run.mode (flag --mode): expected sync or async, got "sy nc"',
  ],
  [
    'a flag without a value',
    { set: ['run.seed'] },
    'flag --set: expected path=value, such as run.seed=3, got "run.seed"',
  ],
  ['a flag without a path', { set: ['=3'] }, 'flag --set: expected path=value, such as run.seed=3, got "=3"'],
  [
    'a value that is not YAML',
    { set: ['algorithm.hidden=[64,'] },
    'algorithm.hidden (flag --set): expected a YAML value, got "[64,"; Flow sequence must end with a ] at line 1, column 5',
  ],
];

describe('resolveConfig, given a mistake', () => {
  it.each([...UNKNOWN, ...WRONG_VALUES])('names %s on one line', (_, layers, message) => {
    expect(configFailure(() => resolveConfig(layers))).toBe(message);
    expect(message).not.toContain('\n');
  });

  it('reports the first of several mistakes and counts the others', () => {
    const set = ['run.sede=1', 'run.lag=-1', 'env.count=0'];
    expect(configFailure(() => resolveConfig({ set }))).toBe(
      'run.sede (flag --set): expected a known setting, got an unknown key; the nearest is run.seed (and 2 more mistakes)',
    );
    expect(configFailure(() => resolveConfig({ set: set.slice(1) }))).toContain('(and 1 more mistake)');
  });

  it('does not mind a mistake that a stronger layer mends', () => {
    const config = resolveConfig({ env: { MANYHANDS_RUN__SEED: 'no' }, flags: { seed: '3' } });
    expect(config.run.seed).toBe(3);
  });
});
