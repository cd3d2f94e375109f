import { measureAwaited } from '../measure-awaited.js';
import { summarizeRounds, type Measurement } from '../measure.js';
import { FULL_PACE, QUICK_PACE, type Pace } from '../pace.js';
import type { SuiteOptions } from '../suites.js';
import { measureApart, type ApartCase } from './support/apart.js';
import { nameOf, replayTrainer, type ReplayLearning } from './support/replay-learning.js';
import { unrollLearning } from './support/unroll-learning.js';

/** A round of an actor-critic lasts milliseconds by itself. */
const FULL: Pace = { ...FULL_PACE, warmUpNanoseconds: 300e6, roundNanoseconds: 30e6 };
const QUICK: Pace = { ...QUICK_PACE, warmUpNanoseconds: 30e6 };

const FROM_REPLAY: readonly ReplayLearning[] = [
  { hidden: [64, 64], batchSize: 64, double: true },
  { hidden: [128, 128], batchSize: 64, double: false },
  { hidden: [128, 128], batchSize: 64, double: true },
  { hidden: [128, 128], batchSize: 512, double: false },
];
const FROM_UNROLLS = ['ppo', 'a2c', 'impala'] as const;

/** One algorithm, with one network and one batch size, each. */
export const CASES: readonly ApartCase[] = [
  ...FROM_REPLAY.map(
    (learning): ApartCase =>
      (pace) =>
        updatesFromReplay(learning, pace),
  ),
  ...FROM_UNROLLS.map(
    (algorithm): ApartCase =>
      (pace) =>
        roundsOf(algorithm, pace),
  ),
];

/** One learner thread at work. */
export function learnerSuite({ isQuick }: SuiteOptions): Promise<Measurement[]> {
  return measureApart(import.meta.url, isQuick ? QUICK : FULL);
}

/** Updates a second, and the transitions in the same ones. */
async function updatesFromReplay(learning: ReplayLearning, pace: Pace): Promise<Measurement[]> {
  const { batchSize } = learning;
  const trainer = replayTrainer(learning);
  const name = nameOf(learning);
  const perSecond = (nanoseconds: number): number => 1e9 / nanoseconds;
  const update = () => trainer.update();
  const updates = await measureAwaited(name, 'updates/s', update, perSecond, { batchSize }, pace);
  const samples = updates.figures.map((rate) => rate * batchSize);
  return [updates, summarizeRounds(`${name}: samples`, 'samples/s', samples, { batchSize })];
}

async function roundsOf(
  algorithm: (typeof FROM_UNROLLS)[number],
  pace: Pace,
): Promise<readonly Measurement[]> {
  const { name, batchSize, samples, learnRound } = await unrollLearning(algorithm);
  const perSecond = (nanoseconds: number): number => (1e9 * samples) / nanoseconds;
  return [await measureAwaited(name, 'samples/s', learnRound, perSecond, { batchSize }, pace)];
}
