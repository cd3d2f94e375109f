import { algorithmNames } from '../../src/runtime/config/algorithm-names.js';
import { presetNames } from '../../src/runtime/config/presets.js';
import type { RunSummary } from '../../src/runtime/run-summary.js';
import { summarizeRounds, type Measurement } from '../measure.js';
import type { SuiteOptions } from '../suites.js';
import { solvedEnvSteps, solvedSeconds, trainInTurns } from './support/train-runs.js';

const NUM_SEEDS = 10;
/** Presets that take minutes where the others take seconds. */
const isSlow = (preset: string): boolean => preset.startsWith('cartpolepixels-');
/** One that learns from replay, one from rounds, and one in another environment. */
const QUICK = ['dqn', 'ppo', 'acrobot-ppo'];

/** Every algorithm with its defaults, and every preset that takes seconds, from process start to the confirmed target. */
export async function algorithmsSuite({ isQuick }: SuiteOptions): Promise<Measurement[]> {
  const presets = presetNames().filter((name) => !isSlow(name));
  const all = {
    ...Object.fromEntries(algorithmNames().map((name) => [name, ['--algo', name]])),
    ...Object.fromEntries(presets.map((name) => [name, ['--preset', name]])),
  };
  const chosen = isQuick ? Object.fromEntries(QUICK.map((name) => [name, all[name]!])) : all;
  return algorithmFigures(chosen, isQuick ? 1 : NUM_SEEDS);
}

/** @param contestants - by name, what follows `manyhands train` */
export async function algorithmFigures(
  contestants: Readonly<Record<string, readonly string[]>>,
  numSeeds: number,
): Promise<Measurement[]> {
  const summaries = await trainInTurns(contestants, numSeeds);
  return Object.entries(summaries).flatMap(([name, runs]) => figuresOf(name, runs));
}

function figuresOf(name: string, runs: readonly RunSummary[]): Measurement[] {
  const { algorithm, environment } = runs[0]!;
  const parameters = { algorithm, environment };
  const figure = (label: string, unit: string, read: (summary: RunSummary) => number): Measurement =>
    summarizeRounds(`${name}: ${label}`, unit, runs.map(read), parameters);
  const numSolved = runs.filter(({ solved }) => solved).length;
  return [
    summarizeRounds(`${name}: solved`, '% of runs', [(100 * numSolved) / runs.length], parameters),
    figure('time to target', 's from start', solvedSeconds),
    figure('steps to target', 'env steps', solvedEnvSteps),
    figure('acting', 'env steps/s', ({ envStepsPerSecond }) => envStepsPerSecond),
    figure('learning', 'updates/s', ({ updatesPerSecond }) => updatesPerSecond),
    figure('peak memory', 'MB', ({ maxRssBytes }) => maxRssBytes / 1e6),
  ];
}
