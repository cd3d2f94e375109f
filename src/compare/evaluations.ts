import { readEvaluations } from '../metrics/evaluations-reader.js';

/** How good the weights of one moment of a run were. */
export interface EvaluationPoint {
  readonly envSteps: number;
  /** From process start to the result. */
  readonly seconds: number;
  readonly meanReturn: number;
}

/**
 * A run's evaluations, in their order.
 *
 * @param path - of its `evaluations.csv`
 * @returns none for a run that made none, or that ended before the file was there
 * @throws ManyhandsError `ERR_RUN_DIRECTORY` when the file is damaged or cannot be read
 */
export function evaluationPoints(path: string): EvaluationPoint[] {
  return readEvaluations(path).map(({ envSteps, timeSeconds, meanReturn }) => ({
    envSteps,
    seconds: timeSeconds,
    meanReturn,
  }));
}
