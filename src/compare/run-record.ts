import type { RunSummary } from '../runtime/run-summary.js';
import type { EvaluationPoint } from './evaluations.js';

/** What became of a run: `trained` has no target, `interrupted` was stopped by the user and counts for nothing. */
export type Outcome = 'solved' | 'unsolved' | 'trained' | 'failed' | 'interrupted';

/** One run of a comparison, with its raw figures. */
export interface RunRecord {
  readonly environment: string;
  /** Label. */
  readonly contestant: string;
  readonly seed: number;
  readonly outcome: Outcome;
  /** One line; null for any outcome but `failed`. */
  readonly error: string | null;
  /** Directory of the run. */
  readonly run: string;
  /** What `manyhands train --json` printed; null for a run that failed or was interrupted early. */
  readonly summary: RunSummary | null;
  readonly evaluations: readonly EvaluationPoint[];
}

/** A run that came to its own end. */
export type FinishedRun = RunRecord & { readonly summary: RunSummary };

/** The runs that came to their own end, solved or not. Each has at least one evaluation. */
export function finishedRuns(runs: readonly RunRecord[]): FinishedRun[] {
  return runs.filter(
    (run): run is FinishedRun => run.summary !== null && !['failed', 'interrupted'].includes(run.outcome),
  );
}
