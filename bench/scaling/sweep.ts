import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RandomStream } from '../../src/shared/random/random-stream.js';
import { STREAM_ROLE } from '../../src/shared/random/stream-role.js';
import { measureActing } from './acting-run.js';
import type { Configuration } from './configuration.js';
import { shuffledOrder } from './order.js';
import type { ScalingSample, SweepPace } from './sample.js';
import { configOf } from './settings.js';
import { measureTraining } from './training-run.js';

/** Runs one configuration once. */
export type MeasureConfiguration = (configuration: Configuration) => Promise<ScalingSample>;

/** A configuration and its samples, one a round. */
export interface Swept {
  readonly configuration: Configuration;
  readonly samples: readonly ScalingSample[];
}

/**
 * Measures every configuration once a round, in an order of its own each round: see {@link shuffledOrder}. The order is the same
 * every time.
 *
 * @param onRun - called before each run with how many there were
 * @returns in the order of `configurations`
 */
export async function sweep(
  configurations: readonly Configuration[],
  rounds: number,
  measure: MeasureConfiguration,
  onRun: (done: number, next: Configuration) => void,
): Promise<readonly Swept[]> {
  const random = RandomStream.derive(0, STREAM_ROLE.shuffle, 0);
  const samples = new Map<Configuration, ScalingSample[]>(configurations.map((each) => [each, []]));
  let done = 0;
  for (let round = 0; round < rounds; round++) {
    for (const configuration of shuffledOrder(configurations, random)) {
      onRun(done++, configuration);
      samples.get(configuration)!.push(await measure(configuration));
    }
  }
  return configurations.map((configuration) => ({ configuration, samples: samples.get(configuration)! }));
}

/** Runs configurations through the real runtime, in a folder that is gone afterwards. @param set - `path=value` each */
export function realRuns(set: readonly string[], pace: SweepPace): MeasureConfiguration {
  const idle = idleRuns(set, pace);
  return async (configuration) => {
    if (configuration.algorithm === 'none') return idle(configuration);
    const folder = mkdtempSync(join(tmpdir(), 'manyhands-bench-'));
    try {
      return await measureTraining(configOf(configuration, set, join(folder, 'run')), pace);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
}

/** The same beside an idle learner, whatever the algorithm. */
export function idleRuns(set: readonly string[], pace: SweepPace): MeasureConfiguration {
  return (configuration) => measureActing(configOf(configuration, set), pace);
}
