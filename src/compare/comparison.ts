import type { Entries, LeftOut } from './entries.js';
import { equalBudgets, figuresOf, type ContestantFigures } from './figures.js';
import { overallFigures, type OverallFigures } from './overall.js';
import type { RunRecord } from './run-record.js';

/** One environment's table. */
export interface EnvironmentFigures {
  readonly environment: string;
  /** Env steps of `returnAtEnvSteps`, ascending. */
  readonly marks: readonly number[];
  readonly contestants: readonly ContestantFigures[];
}

/** A whole comparison: what `--json` prints and `comparison.json` keeps. */
export interface Comparison {
  readonly manyhands: string;
  /** What seconds depend on. */
  readonly machine: unknown;
  readonly command: readonly string[];
  readonly seeds: readonly number[];
  /** Runs at the same time: above 1, seconds compare nothing. */
  readonly jobs: number;
  /** Whether the user stopped it before the last run. */
  readonly interrupted: boolean;
  readonly environments: readonly EnvironmentFigures[];
  /** Empty for one environment. */
  readonly overall: readonly OverallFigures[];
  readonly leftOut: readonly LeftOut[];
  readonly runs: readonly RunRecord[];
}

/** Puts the figures of all runs together. */
export function compareRuns(
  { entries, leftOut }: Entries,
  runs: readonly RunRecord[],
  about: Omit<Comparison, 'environments' | 'overall' | 'leftOut' | 'runs'>,
): Comparison {
  const ids = [...new Set(entries.map(({ environment }) => environment))];
  const environments = ids.map((environment) => {
    const here = runs.filter((run) => run.environment === environment);
    const marks = equalBudgets(here);
    const contestants = entries
      .filter((entry) => entry.environment === environment)
      .map((entry) => {
        const { label } = entry.contestant;
        return figuresOf(
          entry,
          here.filter(({ contestant }) => contestant === label),
          marks,
        );
      });
    return { environment, marks, contestants };
  });
  return { ...about, environments, overall: overallFigures(entries, runs), leftOut, runs };
}
