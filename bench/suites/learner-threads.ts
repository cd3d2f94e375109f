import type { Measurement } from '../measure.js';
import { FULL_PACE, QUICK_PACE, type Pace } from '../pace.js';
import type { SuiteOptions } from '../suites.js';
import type { CrewCaseTask } from './support/crew-case.js';
import { runWorker } from './support/run-worker.js';

const HIDDEN = [128, 128];

type ThreadsCase = Omit<CrewCaseTask, 'pace' | 'threads'>;

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

/** A round of PPO lasts some ten milliseconds by itself. */
const FULL: Pace = { ...FULL_PACE, warmUpNanoseconds: 300e6, roundNanoseconds: 30e6 };
const QUICK: Pace = { ...QUICK_PACE, warmUpNanoseconds: 30e6 };

/**
 * The learner's thread alone and with a helper, in turns. Of DQN whole updates with their sampling, of PPO whole rounds: values, targets,
 * every minibatch of every epoch. Two threads want two cores that have nothing else to do.
 */
export async function learnerThreads({ isQuick }: SuiteOptions): Promise<Measurement[]> {
  const measurements: Measurement[] = [];
  for (const one of CASES) {
    const task: CrewCaseTask = { ...one, threads: [1, 2], pace: isQuick ? QUICK : FULL };
    measurements.push(...((await runWorker('crew-case', task)) as Measurement[]));
  }
  return measurements;
}
