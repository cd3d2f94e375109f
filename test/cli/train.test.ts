import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { RunSummary } from '../../src/index.js';
import { algorithmNames } from '../../src/runtime/config/algorithm-names.js';
import { runCli, startCli } from '../support/cli.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const folder = temporaryFolder();
const FAULTY_MODULE = fileURLToPath(new URL('../support/faulty-environment.js', import.meta.url));
let runs = 0;
const newRun = (): string => join(folder, String(runs++));

/** Flags of a run that is over in a second. */
const short = (out: string): string[] => [
  ...['--envs', '8', '--steps', '2000', '--eval-episodes', '5', '--metrics-port', 'off', '--out', out],
];

/** Waits for a file without a clock of its own: the run that writes it is what takes the time. */
async function appears(path: string): Promise<void> {
  while (!existsSync(path)) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe('manyhands train', () => {
  it.each([
    ['async', true],
    ['sync', false],
  ])(
    'says at the end of a run in %s mode whether actors and learner go together: %s',
    async (mode, isSaid) => {
      const args = ['train', '--algo', 'impala', '--mode', mode, '--quiet', '--target-return', 'none'];
      const { code, stdout } = await runCli([...args, ...short(newRun())]);
      expect(code).toBe(0);
      expect(/^policy lag \d+\.\d versions, actors busy \d+ % of their time$/m.test(stdout)).toBe(isSaid);
    },
  );
});

describe('manyhands train --json', () => {
  it('prints one object with every promised key, and nothing else, on stdout', async () => {
    const out = newRun();
    const args = [
      'train',
      '--algo',
      'dqn',
      '--env',
      'CartPole-v1',
      '--seed',
      '3',
      '--actors',
      '1',
      '--json',
      ...short(out),
    ];
    const { code, stdout, stderr } = await runCli([...args, '--target-return', 'none']);
    expect(stderr).not.toMatch(/error/i);
    expect(code).toBe(0);
    expect(stdout.trimEnd().split('\n')).toHaveLength(1);
    const summary = JSON.parse(stdout) as RunSummary;
    expect(Object.keys(summary)).toEqual(
      expect.arrayContaining([
        ...[
          'run',
          'algorithm',
          'environment',
          'engine',
          'mode',
          'seed',
          'actors',
          'envs',
          'solved',
          'envSteps',
        ],
        ...['episodes', 'updates', 'wallSeconds', 'solvedSeconds', 'solvedAtEnvSteps', 'evaluation'],
        ...['envStepsPerSecond', 'updatesPerSecond', 'samplesPerSecond', 'weightsSha256', 'checkpoint'],
        ...['policyLagMean', 'actorBusyRatio', 'actorWaitRatio', 'learnerBusyRatio'],
      ]),
    );
    expect(summary).toMatchObject({
      ...{ run: out, algorithm: 'dqn', environment: 'CartPole-v1', engine: 'simd', mode: 'sync', seed: 3 },
      ...{ actors: 1, envs: 8, solved: false, solvedSeconds: null, solvedAtEnvSteps: null },
      evaluation: { episodes: 5 },
    });
    expect(summary.weightsSha256).toMatch(/^[0-9a-f]{64}$/);
    // Lag 0 in the first round and 1 in every other.
    expect(summary.policyLagMean).toBeGreaterThan(0.5);
    expect(summary.policyLagMean).toBeLessThan(1);
    expect(readdirSync(out).sort()).toEqual(
      [
        'checkpoints',
        'config.yaml',
        'episodes.monitor.csv',
        'evaluations.csv',
        'progress.csv',
        'summary.json',
        'tb',
      ].sort(),
    );
  });

  it('says of a run of PPO what it says of any other', async () => {
    const { code, stdout } = await runCli([
      ...['train', '--algo', 'ppo', '--json', '--quiet', '--target-return', 'none', ...short(newRun())],
    ]);
    expect(code).toBe(0);
    // 2000 steps are 4 rounds of 8 x 64, each of 4 epochs of 8 minibatches.
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ algorithm: 'ppo', mode: 'sync', envSteps: 2048, updates: 4 * 4 * 8, policyLagMean: 0 },
      evaluation: { episodes: 5 },
    });
  });

  it('repeats a run from its config.yaml', async () => {
    const first = newRun();
    await runCli(['train', '--seed', '9', '--target-return', 'none', '--quiet', ...short(first)]);
    const second = newRun();
    const args = [
      'train',
      '--config',
      join(first, 'config.yaml'),
      '--out',
      second,
      '--actors',
      '2',
      '--json',
      '--quiet',
    ];
    const repeated = JSON.parse((await runCli(args)).stdout) as RunSummary;
    const { stdout } = await runCli(['eval', first, '--json']);
    expect(repeated.weightsSha256).toBe((JSON.parse(stdout) as RunSummary).weightsSha256);
  });
});

