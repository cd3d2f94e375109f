import { createRunDirectory, writeConfig, type RunDirectory } from './run-directory.js';
import type { AlgorithmConfig } from '../learner/algorithms/config.js';
import type { RunConfig } from '../shared/config/run-config.js';
import { writeFileDurably } from '../shared/durable-file.js';
import type { DeepPartial } from '../shared/config/deep-partial.js';
import { resolveConfig, type ConfigLayers } from './config/resolve.js';
import { prepareRun, type PreparedRun } from './prepare-run.js';
import { Run } from './run.js';
import type { RunObserver } from './run-events.js';
import type { RunSummary } from './run-summary.js';
import { RunThreads } from './run-threads.js';

/** Without `run.checkpointEverySteps`, a checkpoint is written this often. */
const CHECKPOINT_MILLISECONDS = 60_000;

/**
 * Starts a run: threads first, files and everything else while they come up.
 *
 * @param threads - to run it in; they are closed with the run, or if it cannot start
 * @throws ManyhandsError `ERR_ENV_*`, `ERR_CONFIG`, `ERR_ENGINE` or `ERR_RUN_DIRECTORY` if it cannot start
 */
export async function startRun(
  config: RunConfig<AlgorithmConfig>,
  observer: RunObserver = {},
  threads = new RunThreads(),
): Promise<Run> {
  try {
    const prepared = await prepare(config, observer);
    return begin(prepared, createRunDirectory(prepared.config, new Date()), threads, observer);
  } catch (error) {
    await threads.close();
    throw error;
  }
}

/** @throws ManyhandsError as {@link prepareRun}, and `ERR_ENGINE` if packages are missing that the engine needs */
async function prepare(config: RunConfig<AlgorithmConfig>, observer: RunObserver): Promise<PreparedRun> {
  const { engine } = config.learner;
  const prepared = await prepareRun(config);
  if (engine === 'simd') return prepared;
  if (engine === 'auto') {
    const { settleEngine } = await import('./engine-choice/settle-engine.js');
    return settleEngine(prepared, observer);
  }
  // What else an engine may lack, the learner finds when it loads it.
  const { expectPackages } = await import('../learner/engines/tfjs/load/packages.js');
  expectPackages(engine);
  return prepared;
}

function begin(
  prepared: PreparedRun,
  directory: RunDirectory,
  threads: RunThreads,
  observer: RunObserver,
): Run {
  const { env, metrics, run: runSettings } = prepared.config;
  const run = new Run(prepared, directory, threads, observer, async (meter) => {
    const { RunRecorder } = await import('./run-recorder.js');
    await writeConfig(directory, prepared.config);
    if (prepared.engineChoice !== null) writeJson(directory.engineChoice, prepared.engineChoice);
    return RunRecorder.create(meter, directory, {
      environmentId: env.id,
      maxIntervalSeconds: metrics.logIntervalSeconds,
    });
  });
  if (runSettings.checkpointEverySteps === null) checkpointByTheClock(run);
  return run;
}

/** Waits for a run and writes its `summary.json`. */
export async function finishRun(run: Run): Promise<RunSummary> {
  const summary = await run.finished;
  writeJson(run.directory.summary, summary);
  return summary;
}

/** How a program follows a training run, and ends it early. */
export interface TrainOptions extends RunObserver {
  /** Stops the run, with a checkpoint. */
  readonly signal?: AbortSignal;
  /** Name of a preset to start from. */
  readonly preset?: string;
}

/**
 * Trains, as `manyhands train` does, without a metrics server.
 *
 * @param settings - what differs from the defaults, for example `{ env: { count: 16 }, run: { seed: 3 } }`
 * @returns the summary, which names the run's directory and its checkpoint
 * @throws ManyhandsError `ERR_CONFIG` for a wrong setting, `ERR_ENV_*`, `ERR_ENGINE`, `ERR_RUN_DIRECTORY`,
 *   `ERR_NON_FINITE` or `ERR_ACTOR_FAILED` if the run cannot start or fails
 */
export async function train(
  settings: DeepPartial<RunConfig<AlgorithmConfig>> = {},
  { signal, preset, ...observer }: TrainOptions = {},
): Promise<RunSummary> {
  const layers: ConfigLayers = { settings, ...(preset !== undefined && { preset }) };
  const run = await startRun(resolveConfig(layers), observer);
  const stop = (): void => run.stop();
  if (signal?.aborted === true) stop();
  signal?.addEventListener('abort', stop, { once: true });
  try {
    return await finishRun(run);
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

function writeJson(path: string, value: unknown): void {
  writeFileDurably(path, `${JSON.stringify(value, null, 2)}\n`);
}

function checkpointByTheClock(run: Run): void {
  const timer = setInterval(() => {
    // A failure is counted in the metrics; the run goes on, and its last checkpoint will say what is wrong.
    run.checkpoint().catch(() => undefined);
  }, CHECKPOINT_MILLISECONDS);
  timer.unref();
  const clear = (): void => clearInterval(timer);
  run.finished.then(clear, clear);
}
