import { measureAlternating, summarizeRounds, type Measurement } from '../measure.js';
import { paceOf } from '../pace.js';
import type { SuiteOptions } from '../suites.js';
import { crewLearning, type LearningSettings } from './support/crew-learning.js';

const HIDDEN = [128, 128];
const THREADS = [1, 2];

interface ThreadsCase {
  readonly name: string;
  readonly batchSize: number;
  readonly settings: LearningSettings;
}

const CASES: readonly ThreadsCase[] = [
  ...[64, 512, 4096].map((batchSize): ThreadsCase => ({
    name: `DQN 4-128-128-2, batch ${batchSize}`,
    batchSize,
    settings: {
      algorithm: { name: 'dqn', hidden: HIDDEN, double: false },
      replay: { kind: 'uniform', minSize: 20_000 },
      learner: { batchSize },
    },
  })),
  // Rounds of 2,048 steps, of which minibatches of either size are parts.
  ...[64, 1024].map((batchSize): ThreadsCase => ({
    name: `PPO 128-128, minibatches of ${batchSize}`,
    batchSize,
    settings: {
      env: { count: 32 },
      actors: { count: 1, blockLength: 64 },
      algorithm: { name: 'ppo', hidden: HIDDEN },
      learner: { batchSize },
      run: { mode: 'sync' },
    },
  })),
];

/**
 * The learner's thread alone and with a helper, in turns. Of DQN whole updates with their sampling, of PPO whole rounds: values, targets,
 * every minibatch of every epoch. Two threads want two cores that have nothing else to do.
 */
export async function learnerThreads(options: SuiteOptions): Promise<Measurement[]> {
  const measurements: Measurement[] = [];
  for (const one of CASES) measurements.push(...(await alternate(one, options)));
  return measurements;
}

async function alternate(
  { name, batchSize, settings }: ThreadsCase,
  options: SuiteOptions,
): Promise<Measurement[]> {
  const learners = await Promise.all(THREADS.map((threads) => crewLearning(settings, threads)));
  try {
    const [alone, together] = measureAlternating(
      learners.map(({ samples, learn }, i) => ({
        name: `${name}, ${THREADS[i]!} ${THREADS[i] === 1 ? 'thread' : 'threads'}`,
        unit: 'samples/s',
        run: learn,
        figure: (ns) => (1e9 * samples) / ns,
        parameters: { batchSize, threads: THREADS[i]! },
      })),
      paceOf(options),
    );
    const ratios = together!.figures.map((figure, round) => figure / alone!.figures[round]!);
    return [alone!, together!, summarizeRounds(`${name}, 2 threads over 1`, 'x', ratios, { batchSize })];
  } finally {
    for (const { stop } of learners) await stop();
  }
}
