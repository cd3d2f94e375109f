import { describe, expect, it } from 'vitest';
import { contest, type Attempt, type ContestOptions } from '../../../bench/peers/contest.js';
import type { Contestant } from '../../../bench/peers/contestant.js';
import type { Match } from '../../../bench/peers/matches.js';
import type { Run } from '../../../bench/peers/results.js';
import { trained } from './support/results.js';

const contestant = (name: string, program: Contestant['program']): Contestant => ({
  name,
  program,
  args: ({ seed, steps, directory }) => [name, String(seed), String(steps), directory],
});
const DUEL: Match = {
  kind: 'training',
  title: 'A duel',
  contestants: [contestant('ours', 'node'), contestant('their one', 'torch')],
};

async function hold(options: Partial<ContestOptions>): Promise<{ runs: Run[]; commands: string[][] }> {
  const runs: Run[] = [];
  const commands: string[][] = [];
  const answer = async (): Promise<Attempt> => Promise.resolve({ answer: trained() });
  const { run = answer, ...others } = options;
  await contest({
    matches: { duel: DUEL },
    seeds: 1,
    directory: 'kept',
    python: (venv) => Promise.resolve(`${venv}/python`),
    signal: new AbortController().signal,
    onRun: (ended) => runs.push(ended),
    ...others,
    run: (command) => {
      commands.push([...command]);
      return run(command);
    },
  });
  return { runs, commands };
}

describe('contest', () => {
  it('runs each with its own program, ours into folders of their own', async () => {
    const { commands } = await hold({ matches: { duel: { ...DUEL, rateSteps: 640 } } });
    expect(commands).toEqual([
      [process.execPath, 'ours', '0', 'null', 'kept/duel/ours-target-0'],
      ['torch/python', 'their one', '0', 'null', 'kept/duel/their-one-target-0'],
      [process.execPath, 'ours', '0', '640', 'kept/duel/ours-rate-0'],
      ['torch/python', 'their one', '0', '640', 'kept/duel/their-one-rate-0'],
    ]);
  });

  it('goes on without a peer that cannot be installed', async () => {
    const { runs, commands } = await hold({
      python: () => Promise.reject(new Error('no python3')),
      seeds: 2,
    });
    expect(commands.map(([, name]) => name)).toEqual(['ours', 'ours']);
    expect(runs.map(({ contestant, isOurs, error }) => [contestant, isOurs, error])).toEqual([
      ['ours', true, null],
      ['their one', false, 'not installed: no python3'],
      ['their one', false, 'not installed: no python3'],
      ['ours', true, null],
    ]);
  });

  it('takes an answer without a figure for a failure', async () => {
    const { runs } = await hold({
      run: () => Promise.resolve({ answer: { ...trained(), updates: 'many' } }),
    });
    expect(runs.map(({ error, answer }) => [error, answer])).toEqual(
      runs.map(() => [expect.stringMatching(/^answer updates: .*expected number/) as string, null]),
    );
  });

  it('keeps every figure of an answer, also those of which no table is made', async () => {
    const answer = { ...trained(), versions: { torch: '2' } };
    const { runs } = await hold({ run: () => Promise.resolve({ answer }) });
    expect(runs[1]!.answer).toEqual(answer);
  });

  it('drops the run under which it was told to stop, and starts no other', async () => {
    const controller = new AbortController();
    const run = (): Promise<Attempt> => {
      controller.abort();
      return Promise.resolve({ error: 'interrupted' });
    };
    const { runs, commands } = await hold({ run, signal: controller.signal });
    expect(commands).toHaveLength(1);
    expect(runs).toEqual([]);
  });
});
