import type { EvaluationResult } from '../learner/host.js';

/** Mean, standard deviation over the episodes (not of the mean) and minimum of an evaluation's returns. */
export function summarizeReturns(
  returns: Float64Array,
  about: Pick<EvaluationResult, 'policyVersion' | 'envSteps' | 'seed'>,
): EvaluationResult {
  const episodes = returns.length;
  const meanReturn = returns.reduce((sum, value) => sum + value, 0) / episodes;
  const variance = returns.reduce((sum, value) => sum + (value - meanReturn) ** 2, 0) / episodes;
  const minReturn = returns.reduce((least, value) => Math.min(least, value), Infinity);
  return { ...about, episodes, meanReturn, stdReturn: Math.sqrt(variance), minReturn };
}
