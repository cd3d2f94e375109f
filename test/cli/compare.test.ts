import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Comparison } from '../../src/compare/comparison.js';
import { until } from '../runtime/support/until.js';
import { runCli, startCli } from '../support/cli.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const folder = temporaryFolder();
let numComparisons = 0;
const newFolder = (): string => join(folder, String(numComparisons++));

const TINY = ['--steps', '2000', '--eval-episodes', '3', '--seeds', '2', '--first-seed', '5'];

describe('manyhands compare', () => {
  it('trains each contestant with each seed and puts them side by side', async () => {
    const out = newFolder();
    const { code, stdout, stderr } = await runCli([
      ...['compare', 'dqn', 'dqn+algorithm.double=true', '--target-return', '1', '--out', out, ...TINY],
    ]);
    expect(stdout).toMatch(
      /^CartPole-v1, seeds 5 to 6\n {2}target: mean return 1 over 3 greedy episodes, budget 2,000/,
    );
    expect(stdout).toMatch(/^ {2}dqn {3,}2 of 2 {3,}[\d,]+ \([\d,]+ to [\d,]+\)/m);
    expect(stdout).toMatch(/^ {2}dqn\+algorithm\.double=true {3}2 of 2 /m);
    expect(stdout).toContain('CartPole-v1-final-returns.svg');
    expect(stdout).not.toContain('\x1b');
    expect(stderr.match(/^\[\d\/4\] CartPole-v1 {2}dqn\S* {2}seed [56] {2}solved: /gm)).toHaveLength(4);
    expect(code).toBe(0);

    expect(readdirSync(out).sort()).toEqual(
      [
        ...['CartPole-v1-final-returns.svg', 'CartPole-v1-return-by-env-steps.svg'],
        ...['CartPole-v1-return-by-seconds.svg', 'CartPole-v1-to-target.svg'],
        ...['comparison.json', 'runs', 'runs.csv'],
      ].sort(),
    );
    expect(readFileSync(join(out, 'runs.csv'), 'utf8').trimEnd().split('\n')).toHaveLength(5);
    const { runs } = JSON.parse(readFileSync(join(out, 'comparison.json'), 'utf8')) as Comparison;
    expect(runs.every(({ run }) => existsSync(join(run, 'config.yaml')))).toBe(true);
    // What the variant changes must have reached the run.
    expect(readFileSync(join(runs[2]!.run, 'config.yaml'), 'utf8')).toContain('double: true');
  });

  it('prints one object with every run, and goes on after one that fails, with exit code 1', async () => {
    // Squared, an error of this size is beyond float32.
    const broken = 'dqn+env.terminalReward=1e38+algorithm.loss=mse';
    const args = [
      'compare',
      broken,
      'dqn',
      '--json',
      '--quiet',
      '--target-return',
      'none',
      '--out',
      newFolder(),
    ];
    const { code, stdout, stderr } = await runCli([...args, ...TINY]);
    const { runs, environments, ...facts } = JSON.parse(stdout) as Comparison;
    expect(facts).toMatchObject({ seeds: [5, 6], jobs: 1, interrupted: false, overall: [], leftOut: [] });
    expect(runs.map(({ contestant, seed, outcome }) => [contestant, seed, outcome])).toEqual([
      [broken, 5, 'failed'],
      [broken, 6, 'failed'],
      ['dqn', 5, 'trained'],
      ['dqn', 6, 'trained'],
    ]);
    expect(runs[0]!.error).toMatch(/: expected .*finite.*, got /);
    expect(environments[0]!.contestants[0]).toMatchObject({
      failed: 2,
      runs: 2,
      solved: null,
      finalReturn: null,
    });
    expect(stderr).toBe('');
    expect(code).toBe(1);
  });

  it('compares every algorithm there is when none is named', async () => {
    const out = newFolder();
    const args = ['compare', '--json', '--quiet', '--out', out, '--seeds', '1', '--steps', '512'];
    const every = JSON.parse((await runCli(args)).stdout) as Comparison;
    expect(every.environments[0]!.contestants.map(({ contestant }) => contestant)).toContain('dqn');
  });

  it.each([
    { args: ['dqnn'], line: /got 'dqnn'; the nearest is 'dqn'/ },
    { args: ['--preset', 'notebook'], line: /flag --preset: expected one of .*notebook-dqn/ },
    { args: ['dqn', '--env', 'CartPole-v2'], line: /'CartPole-v2'; the nearest is 'CartPole-v1'/ },
    { args: ['dqn', 'dqn'], line: /contestants: expected each only once, got 'dqn' twice/ },
    { args: ['dqn', '--seeds', '0'], line: /flag --seeds: expected an integer of at least 1, got '0'/ },
    { args: ['dqn', '--jobs', 'x'], line: /flag --jobs: expected an integer/ },
    { args: ['dqn', '--steps', 'many'], line: /run\.steps \(flag --steps\): expected/ },
    { args: ['dqn', '--set', 'run.seed=1'], line: /flag --set: .*run\.seed, which cannot: use --seeds/ },
    { args: ['dqn+algorithm.doubl=1'], line: /the nearest is algorithm\.double/ },
  ])('is 2, with one line and nothing trained, for $args', async ({ args, line }) => {
    const out = newFolder();
    const { code, stdout, stderr } = await runCli(['compare', ...args, '--out', out]);
    expect(stderr).toMatch(line);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stdout).toBe('');
    expect(code).toBe(2);
    expect(existsSync(out)).toBe(false);
  });

  it('reports what there is when it is interrupted', async () => {
    const out = newFolder();
    const { child, ended } = startCli([
      ...['compare', 'dqn', '--seeds', '3', '--steps', '100000000', '--target-return', 'none', '--out', out],
      ...['--set', 'run.checkpointEverySteps=1000'],
    ]);
    const first = join(out, 'runs', 'CartPole-v1', '1-dqn', 'seed-0');
    await until(() => existsSync(join(first, 'checkpoints', 'latest')), 'a checkpoint of the first run');
    child.kill('SIGINT');
    const { code, stdout, stderr } = await ended;
    expect(stderr).toContain('stopping, with the runs that have ended');
    expect(stderr).toContain('[1/3] CartPole-v1  dqn  seed 0  interrupted');
    expect(stdout).toContain('interrupted: only the runs that had ended count');
    expect(code).toBe(130);
    const { runs } = JSON.parse(readFileSync(join(out, 'comparison.json'), 'utf8')) as Comparison;
    expect(runs.map(({ seed, outcome }) => [seed, outcome])).toEqual([[0, 'interrupted']]);
  });

  it('says in its help what its exit codes mean', async () => {
    const { code, stdout } = await runCli(['compare', '--help']);
    expect(stdout).toMatch(/contestants.*--first-seed.*Exit code: 0 done, 1 a run failed/s);
    expect(code).toBe(0);
  });
});
