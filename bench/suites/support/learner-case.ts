/** Times one way of learning in a thread of its own, as a learner is: what ran in a thread before changes what its code is compiled to. */
import { parentPort, workerData } from 'node:worker_threads';
import { measure, summarizeRounds, type Measurement } from '../../measure.js';
import type { Pace } from '../../pace.js';
import { nameOf, replayTrainer, type ReplayLearning } from './replay-learning.js';
import { unrollLearning } from './unroll-learning.js';

export type LearnerCase =
  | ({ readonly kind: 'replay' } & ReplayLearning)
  | { readonly kind: 'unrolls'; readonly algorithm: 'a2c' | 'impala' | 'ppo' };

export interface LearnerCaseTask {
  readonly learner: LearnerCase;
  readonly pace: Pace;
}

/** Of one measurement: updates a second, and the transitions in them. */
function timeUpdates(learning: ReplayLearning, pace: Pace): Measurement[] {
  const { batchSize } = learning;
  const trainer = replayTrainer(learning);
  const perSecond = (nanoseconds: number): number => 1e9 / nanoseconds;
  const name = nameOf(learning);
  const updates = measure(name, 'updates/s', () => trainer.update(), perSecond, { batchSize }, pace);
  const samples = updates.figures.map((rate) => rate * batchSize);
  return [updates, summarizeRounds(`${name}: samples`, 'samples/s', samples, { batchSize })];
}

async function timeRounds(algorithm: 'a2c' | 'impala' | 'ppo', pace: Pace): Promise<Measurement[]> {
  const { name, batchSize, samples, learnRound } = await unrollLearning(algorithm);
  const perSecond = (nanoseconds: number): number => (1e9 * samples) / nanoseconds;
  return [measure(name, 'samples/s', learnRound, perSecond, { batchSize }, pace)];
}

const { learner, pace } = workerData as LearnerCaseTask;
parentPort!.postMessage(
  learner.kind === 'replay' ? timeUpdates(learner, pace) : await timeRounds(learner.algorithm, pace),
);
