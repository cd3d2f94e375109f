import { availableParallelism } from 'node:os';
import { SYNC_SAMPLES_PER_INSERT } from '../../src/shared/config/replay.js';
import type { Measurement } from '../measure.js';
import type { Pace } from '../pace.js';
import { QUICK_PACE } from '../pace.js';
import {
  defaultGrid,
  describeConfiguration,
  QUICK_GRID,
  type Configuration,
  type Grid,
} from '../scaling/configuration.js';
import { costFigures } from '../scaling/cost-figures.js';
import { modelInputs } from '../scaling/costs/measure-costs.js';
import { scalingFigures } from '../scaling/figures.js';
import { expandGrid } from '../scaling/grid.js';
import { QUICK_SWEEP_PACE, SWEEP_PACE, type SweepPace } from '../scaling/sample.js';
import { configOf } from '../scaling/settings.js';
import { idleRuns, realRuns, sweep } from '../scaling/sweep.js';
import type { SuiteOptions } from '../suites.js';

/** There are hundreds of costs. */
const COST_PACE: Pace = { rounds: 9, roundNanoseconds: 3e6, warmUpNanoseconds: 40e6 };
/** What a run takes besides what is measured of it: its threads come up and end. */
const OVERHEAD_MILLISECONDS = 350;

/**
 * Whole runs of every configuration, and what the model says of them from the costs of their parts, measured just before. Inside the
 * timed region: everything that a run does once its threads are warm.
 *
 * @param say - told how far it is
 * @throws ManyhandsError `ERR_CONFIG` if no configuration can be run
 */
export async function scalingSuite(
  { isQuick, scaling = { grid: {}, set: [] } }: SuiteOptions,
  say: (text: string) => void = (text) => void process.stderr.write(`${text}\n`),
): Promise<readonly Measurement[]> {
  const { set } = scaling;
  const cores = availableParallelism();
  const usual: Grid = isQuick ? QUICK_GRID : defaultGrid(cores);
  const usualPace = isQuick ? QUICK_SWEEP_PACE : SWEEP_PACE;
  const pace: SweepPace = { ...usualPace, rounds: scaling.rounds ?? usualPace.rounds };
  const { configurations, leftOut } = expandGrid({ ...usual, ...scaling.grid }, set);
  for (const { learner, count, reason } of leftOut)
    say(`scaling: ${count} left out of ${learner}: ${reason}`);
  say(
    `scaling: ${configurations.length} configurations, ${pace.rounds} runs each, about ${timeFor(configurations.length, pace)}`,
  );

  say('scaling: what the parts cost');
  const inputs = await modelInputs(configurations, {
    ...{ cores, set, pace: isQuick ? QUICK_PACE : COST_PACE },
    measureIdle: idleRuns(set, pace),
  });
  const swept = await sweep(configurations, pace.rounds, realRuns(set, pace), (done, next) => {
    if (done % configurations.length === 0)
      say(`scaling: round ${1 + done / configurations.length} of ${pace.rounds}`);
    if (process.stderr.isTTY) say(`  ${describeConfiguration(next)}`);
  });
  return [
    ...scalingFigures(swept, inputs, (configuration) => ownSamplesPerInsert(configuration, set)),
    ...costFigures(inputs),
  ];
}

/** Of a learner that draws as often as it can: what its algorithm is meant to draw for every step, as sync runs of it do. */
function ownSamplesPerInsert(configuration: Configuration, set: readonly string[]): number | null {
  if (configuration.algorithm === 'none') return null;
  const { replay, run } = configOf(configuration, set);
  if (replay.kind === 'none' || run.mode === 'sync') return null;
  return replay.samplesPerInsert === 'auto' || replay.samplesPerInsert === 'unlimited'
    ? SYNC_SAMPLES_PER_INSERT
    : null;
}

function timeFor(
  numConfigurations: number,
  { rounds, warmUpMilliseconds, measuredMilliseconds }: SweepPace,
): string {
  const milliseconds = warmUpMilliseconds + measuredMilliseconds + OVERHEAD_MILLISECONDS;
  const seconds = (numConfigurations * rounds * milliseconds) / 1000;
  return seconds < 100 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
}
