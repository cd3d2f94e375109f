import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { listing } from '../../../src/runtime/config/accepts.js';
import { presetNames } from '../../../src/runtime/config/presets.js';
import { resolveConfig, type ConfigLayers } from '../../../src/runtime/config/resolve.js';
import { configError, configFailure } from './support/failure.js';

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
    'run.constructor (flag --set): expected a known setting, got an unknown key; the nearest is algorithm.convolution',
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

const TOKEN = 'to%ken-that-nobody-may-see';
const TOKEN_RULE =
  'a secret of 16 to 256 letters, digits, - . _ ~ (such as `node -p "crypto.randomUUID()"` prints) or null';

/** Each has the token in it somewhere, where it is not shown. */
const SECRETS: readonly Case[] = [
  [
    'a token of other characters',
    { flags: { token: TOKEN } },
    `metrics.token (flag --token): expected ${TOKEN_RULE}, got 26 characters that are not shown`,
  ],
  [
    'a token in a variable',
    { env: { MANYHANDS_METRICS__TOKEN: TOKEN } },
    `metrics.token (environment variable MANYHANDS_METRICS__TOKEN): expected ${TOKEN_RULE}, got 26 characters that are not shown`,
  ],
  [
    'a token that is no text',
    { settings: { metrics: { token: [TOKEN] as never } } },
    `metrics.token (settings): expected ${TOKEN_RULE}, got what is not shown`,
  ],
  [
    'a token that is badly quoted',
    { set: [`metrics.token="${TOKEN}`] },
    'metrics.token (flag --set): expected a YAML value, got 27 characters that are not shown; Missing closing "quote at line 1, column 28',
  ],
  [
    'a token in a section that is not YAML',
    { set: [`metrics={ token: ${TOKEN}`] },
    'metrics (flag --set): expected a YAML value, got 35 characters that are not shown; Flow map must end with a } at line 1, column 36',
  ],
  [
    'a token for a section',
    { set: [`metrics=${TOKEN}`] },
    'metrics (flag --set): expected a mapping of port, host, token and logIntervalSeconds, got 26 characters that are not shown',
  ],
  [
    'a token without an equals sign',
    { set: [`metrics.token:${TOKEN}`] },
    'flag --set: expected path=value, such as run.seed=3, got "metrics.token"',
  ],
];

const WRONG_VALUES: readonly Case[] = [
  [
    'a host with a port',
    { flags: { host: 'localhost:9464' } },
    'metrics.host (flag --host): expected a name or an address of this machine, without a port, such as 0.0.0.0 or null, got "localhost:9464"',
  ],
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
    { flags: { engine: 'cuda' } },
    'learner.engine (flag --engine): expected simd, tensorflow-gpu, tensorflow, webgpu, tfjs-wasm, tfjs-cpu or auto, got "cuda"',
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

  it.each(SECRETS)('does not show %s', (_, layers, message) => {
    const error = configError(() => resolveConfig(layers));
    expect(error.message).toBe(message);
    expect(inspect(error, { depth: Infinity, showHidden: true })).not.toContain(TOKEN);
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