describe('a learner that does not keep up', () => {
  it.each([
    // Every step is to be sampled 512 times: acting takes a small part of the time of that.
    { ratio: '512', batchSize: 64, steps: 2000, advice: 'larger' },
    // One update takes many times what it takes to fill a ring.
    { ratio: 'unlimited', batchSize: 2048, steps: 30_000, advice: 'smaller' },
  ])(
    'says so at the end of an async run: $ratio samples per insert',
    async ({ ratio, batchSize, steps, advice }) => {
      const settings = [
        ...[
          `replay.samplesPerInsert=${ratio}`,
          `replay.minSize=${batchSize}`,
          `learner.batchSize=${batchSize}`,
        ],
        ...['actors.ringBlocks=2', 'actors.blockLength=8', `run.steps=${steps}`],
      ].flatMap((setting) => ['--set', setting]);
      const { stdout, stderr } = await runCli([
        ...[
          'train',
          '--json',
          '--quiet',
          '--mode',
          'async',
          '--actors',
          '1',
          '--envs',
          '8',
          '--out',
          newRun(),
        ],
        ...['--target-return', 'none', '--eval-episodes', '5', '--metrics-port', 'off', ...settings],
      ]);
      const { actorWaitRatio } = JSON.parse(stdout) as RunSummary;
      expect(actorWaitRatio).toBeGreaterThan(0.15);
      const percent = (100 * actorWaitRatio!).toFixed(0);
      expect(stderr).toBe(
        `the learner does not keep up: actors waited ${percent} % of their time for it; ` +
          `use fewer actors, a smaller network or a ${advice} learner.batchSize\n`,
      );
    },
  );
});

