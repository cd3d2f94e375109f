import type { Entry } from './entries.js';
import { envStepsToTarget } from './figures.js';
import { finishedRuns, type RunRecord } from './run-record.js';
import { bootstrapInterval, interquartileMean, type Interval } from '../shared/statistics.js';

/** A contestant over several environments, in units that they share. */
export interface OverallFigures {
  readonly contestant: string;
  /** Those with a target. */
  readonly environments: number;
  readonly runs: number;
  readonly solved: number;
  /** Share of the budget of env steps that runs took to the target, interquartile mean; a run that missed it took all. */
  readonly budgetShare: number;
  /** Seeds resampled within each environment. */
  readonly interval: Interval | null;
}

/**
 * Sums up contestants over environments. Returns of two environments have no common scale; the share of the budget
 * that meeting the target took has one.
 *
 * @returns one row a contestant that played in several environments with a target
 */
export function overallFigures(entries: readonly Entry[], runs: readonly RunRecord[]): OverallFigures[] {
  const labels = [...new Set(entries.map(({ contestant }) => contestant.label))];
  return labels.flatMap((label) => {
    const strata = entries
      .filter(({ contestant, target }) => contestant.label === label && target !== null)
      .map((entry) => budgetShares(entry, runs))
      .filter((shares) => shares.length > 0);
    if (strata.length < 2) return [];
    const all = strata.flat();
    return {
      contestant: label,
      environments: strata.length,
      runs: all.length,
      solved: all.filter(({ isSolved }) => isSolved).length,
      budgetShare: interquartileMean(all.map(({ share }) => share)),
      interval: bootstrapInterval(
        strata.map((stratum) => stratum.map(({ share }) => share)),
        interquartileMean,
      ),
    };
  });
}

function budgetShares(
  { contestant, environment, budgetEnvSteps }: Entry,
  all: readonly RunRecord[],
): { readonly share: number; readonly isSolved: boolean }[] {
  const runs = all.filter((run) => run.contestant === contestant.label && run.environment === environment);
  const numFailed = runs.filter(({ outcome }) => outcome === 'failed').length;
  const finished = finishedRuns(runs).map((run) => {
    const { value, isBound } = envStepsToTarget(run);
    // Weights are confirmed a little after they were made: a run may pass its budget by some steps.
    return { share: isBound ? 1 : Math.min(1, value / budgetEnvSteps), isSolved: !isBound };
  });
  return [...finished, ...Array.from({ length: numFailed }, () => ({ share: 1, isSolved: false }))];
}
