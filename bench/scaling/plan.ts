import { availableParallelism } from 'node:os';
import { defaultGrid, QUICK_GRID } from './configuration.js';
import { expandGrid, type Expansion } from './grid.js';
import type { ScalingOptions } from './options.js';
import { QUICK_SWEEP_PACE, SWEEP_PACE, type SweepPace } from './sample.js';

/** What a sweep is going to measure. */
export interface SweepPlan extends Expansion {
  readonly cores: number;
  readonly pace: SweepPace;
  /** `path=value` each, for all configurations. */
  readonly set: readonly string[];
}

/**
 * Decides what to sweep on this machine.
 *
 * @throws ManyhandsError `ERR_CONFIG` if no configuration that was asked for can be run
 */
export function planSweep(isQuick: boolean, options: ScalingOptions = { grid: {}, set: [] }): SweepPlan {
  const { grid, rounds, set } = options;
  const cores = availableParallelism();
  const usual = isQuick ? QUICK_GRID : defaultGrid(cores);
  const pace = isQuick ? QUICK_SWEEP_PACE : SWEEP_PACE;
  return {
    ...expandGrid({ ...usual, ...grid }, set),
    ...{ cores, set, pace: { ...pace, rounds: rounds ?? pace.rounds } },
  };
}
