/** Times one way of learning on one thread and on two, in a thread of its own, as a learner is. */
import { parentPort, workerData } from 'node:worker_threads';
import { measureAlternating, summarizeRounds, type Measurement } from '../../measure.js';
import type { Pace } from '../../pace.js';
import { crewLearning, type LearningSettings } from './crew-learning.js';

export interface CrewCaseTask {
  readonly name: string;
  readonly batchSize: number;
  readonly settings: LearningSettings;
  readonly pace: Pace;
}

const THREADS = [1, 2];

/** The two in turns, and by how much two threads are ahead, round by round. */
async function timeBoth({ name, batchSize, settings, pace }: CrewCaseTask): Promise<Measurement[]> {
  const learners = await Promise.all(THREADS.map((threads) => crewLearning(settings, threads)));
  const cases = learners.map(({ samples, learn }, i) => ({
    name: `${name}, ${THREADS[i]!} ${THREADS[i] === 1 ? 'thread' : 'threads'}`,
    unit: 'samples/s',
    run: learn,
    figure: (nanoseconds: number) => (1e9 * samples) / nanoseconds,
    parameters: { batchSize, threads: THREADS[i]! },
  }));
  const [alone, together] = measureAlternating(cases, pace);
  const ratios = together!.figures.map((figure, round) => figure / alone!.figures[round]!);
  for (const { stop } of learners) await stop();
  return [alone!, together!, summarizeRounds(`${name}, 2 threads over 1`, 'x', ratios, { batchSize })];
}

parentPort!.postMessage(await timeBoth(workerData as CrewCaseTask));
