import { RunThreads } from '../runtime/run-threads.js';
import { expected } from '../shared/errors.js';
import type { ConfigLayers } from '../runtime/config/resolve.js';
import type { Run } from '../runtime/run.js';
import { learnerFellBehind } from '../runtime/run-shares.js';
import type { RunObserver } from '../runtime/run-events.js';
import type { RunSummary } from '../runtime/run-summary.js';
import { EXIT_DONE, EXIT_FAILED, EXIT_INTERRUPTED, exitCodeOf, reportError } from './errors.js';
import { formatPercent } from './format.js';
import type { Progress } from './progress.js';
import { untilInterrupted } from './until-interrupted.js';

/** `manyhands train`. @returns the exit code */
export async function trainCommand(options: Record<string, unknown>): Promise<number> {
  const { preset, config: file, set, json, quiet, watch, ...flags } = options;
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
  const config = await readConfig(layers, watch === true).catch(async (error: unknown) => {
    await threads.close();
    throw error;
  });

  const messages: string[] = [];
  let say = (text: string): void => void messages.push(text);
  const run = await startRun(
    config,
    {
      ...(config.learner.engine === 'auto' && (await tellEngines())),
      onRestart: ({ actorIndex, failure, restarts, budget, delaySeconds }) => {
        const next = `restart ${restarts} of ${budget} in ${delaySeconds} s`;
        say(`actor ${actorIndex} is down (${failure.reason}): ${failure.message}; ${next}\n${failure.stack}`);
      },
    },
    threads,
  );
  const signals = stopOnSignals(run, (text) => say(text));
  const progress = quiet === true ? undefined : await showProgress(run);
  say = (text) => (progress === undefined ? process.stderr.write(`${text}\n`) : progress.message(text));
  messages.forEach(say);

  try {
    const { serveRun } = await import('../runtime/serve-run.js');
    const server = await serveRun(run, (text) => say(text));
    if (server !== null) progress?.showPage(`${server.url}/`);
    const finish = async (): Promise<number> => {
      const summary = await finishRun(run).finally(() => progress?.close());
      if (learnerFellBehind(summary)) say(fallenBehind(summary, run));
      const hasTarget = run.prepared.config.evaluation.targetReturn !== null;
      process.stdout.write(
        json === true ? `${JSON.stringify(summary)}\n` : await describe(summary, hasTarget),
      );
      return exitCodeFor(summary, hasTarget);
    };
    try {
      if (watch !== true) return await finish();
      const exitCode = await finish().catch(reportFailure);
      signals.dispose();
      if (!signals.wereSent()) await untilInterrupted(`the run is over; its page is at ${server!.url}/`);
      return exitCode;
    } finally {
      await server?.close();
    }
  } finally {
    progress?.close();
    signals.dispose();
  }
}

/** What `auto` finds is said at once: nothing is drawn yet, and it takes a while. */
async function tellEngines(): Promise<RunObserver> {
  const { describeCandidate, describeChoice } = await import('./describe-engines.js');
  const tell = (text: string): void => void process.stderr.write(`${text}\n`);
  return {
    onEngineTried: (candidate) => tell(describeCandidate(candidate)),
    onEngineChosen: (choice) => tell(describeChoice(choice)),
  };
}

/** The run failed, and one may still look at it. @returns the exit code */
function reportFailure(error: unknown): number {
  reportError(error);
  return exitCodeOf(error);
}

async function readConfig(layers: ConfigLayers, isWatched: boolean) {
  const { resolveConfig } = await import('../runtime/config/resolve.js');
  const config = resolveConfig(layers);
  if (isWatched && config.metrics.port === 'off')
    throw expected('ERR_USAGE', 'flag --watch', 'a port to serve the page at', 'metrics.port: off');
  return config;
}

/** What shows a run is loaded when the run is on its way. */
async function showProgress(run: Run): Promise<Progress> {
  const { Progress } = await import('./progress.js');
  return new Progress(run);
}

async function describe(summary: RunSummary, hasTarget: boolean): Promise<string> {
  const { describeResult } = await import('./describe-result.js');
  return describeResult(summary, hasTarget);
}

/** The first signal ends the run with a checkpoint, the second the process. */
function stopOnSignals(
  run: Run,
  say: (text: string) => void,
): { readonly dispose: () => void; readonly wereSent: () => boolean } {
  let wasAsked = false;
  const onSignal = (): void => {
    if (wasAsked) process.exit(EXIT_INTERRUPTED);
    wasAsked = true;
    say('stopping, with a checkpoint (once more to exit at once)');
    run.stop();
  };
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal);
  return {
    dispose: () => void process.off('SIGINT', onSignal).off('SIGTERM', onSignal),
    wereSent: () => wasAsked,
  };
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
