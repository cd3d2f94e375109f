import { setTimeout as sleep } from 'node:timers/promises';
import type { AlgorithmConfig } from '../../src/learner/algorithms/config.js';
import { ratesBetween, type RunReading } from '../../src/runtime/run-meter.js';
import type { Run } from '../../src/runtime/run.js';
import { startRun } from '../../src/runtime/train.js';
import type { RunConfig } from '../../src/shared/config/run-config.js';
import { sampleOf, type ScalingSample, type SweepPace } from './sample.js';

const LOOK_MILLISECONDS = 1;

/**
 * Trains, as `manyhands train` does, and reads what the threads count about themselves from one publication of weights to
 * another: a learner takes whole batches and rounds, which are long beside what is measured.
 *
 * @throws ManyhandsError as a run does that cannot start or fails
 */
export async function measureTraining(
  config: RunConfig<AlgorithmConfig>,
  { warmUpMilliseconds, measuredMilliseconds }: SweepPace,
): Promise<ScalingSample> {
  const run = await startRun(config);
  const watch = new Watch(run);
  try {
    await watch.until(() => run.meter.actors.every((line) => line.get('blocks') > 0));
    await watch.until(() => run.meter.learner.get('updates') > 0);
    await sleep(warmUpMilliseconds);
    const before = await watch.nextPublication();
    await sleep(measuredMilliseconds);
    const after = await watch.nextPublication();
    const sample = sampleOf(ratesBetween(before, after));
    return run.prepared.config.run.mode === 'async'
      ? sample
      : { ...sample, envStepsPerSecond: stepsOfRounds(run, before, after) };
  } finally {
    run.stop();
    await run.finished;
  }
}

/** A version is a round. The blocks of the next may have been taken in when its publication is seen, or may not. */
function stepsOfRounds({ prepared: { config } }: Run, before: RunReading, after: RunReading): number {
  const rounds = after.policyVersion - before.policyVersion;
  const seconds = after.timeSeconds - before.timeSeconds;
  return (rounds * config.env.count * config.actors.blockLength) / seconds;
}

/** Waits for what a run does. */
class Watch {
  readonly #run: Run;
  #isOver = false;

  constructor(run: Run) {
    this.#run = run;
    const end = (): void => void (this.#isOver = true);
    run.finished.then(end, end);
  }

  /** @throws what the run failed with, if it is over before */
  async until(isSo: () => boolean): Promise<void> {
    while (!isSo()) {
      if (this.#isOver)
        throw new Error(`run of a sweep: it ended early: ${(await this.#run.finished).reason}`);
      await sleep(LOOK_MILLISECONDS);
    }
  }

  async nextPublication(): Promise<RunReading> {
    const version = (): number => this.#run.meter.learner.get('policyVersion');
    const before = version();
    await this.until(() => version() !== before);
    return this.#run.meter.read();
  }
}
