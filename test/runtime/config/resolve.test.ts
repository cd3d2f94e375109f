import { describe, expect, it } from 'vitest';
import { FLAGS, type FlagName } from '../../../src/runtime/config/flags.js';
import { resolveConfig, type ConfigLayers } from '../../../src/runtime/config/resolve.js';
import { nodeAt } from '../../../src/runtime/config/setting-tree.js';
import { withFile } from './support/temporary-file.js';

/** One layer of each sort, every one of them giving `evaluation.episodes` a value of its own; the preset's is 50. */
const LAYERS: Required<Omit<ConfigLayers, 'file'>> & { fileText: string } = {
  preset: 'notebook-dqn',
  fileText: 'evaluation: { episodes: 51 }',
  env: { MANYHANDS_EVALUATION__EPISODES: '52' },
  settings: { evaluation: { episodes: 53 } },
  flags: { evalEpisodes: '54' },
  set: ['evaluation.episodes=55'],
};
const WEAKEST_FIRST = ['preset', 'fileText', 'env', 'settings', 'flags', 'set'] as const;
type LayerName = (typeof WEAKEST_FIRST)[number];

function episodesWith(...names: readonly LayerName[]): number {
  const { fileText, ...layers } = Object.fromEntries(
    names.map((name) => [name, LAYERS[name]]),
  ) as ConfigLayers & {
    fileText?: string;
  };
  const { evaluation } =
    fileText === undefined
      ? resolveConfig(layers)
      : withFile(fileText, (file) => resolveConfig({ ...layers, file }));
  return evaluation.episodes;
}

const pairs = WEAKEST_FIRST.flatMap((weak, i) =>
  WEAKEST_FIRST.slice(i + 1).map((strong) => [strong, weak] as const),
);

describe('resolveConfig', () => {
  it('needs nothing', () => {
    expect(resolveConfig()).toMatchObject({
      env: { id: 'CartPole-v1' },
      actors: { count: 'auto', exploration: { kind: 'linear' } },
      algorithm: { name: 'dqn' },
      optimizer: { name: 'adam' },
    });
  });

  it.each(WEAKEST_FIRST)('puts %s over the default', (name) => {
    expect(episodesWith(name)).toBe(50 + WEAKEST_FIRST.indexOf(name));
  });

  it.each(pairs)('puts %s over %s', (strong, weak) => {
    expect(episodesWith(strong, weak)).toBe(episodesWith(strong));
    expect(episodesWith(strong, weak)).not.toBe(episodesWith(weak));
  });

  it('merges layers setting by setting', () => {
    const config = resolveConfig({
      env: { MANYHANDS_ENV__OPTIONS: '{ gravity: 9.8, wind: 0 }' },
      settings: { env: { count: 2 }, algorithm: { target: { tau: 0.5 } } },
      set: ['env.options.wind=3', 'algorithm.target.updateInterval=1'],
    });
    expect(config.env).toMatchObject({ count: 2, options: { gravity: 9.8, wind: 3 } });
    expect(config.algorithm).toHaveProperty('target', { updateInterval: 1, tau: 0.5 });
  });

  it('replaces a list, never mixes two', () => {
    const config = resolveConfig({ preset: 'notebook-dqn', set: ['algorithm.hidden=[32]'] });
    expect(config.algorithm.hidden).toEqual([32]);
  });

  it('drops what weaker layers said of a kind that a stronger one leaves', () => {
    const config = resolveConfig({
      preset: 'notebook-dqn',
      set: ['actors.exploration.base=0.5', 'actors.exploration.kind=apex'],
    });
    expect(config.actors.exploration).toEqual({ kind: 'apex', base: 0.5, alpha: 7 });
  });

  it('keeps what weaker layers said of a kind that a stronger one repeats', () => {
    const config = resolveConfig({
      preset: 'notebook-dqn',
      env: { MANYHANDS_ACTORS__EXPLORATION__DECAY: '0.9' },
      set: ['actors.exploration={ kind: per-episode, end: 0.2 }'],
    });
    expect(config.actors.exploration).toEqual({ kind: 'per-episode', start: 1, decay: 0.9, end: 0.2 });
  });

  it('is frozen all the way down and shares nothing with what it was given', () => {
    const options = { list: [1] };
    const { env, algorithm } = resolveConfig({ settings: { env: { options } } });
    expect(Object.isFrozen(env.options['list'])).toBe(true);
    expect(Object.isFrozen(algorithm.hidden)).toBe(true);
    expect(Object.isFrozen(options.list)).toBe(false);
  });

  it('takes a file in which nothing is set', () => {
    expect(withFile('# run:\n#   seed: 3\n', (file) => resolveConfig({ file }))).toEqual(resolveConfig());
  });

  it('takes a resolved config as settings', () => {
    const config = resolveConfig({ preset: 'notebook-dqn' });
    expect(resolveConfig({ settings: config })).toEqual(config);
  });
});

