import { relative } from 'node:path';
import { RunThreads } from '../runtime/run-threads.js';
import type { ConfigLayers } from '../runtime/config/resolve.js';
import type { Run } from '../runtime/run.js';
import { learnerFellBehind } from '../runtime/run-shares.js';
import type { RunSummary } from '../runtime/run-summary.js';
import { EXIT_DONE, EXIT_FAILED, EXIT_INTERRUPTED } from './errors.js';
import { formatCount, formatDecimal, formatPercent, formatSeconds } from './format.js';
import { Progress } from './progress.js';

/** `manyhands train`. @returns the exit code */
export async function trainCommand(options: Record<string, unknown>): Promise<number> {
  const { preset, config: file, set, json, quiet, ...flags } = options;
  // The threads load their modules while this one loads its own and reads the config.
  const threads = new RunThreads();
  const { finishRun, startRun } = await import('../runtime/train.js');
  const layers: ConfigLayers = {
    flags,
    set: set as readonly string[],
    env: process.env,
    ...(typeof file === 'string' && { file }),
    ...(typeof preset === 'string' && { preset }),
  };
  const config = await readConfig(layers).catch(async (error: unknown) => {
    await threads.close();
    throw error;
  });

  const messages: string[] = [];
  let say = (text: string): void => void messages.push(text);
  const run = await startRun(
    config,
    {
      onRestart: ({ actorIndex, failure, restarts, budget, delaySeconds }) => {
        const next = `restart ${restarts} of ${budget} in ${delaySeconds} s`;
        say(`actor ${actorIndex} is down (${failure.reason}): ${failure.message}; ${next}\n${failure.stack}`);
      },
    },
    threads,
  );
  const stopListening = stopOnSignals(run, (text) => say(text));
  const progress = quiet === true ? undefined : new Progress(run);
  say = (text) => (progress === undefined ? process.stderr.write(`${text}\n`) : progress.message(text));
  messages.forEach(say);

  try {
    const { serveRun } = await import('../runtime/serve-run.js');
    const server = await serveRun(run, (text) => say(text));
    const summary = await finishRun(run).finally(() => {
      progress?.close();
      return server?.close();
    });
    if (learnerFellBehind(summary)) say(fallenBehind(summary, run));
    const hasTarget = run.prepared.config.evaluation.targetReturn !== null;
    process.stdout.write(json === true ? `${JSON.stringify(summary)}\n` : describe(summary, hasTarget));
    return exitCodeFor(summary, hasTarget);
  } finally {
    stopListening();
  }
}

async function readConfig(layers: ConfigLayers) {
  const { resolveConfig } = await import('../runtime/config/resolve.js');
  return resolveConfig(layers);
}

/** The first signal ends the run with a checkpoint, the second the process. */
function stopOnSignals(run: Run, say: (text: string) => void): () => void {
  let wasAsked = false;
  const onSignal = (): void => {
    if (wasAsked) process.exit(EXIT_INTERRUPTED);
    wasAsked = true;
    say('stopping, with a checkpoint (once more to exit at once)');
    run.stop();
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  return () => process.off('SIGINT', onSignal).off('SIGTERM', onSignal);
}

function exitCodeFor({ reason }: RunSummary, hasTarget: boolean): number {
  if (reason === 'stopped') return EXIT_INTERRUPTED;
  return reason === 'solved' || !hasTarget ? EXIT_DONE : EXIT_FAILED;
}

function fallenBehind({ actorWaitRatio }: RunSummary, { prepared }: Run): string {
  // Where steps are owed updates, larger batches pay with fewer of them; where nothing is owed, they only take longer.
  const { replay } = prepared.config;
  const isOwed = replay.kind === 'none' || replay.samplesPerInsert !== 'unlimited';
  return (
    `the learner does not keep up: actors waited ${formatPercent(actorWaitRatio!)} of their time for it; ` +
    `use fewer actors, a smaller network or a ${isOwed ? 'larger' : 'smaller'} learner.batchSize`
  );
}

/** What tells whether actors and learner go together, where neither waits for the other. */
function asyncFigures({ mode, policyLagMean, actorBusyRatio }: RunSummary): string {
  if (mode === 'sync') return '';
  const lag = formatDecimal(policyLagMean ?? NaN, 1);
  return `\npolicy lag ${lag} versions, actors busy ${formatPercent(actorBusyRatio ?? NaN)} of their time`;
}

function describe(summary: RunSummary, hasTarget: boolean): string {
  const { environment, evaluation, solvedSeconds, solvedAtEnvSteps } = summary;
  const run = relative('', summary.run) || '.';
  const verb = solvedSeconds !== null ? 'solved' : hasTarget ? 'not solved' : 'trained';
  const outcome =
    `${environment} ${verb} in ${formatSeconds(solvedSeconds ?? summary.wallSeconds)}, ` +
    `after ${formatCount(solvedAtEnvSteps ?? summary.envSteps)} env steps`;
  const result =
    evaluation === null
      ? 'not evaluated'
      : `mean return ${formatDecimal(evaluation.meanReturn, 1)} over ${evaluation.episodes} ${evaluation.actions} episodes, least ${formatDecimal(evaluation.minReturn, 1)}`;
  const rates =
    `${formatCount(summary.envStepsPerSecond)} env steps/s, ${formatCount(summary.updatesPerSecond)} updates/s, ` +
    `${formatCount(summary.samplesPerSecond)} samples/s${asyncFigures(summary)}`;
  return `${outcome}\n${result}\n${rates}\nrun   ${run}\nnext  npx manyhands eval ${run}\n`;
}
