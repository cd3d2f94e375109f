import type { Ending } from '../dashboard/protocol.js';
import { messageOf } from '../shared/errors.js';
import type { RunSummary } from './run-summary.js';

/** What of a summary says how the run ended. */
export type EndingSummary = Pick<RunSummary, 'environment' | 'reason' | 'envSteps' | 'solvedAtEnvSteps'> & {
  readonly evaluation: Pick<
    NonNullable<RunSummary['evaluation']>,
    'episodes' | 'actions' | 'meanReturn'
  > | null;
};

/** The end of a run that gave a summary. */
export function endingOf(summary: EndingSummary, targetReturn: number | null): Ending {
  const outcome = outcomeOf(summary.reason, targetReturn);
  const { environment, envSteps, solvedAtEnvSteps, evaluation } = summary;
  const result =
    evaluation === null
      ? ''
      : `: mean return ${evaluation.meanReturn.toFixed(1)} over ${evaluation.episodes} ${evaluation.actions} episodes`;
  return {
    outcome,
    message: `${environment} ${WORDS[outcome]} after ${solvedAtEnvSteps ?? envSteps} env steps${result}`,
  };
}

/** The end of a run that threw. */
export function failureEnding(error: unknown): Ending {
  return { outcome: 'failed', message: messageOf(error).split('\n', 1)[0]! };
}

const WORDS = {
  solved: 'solved',
  'not-solved': 'not solved',
  finished: 'trained',
  stopped: 'stopped',
} as const;

function outcomeOf(reason: EndingSummary['reason'], targetReturn: number | null): keyof typeof WORDS {
  if (reason === 'solved') return 'solved';
  if (reason === 'stopped' || reason === 'non-finite') return 'stopped';
  return targetReturn === null ? 'finished' : 'not-solved';
}