describe('the exit code', () => {
  it('is 1 when a stated target is missed', async () => {
    const { code, stdout } = await runCli(['train', '--quiet', ...short(newRun())]);
    expect(stdout).toContain('CartPole-v1 not solved');
    expect(code).toBe(1);
  });

  it.each([
    {
      args: ['train', '--envs', 'many'],
      line: /env\.count \(flag --envs\): expected an integer .*, got "many"/,
    },
    { args: ['train', '--actors', '0'], line: /actors\.count \(flag --actors\): expected .*, got 0/ },
    { args: ['train', '--set', 'optimizer.learnngRate=1'], line: /the nearest is optimizer\.learningRate/ },
    { args: ['train', '--env', 'CartPole-v2'], line: /'CartPole-v2'; the nearest is 'CartPole-v1'/ },
    {
      args: ['train', '--algo', 'pppo'],
      line: /algorithm\.name \(flag --algo\): expected dqn, .* got "pppo"; the nearest is ppo$/m,
    },
    {
      args: ['train', '--algo', 'dqn', '--env', 'Pendulum-v1'],
      line: /algorithm\.name: expected an algorithm for box actions, got 'dqn'; .*use ppo or a2c/,
    },
    {
      args: ['train', '--algo', 'ppo', '--mode', 'async'],
      line: /run\.mode \(flag --mode\): expected sync with algorithm\.name ppo \(flag --algo\), got "async"; .*impala/,
    },
    {
      args: ['train', '--algo', 'ppo', '--set', 'replay.capacity=1000'],
      line: /replay\.capacity \(flag --set\): .* replay\.kind "none" has no such setting/,
    },
    {
      args: ['train', '--algo', 'ppo', '--set', 'actors.exploration.kind=linear'],
      line: /actors\.exploration\.kind \(flag --set\): expected none with algorithm\.name ppo .*its policy is random by itself/,
    },
    {
      args: ['train', '--algo', 'ppo', '--set', 'learner.batchSize=513'],
      line: /learner\.batchSize \(flag --set\): expected at most 512 with env\.count 8 .*raise actors\.blockLength or lower/,
    },
    {
      args: ['train', '--algo', 'a2c', '--envs', '1024', '--set', 'actors.blockLength=17'],
      line: /actors\.blockLength \(flag --set\): expected few enough for rounds of at most 16384 steps with env\.count 1024/,
    },
    {
      args: ['train', '--algo', 'impala', '--set', 'learner.batchSize=513'],
      line: /learner\.batchSize \(flag --set\): expected at most 512 with .*actors\.ringBlocks 2 .*no more than that fits/,
    },
    {
      args: ['train', '--algo', 'reinforce', '--env', 'Faulty-v0', '--env-module', FAULTY_MODULE],
      line: /env\.maxEpisodeSteps: expected a time limit, got none; an update of reinforce takes whole episodes/,
    },
    {
      args: ['train', '--preset', 'notebook'],
      line: /preset: expected .* got "notebook"; the nearest is notebook-dqn/,
    },
    { args: ['train', '--env-module', 'nowhere.js'], line: /expected an existing file/ },
    {
      args: ['eval', 'nowhere', '--episodes', 'x'],
      line: /flag --episodes: expected an integer of at least 1, got 'x'/,
    },
    { args: ['bench', 'kernel'], line: /bench suite: expected one of .*the nearest is 'kernels'/ },
    { args: ['trian'], line: /unknown command 'trian'/ },
    { args: ['train', '--stepz', '1'], line: /unknown option '--stepz'/ },
  ])('is 2, with one line, for $args', async ({ args, line }) => {
    const { code, stdout, stderr } = await runCli(args);
    expect(stderr).toMatch(line);
    expect(stderr.match(/^manyhands: |^error: /gm)).toHaveLength(1);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  it('is 1, with one line, for a checkpoint that is not there', async () => {
    const { code, stderr } = await runCli(['eval', join(folder, 'nowhere')]);
    expect(stderr).toMatch(/^manyhands: .*nowhere: expected a run directory or a checkpoint/);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(code).toBe(1);
  });

  it('is 0 for the help of train, which names every algorithm', async () => {
    const { code, stdout } = await runCli(['train', '--help']);
    const names = algorithmNames();
    expect(stdout.replace(/\s+/g, ' ')).toContain(`${names.slice(0, -1).join(', ')} or ${names.at(-1)!} [`);
    expect(code).toBe(0);
  });

  it('is 0 for help', async () => {
    const { code, stdout } = await runCli(['--help']);
    expect(stdout).toMatch(/train .*eval .*bench/s);
    expect(code).toBe(0);
  });
});

describe('an environment variable', () => {
  it('sets what no flag says', async () => {
    const args = ['train', '--json', '--quiet', '--target-return', 'none', ...short(newRun())];
    const { stdout } = await runCli(args, { MANYHANDS_RUN__SEED: '11' });
    expect(JSON.parse(stdout)).toMatchObject({ seed: 11 });
  });
});

describe('Ctrl-C', () => {
  const endless = (out: string): string[] => [
    ...['train', '--target-return', 'none', '--steps', '100000000', '--metrics-port', 'off', '--out', out],
    ...['--set', 'run.checkpointEverySteps=1000'],
  ];

  it('ends the run with a checkpoint that can be played', async () => {
    const out = newRun();
    const { child, ended } = startCli(endless(out));
    await appears(join(out, 'checkpoints', 'latest'));
    child.kill('SIGINT');
    const { code, stderr, stdout } = await ended;
    expect(stderr).toContain('stopping, with a checkpoint');
    expect(stdout).toContain('next  npx manyhands eval');
    expect(code).toBe(130);
    const played = await runCli(['eval', out, '--episodes', '3', '--json']);
    expect(JSON.parse(played.stdout)).toMatchObject({ episodes: 3, actions: 'greedy' });
    const sampled = await runCli(['eval', out, '--sampled']);
    expect(sampled).toMatchObject({ code: 2, stdout: '' });
    expect(sampled.stderr).toContain('expected a stochastic policy to draw them from');
  });

  it('twice exits at once', async () => {
    const out = newRun();
    const { child, ended } = startCli(endless(out));
    await appears(join(out, 'checkpoints', 'latest'));
    child.kill('SIGINT');
    child.kill('SIGTERM');
    expect((await ended).code).toBe(130);
  });
});

describe('progress', () => {
  it('is plain lines where there is no terminal', async () => {
    const args = [
      'train',
      '--target-return',
      'none',
      '--steps',
      '60000',
      '--metrics-port',
      'off',
      '--out',
      newRun(),
    ];
    const { stderr } = await runCli(args);
    expect(stderr).toMatch(
      /^[\d,]+ steps {2}[\d,]+ steps\/s {2}[\d,]+ updates\/s {2}[\d,]+ samples\/s {2}return /m,
    );
    expect(stderr).not.toContain('\x1b');
  });

  it('is nothing with --quiet', async () => {
    const { stderr } = await runCli(['train', '--target-return', 'none', '--quiet', ...short(newRun())]);
    expect(stderr).toBe('');
  });
});