describe('environment variables', () => {
  it.each([
    'MANYHANDS_ACTORS__BLOCKLENGTH',
    'MANYHANDS_ACTORS__BLOCK_LENGTH',
    'manyhands_actors__blockLength',
  ])('%s is actors.blockLength', (name) => {
    expect(resolveConfig({ env: { [name]: '7' } }).actors.blockLength).toBe(7);
  });

  it('without the prefix belong to others', () => {
    expect(resolveConfig({ env: { PATH: '/bin', MANYHAND_RUN__SEED: '3' } }).run.seed).toBe(0);
  });
});

describe('flags', () => {
  it.each(Object.keys(FLAGS) as FlagName[])('%s names a setting', (name) => {
    expect(nodeAt(FLAGS[name].path.split('.'))?.kind).toBe('setting');
    // The attribute name commander derives from `--metrics-port <port>` is `metricsPort`.
    const attribute = FLAGS[name].flag
      .slice(2)
      .split(' ')[0]!
      .replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
    expect(attribute).toBe(name);
  });

  it('leaves flags that are no settings alone', () => {
    expect(resolveConfig({ flags: { json: true, quiet: undefined, seed: '3' } }).run.seed).toBe(3);
  });

  it.each([
    ['--out 2024', { flags: { out: '2024' } }, { run: { out: '2024' } }],
    ['--env "# 1"', { flags: { env: '# 1' } }, { env: { id: '# 1' } }],
    ['--metrics-port off', { flags: { metricsPort: 'off' } }, { metrics: { port: 'off' } }],
    ['--metrics-port 0', { flags: { metricsPort: '0' } }, { metrics: { port: 0 } }],
    ['--target-return none', { flags: { targetReturn: 'none' } }, { evaluation: { targetReturn: 'none' } }],
    [
      '--target-return -110.5',
      { flags: { targetReturn: '-110.5' } },
      { evaluation: { targetReturn: -110.5 } },
    ],
    ['--set run.out=null', { set: ['run.out=null'] }, { run: { out: null } }],
    ['--set run.out="null"', { set: ['run.out="null"'] }, { run: { out: 'null' } }],
    ['--set run.out=a=b', { set: ['run.out=a=b'] }, { run: { out: 'a=b' } }],
    [
      '--set optimizer.learningRate=1e-3',
      { set: ['optimizer.learningRate=1e-3'] },
      { optimizer: { learningRate: 1e-3 } },
    ],
    ['--set twice', { set: ['run.seed=1', 'run.seed=2'] }, { run: { seed: 2 } }],
    [
      '--set of a section',
      { set: ['env={ count: 4, terminalReward: 0 }'] },
      { env: { count: 4, terminalReward: 0 } },
    ],
  ] satisfies [string, ConfigLayers, object][])('%s is read as written', (_, layers, part) => {
    expect(resolveConfig(layers)).toMatchObject(part);
  });
});
