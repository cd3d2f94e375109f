import { boundedSpread, type Bounded, type BoundedSpread } from './bounded.js';
import type { Entry } from './entries.js';
import { pointAt, type CurvePoint } from './learning-curve.js';
import { finishedRuns, type FinishedRun, type RunRecord } from './run-record.js';
import {
  bootstrapInterval,
  interquartileMean,
  median,
  standardDeviation,
  type Interval,
} from '../shared/statistics.js';

/** The return of the weights that the runs gave as their result. */
export interface FinalReturn {
  readonly iqm: number;
  readonly interval: Interval | null;
  /** Over seeds; null for one seed. */
  readonly standardDeviation: number | null;
  /** Of any episode of any seed's evaluation. */
  readonly least: number;
}

/** What one contestant did in one environment. Medians are over finished runs, null where there is none. */
export interface ContestantFigures {
  readonly contestant: string;
  readonly target: Entry['target'];
  readonly budgetEnvSteps: number;
  /** Runs that count: finished and failed ones. */
  readonly runs: number;
  readonly failed: number;
  /** Stopped by the user: these count for nothing. */
  readonly interrupted: number;
  /** Null without a target, as the two below. */
  readonly solved: number | null;
  readonly envStepsToTarget: BoundedSpread | null;
  readonly secondsToTarget: BoundedSpread | null;
  readonly finalReturn: FinalReturn | null;
  /** At the same env steps for every contestant of the environment; null where not every run was evaluated yet. */
  readonly returnAtEnvSteps: readonly (CurvePoint | null)[];
  readonly envStepsPerSecond: number | null;
  readonly updatesPerSecond: number | null;
  readonly maxRssBytes: number | null;
}

/**
 * Sums up the runs of one entry.
 *
 * @param marks - env steps at which contestants are held against each other
 */
export function figuresOf(
  entry: Entry,
  all: readonly RunRecord[],
  marks: readonly number[],
): ContestantFigures {
  const { target, budgetEnvSteps, contestant } = entry;
  const finished = finishedRuns(all);
  const failed = all.filter(({ outcome }) => outcome === 'failed').length;
  const toTarget = (took: (run: FinishedRun) => Bounded): BoundedSpread | null =>
    target === null ? null : boundedSpread(finished.map(took));
  const medianOf = (figure: (run: FinishedRun) => number): number | null =>
    finished.length === 0 ? null : median(finished.map(figure));
  return {
    contestant: contestant.label,
    target,
    budgetEnvSteps,
    runs: finished.length + failed,
    failed,
    interrupted: all.filter(({ outcome }) => outcome === 'interrupted').length,
    solved: target === null ? null : all.filter(({ outcome }) => outcome === 'solved').length,
    envStepsToTarget: toTarget(envStepsToTarget),
    secondsToTarget: toTarget(secondsToTarget),
    finalReturn: finalReturn(finished),
    returnAtEnvSteps: marks.map((envSteps) => pointAt(finished, 'envSteps', envSteps)),
    envStepsPerSecond: medianOf(({ summary }) => summary.envStepsPerSecond),
    updatesPerSecond: medianOf(({ summary }) => summary.updatesPerSecond),
    maxRssBytes: medianOf(({ summary }) => summary.maxRssBytes),
  };
}

/** Env steps to the target; of a run that missed it all that it made. */
export function envStepsToTarget({ outcome, summary }: FinishedRun): Bounded {
  return { value: summary.solvedAtEnvSteps ?? summary.envSteps, isBound: outcome !== 'solved' };
}

/** Seconds from process start to the target; of a run that missed it all that it took. */
export function secondsToTarget({ outcome, summary }: FinishedRun): Bounded {
  return { value: summary.solvedSeconds ?? summary.wallSeconds, isBound: outcome !== 'solved' };
}

/** Env steps at an eighth, a quarter, a half and the whole of the longest run, rounded up to two digits. */
export function equalBudgets(runs: readonly RunRecord[]): number[] {
  const longest = Math.max(0, ...finishedRuns(runs).map(({ summary }) => summary.envSteps));
  if (longest === 0) return [];
  const marks = [1 / 8, 1 / 4, 1 / 2, 1].map((share) => roundUp(share * longest));
  return [...new Set(marks)];
}

function roundUp(value: number): number {
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(value)) - 1);
  return unit * Math.ceil(value / unit);
}

function finalReturn(finished: readonly FinishedRun[]): FinalReturn | null {
  const evaluations = finished.flatMap(({ summary }) => summary.evaluation ?? []);
  if (evaluations.length === 0) return null;
  const returns = evaluations.map(({ meanReturn }) => meanReturn);
  return {
    iqm: interquartileMean(returns),
    interval: bootstrapInterval([returns], interquartileMean),
    standardDeviation: returns.length > 1 ? standardDeviation(returns) : null,
    least: Math.min(...evaluations.map(({ minReturn }) => minReturn)),
  };
}
