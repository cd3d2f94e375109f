/** Times one way of learning on one or several numbers of threads, in a thread of its own, as a learner is. */
import { parentPort, workerData } from 'node:worker_threads';
import { measureAlternatingAwaited } from '../../measure-awaited.js';
import { summarizeRounds, type Measurement } from '../../measure.js';
import type { Pace } from '../../pace.js';
import { crewLearning, type LearningSettings } from './crew-learning.js';

export interface CrewCaseTask {
  readonly name: string;
  readonly batchSize: number;
  readonly settings: LearningSettings;
  readonly threads: readonly number[];
  readonly pace: Pace;
}

/** All in turns, and by how much the second is ahead of the first, round by round. */
async function time({ name, batchSize, settings, threads, pace }: CrewCaseTask): Promise<Measurement[]> {
  const learners = await Promise.all(threads.map((count) => crewLearning(settings, count)));
  const cases = learners.map(({ samples, learn }, i) => ({
    name: `${name}, ${threads[i]!} ${threads[i] === 1 ? 'thread' : 'threads'}`,
    unit: 'samples/s',
    answer: learn,
    figure: (nanoseconds: number) => (1e9 * samples) / nanoseconds,
    parameters: { batchSize, threads: threads[i]! },
  }));
  const measurements = await measureAlternatingAwaited(cases, pace);
  for (const { stop } of learners) await stop();
  const [first, second] = measurements;
  if (second === undefined) return measurements;
  const ratios = second.figures.map((figure, round) => figure / first!.figures[round]!);
  const ratioName = `${name}, ${threads[1]!} threads over ${threads[0]!}`;
  return [...measurements, summarizeRounds(ratioName, 'x', ratios, { batchSize })];
}

parentPort!.postMessage(await time(workerData as CrewCaseTask));
