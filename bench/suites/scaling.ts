import { SYNC_SAMPLES_PER_INSERT } from '../../src/shared/config/replay.js';
import type { Measurement } from '../measure.js';
import { QUICK_PACE, type Pace } from '../pace.js';
import { describeConfiguration, type Configuration } from '../scaling/configuration.js';
import { costFigures, machineFigures } from '../scaling/cost-figures.js';
import { modelInputs } from '../scaling/costs/measure-costs.js';
import { scalingFigures } from '../scaling/figures.js';
import { planSweep, type SweepPlan } from '../scaling/plan.js';
import { configOf } from '../scaling/settings.js';
import { idleRuns, realRuns, sweep } from '../scaling/sweep.js';
import type { SuiteOptions } from '../suites.js';

/** There are hundreds of costs. */
const COST_PACE: Pace = { rounds: 9, roundNanoseconds: 3e6, warmUpNanoseconds: 40e6 };
/** What a run takes besides what is looked at: its threads come up and end. */
const OVERHEAD_MILLISECONDS = 350;

/**
 * Whole runs of every configuration, and what the model says of them from the costs of their parts, measured just before. Inside the
 * timed region: everything that a run does once its threads are warm.
 *
 * @param say - told how far it is
 * @throws ManyhandsError `ERR_CONFIG` if no configuration can be run, and as a run that fails
 */
export async function scalingSuite(
  { isQuick, scaling }: SuiteOptions,
  say: (text: string) => void = (text) => void process.stderr.write(`${text}\n`),
): Promise<readonly Measurement[]> {
  const { configurations, leftOut, cores, pace, set } = planSweep(isQuick, scaling);
  for (const { learner, count, reason } of leftOut)
    say(`scaling: ${count} left out of ${learner}: ${reason}`);
  say(
    `scaling: ${configurations.length} configurations in ${pace.rounds} rounds, about ${timeFor(configurations, pace)}`,
  );

  say('scaling: what the parts cost');
  const costPace = isQuick ? QUICK_PACE : COST_PACE;
  const inputs = await modelInputs(configurations, {
    cores,
    set,
    pace: costPace,
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
    ...machineFigures(inputs),
  ];
}

/** Of a learner that draws as often as it can: what its algorithm is meant to draw for every step, as sync runs of it do. */
function ownSamplesPerInsert(configuration: Configuration, set: readonly string[]): number | null {
  if (configuration.algorithm === 'none') return null;
  const { replay, run } = configOf(configuration, set);
  if (replay.kind === 'none' || run.mode === 'sync' || typeof replay.samplesPerInsert === 'number')
    return null;
  return SYNC_SAMPLES_PER_INSERT;
}

function timeFor(configurations: readonly Configuration[], pace: SweepPlan['pace']): string {
  const milliseconds = pace.warmUpMilliseconds + pace.measuredMilliseconds + OVERHEAD_MILLISECONDS;
  const seconds = (configurations.length * pace.rounds * milliseconds) / 1000;
  return seconds < 100 ? `${Math.ceil(seconds)} s` : `${Math.ceil(seconds / 60)} min`;
}
