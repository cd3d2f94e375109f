import { relative } from 'node:path';
import type { RunSummary } from '../runtime/run-summary.js';
import { formatCount, formatDecimal, formatPercent, formatSeconds } from './format.js';

/**
 * What is said of a run when it is over: the result in one line, its pace, where it is, and the command to try next.
 *
 * @param hasTarget - whether there was anything to solve
 */
export function describeResult(summary: RunSummary, hasTarget: boolean): string {
  const run = shellWord(relative('', summary.run) || '.');
  return `${result(summary, hasTarget)}\n${pace(summary)}\nrun   ${run}\nnext  npx manyhands ${nextCommand(summary)} ${run}\n`;
}

function result(summary: RunSummary, hasTarget: boolean): string {
  const { environment, evaluation, solvedSeconds, solvedAtEnvSteps } = summary;
  const verb = solvedSeconds !== null ? 'solved' : hasTarget ? 'not solved' : 'trained';
  const seconds = formatSeconds(solvedSeconds ?? summary.wallSeconds);
  const steps = formatCount(solvedAtEnvSteps ?? summary.envSteps);
  const score =
    evaluation === null
      ? 'not evaluated'
      : `mean return ${formatDecimal(evaluation.meanReturn, 1)} over ${evaluation.episodes} ${evaluation.actions} episodes, ` +
        `least ${formatDecimal(evaluation.minReturn, 1)}`;
  return `${environment} ${verb} in ${seconds}, after ${steps} env steps: ${score}`;
}

function pace(summary: RunSummary): string {
  const { mode, policyLagMean, actorBusyRatio } = summary;
  const rates =
    `${formatCount(summary.envStepsPerSecond)} env steps/s, ${formatCount(summary.updatesPerSecond)} updates/s, ` +
    `${formatCount(summary.samplesPerSecond)} samples/s`;
  if (mode === 'sync') return rates;
  // Tells whether actors and learner go together, where neither waits for the other.
  const lag = formatDecimal(policyLagMean ?? NaN, 1);
  return `${rates}\npolicy lag ${lag} versions, actors busy ${formatPercent(actorBusyRatio ?? NaN)} of their time`;
}

/** See what was learned, or what went wrong; of a run that ended before it could tell, how good it got. */
function nextCommand({ evaluation, solved }: RunSummary): 'watch' | 'plot' | 'eval' {
  if (evaluation === null) return 'eval';
  return solved ? 'watch' : 'plot';
}

/** As a shell takes it for one word. */
function shellWord(text: string): string {
  return /^[\w./:@%+=,\\-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
