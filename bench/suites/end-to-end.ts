import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { RunSummary } from '../../src/runtime/run-summary.js';
import { summarizeRounds, type Measurement } from '../measure.js';
import type { SuiteOptions } from '../suites.js';
import { actingAtFullSpeed } from './acting.js';
import { CLI, solvedEnvSteps, solvedSeconds, trainInTurns } from './support/train-runs.js';

const FULL = { rounds: 15, roundMilliseconds: 300, warmUpMilliseconds: 700, numSeeds: 20 };
const QUICK = { rounds: 3, roundMilliseconds: 100, warmUpMilliseconds: 300, numSeeds: 2 };

/** Actor threads at full speed, and whole runs: what a user sees. */
export async function endToEndSuite({ isQuick }: SuiteOptions): Promise<Measurement[]> {
  const effort = isQuick ? QUICK : FULL;
  return [
    ...(await actingAtFullSpeed(effort)),
    ...(await solving(effort.numSeeds)),
    await help(effort.rounds),
  ];
}

async function solving(numSeeds: number): Promise<Measurement[]> {
  const contestants = { DQN: ['--algo', 'dqn'], PPO: ['--algo', 'ppo'] };
  const summaries = await trainInTurns(contestants, numSeeds);
  return Object.entries(summaries).flatMap(([name, runs]) => {
    const figure = (label: string, unit: string, read: (summary: RunSummary) => number): Measurement =>
      summarizeRounds(`${name}: ${label}`, unit, runs.map(read));
    return [
      // Infinite if no step was made: then there was no run to speak of.
      figure('first step', 's from start', ({ firstStepSeconds }) => firstStepSeconds ?? Infinity),
      figure('CartPole-v1 solved, time', 's from start', solvedSeconds),
      figure('CartPole-v1 solved, steps', 'env steps', solvedEnvSteps),
    ];
  });
}

/** `manyhands --help`. */
async function help(rounds: number): Promise<Measurement> {
  const milliseconds: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await promisify(execFile)(process.execPath, [CLI, '--help']);
    milliseconds.push(performance.now() - start);
  }
  return summarizeRounds('manyhands --help', 'ms', milliseconds);
}
