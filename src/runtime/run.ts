import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EvaluationResult, LearnerHost, LearnerOutcome, LearnerReport } from '../learner/host.js';
import { Control } from '../shared/memory/control.js';
import type { LearnerTask } from '../learner/learner-task.js';
import { ERROR_CODES, ManyhandsError, messageOf, type ErrorCode } from '../shared/errors.js';
import { packageVersion } from '../shared/package-version.js';
import { attachRings } from '../shared/run-memory.js';
import { WeightStore } from '../shared/weights/weight-store.js';
import { ActorSupervisor } from './actor-supervisor.js';
import { evaluateSupervised, summarizeReturns } from './evaluation.js';
import type { PreparedRun } from './prepare-run.js';
import type { RunDirectory } from './run-directory.js';
import { RunEvents, type RunObserver } from './run-events.js';
import { RunMeter } from './run-meter.js';
import type { RunRecorder } from './run-recorder.js';
import type { RunThreads } from './run-threads.js';
import { runShares } from './run-shares.js';
import { summarize, type RunSummary } from './run-summary.js';

/** Actors that have not stopped by themselves after this long are terminated. */
const STOP_GRACE_MILLISECONDS = 2_000;

/** How often a starting run is looked at. */
const BEGUN_CHECK_MILLISECONDS = 5;

/** A run under way. */
export class Run {
  readonly directory: RunDirectory;
  readonly prepared: PreparedRun;
  readonly meter: RunMeter;
  readonly supervisor: ActorSupervisor;
  /** Resolves when the run has ended and its threads are gone. Rejects if it failed; a checkpoint is then written if one could be. */
  readonly finished: Promise<RunSummary>;
  /** Resolves when the first actor steps, or when the run is over without a step. */
  readonly begun: Promise<void>;
  readonly #control: Control;
  readonly #threads: RunThreads;
  readonly #events = new RunEvents();
  readonly #recorder: Promise<RunRecorder>;
  readonly #wakers: readonly { interrupt(): void }[];
  readonly #startedSeconds = secondsNow();
  #trainedSeconds = NaN;
  #evaluatedSeconds = NaN;
  #meanReturn = NaN;
  #evaluation: EvaluationResult | undefined;
  /** The first error in answer to a call of the learner, who hands it back without its cause. */
  #hostFailure: unknown;

  /** @param openRecorder - called when the actors step: loading what writes files would hold them up */
  constructor(
    prepared: PreparedRun,
    directory: RunDirectory,
    threads: RunThreads,
    observer: RunObserver,
    openRecorder: (meter: RunMeter) => Promise<RunRecorder>,
  ) {
    const { config, policy, networks, unroll, kernels, memory } = prepared;
    this.prepared = prepared;
    this.directory = directory;
    this.#events.observe(observer);
    this.#control = new Control(memory.control);
    this.#threads = threads;
    this.meter = new RunMeter(memory, config, unroll);
    const { env, actors, run } = config;
    this.supervisor = new ActorSupervisor({
      run: (task, signal) => threads.pool.act(task, signal),
      taskOf: (actorIndex, incarnation) => ({
        actorIndex,
        incarnation,
        config: { env, actors, run },
        policy,
        network: networks.acting,
        unroll,
        kernels,
        memory,
      }),
      counters: this.meter.actors,
      control: this.#control,
      settings: actors,
      onRestart: (event) => {
        const timeSeconds = secondsNow();
        this.#events.tell((each) => each.onRestart?.(event, timeSeconds));
      },
    });
    this.#wakers = [...attachRings(memory, config, unroll), new WeightStore(memory.weights), this.supervisor];
    this.finished = this.#finish();
    // A run may fail before anyone waits for it.
    this.finished.catch(() => undefined);
    this.begun = this.#awaitFirstStep();
    this.#recorder = this.begun.then(() => openRecorder(this.meter));
    this.#recorder.catch(() => this.stop());
  }

  /** Mean return of the latest training episodes; NaN before the first. */
  get meanReturn(): number {
    return this.#meanReturn;
  }

  /** The latest evaluation. */
  get evaluation(): EvaluationResult | undefined {
    return this.#evaluation;
  }

  /** Tells an observer what happens from now on, and what has happened. @returns ends that */
  observe(observer: RunObserver): () => void {
    return this.#events.observe(observer);
  }

  /** Ends the run soon, with a checkpoint. */
  stop(): void {
    this.#control.request('stop');
    for (const waker of this.#wakers) waker.interrupt();
  }

  /** Lets the actors finish the block at hand and wait. The learner goes on with what it has. */
  pause(): void {
    this.#control.request('pause');
  }

  resume(): void {
    this.#control.request('run');
  }

  /** Writes a checkpoint now. */
  checkpoint(): Promise<void> {
    return this.#threads.learner.checkpoint();
  }

  async #awaitFirstStep(): Promise<void> {
    // A run that fails to start is stopped too.
    while (!this.#control.isStopped && this.meter.firstStepSeconds === Infinity) {
      await sleep(BEGUN_CHECK_MILLISECONDS);
    }
  }

  #learnerTask(): LearnerTask {
    const { config, environment, networks, unroll, kernels, memory } = this.prepared;
    return {
      config,
      networks,
      unroll,
      kernels,
      memory,
      observationSpace: environment.observationSpace,
      actionSpace: environment.actionSpace,
      run: this.directory.name,
      checkpointFolder: this.directory.checkpoints,
      manyhandsVersion: packageVersion(),
    };
  }

  #host(): LearnerHost {
    const remember = (error: unknown): never => {
      this.#hostFailure ??= error;
      throw error;
    };
    return {
      evaluate: (...weights) => this.#evaluate(...weights).catch(remember),
      report: (report) => this.#report(report).catch(remember),
      checkpointWritten: (notice) => {
        const timeSeconds = secondsNow();
        this.#events.tell((observer) => observer.onCheckpoint?.(notice, timeSeconds));
        return Promise.resolve();
      },
    };
  }

  async #evaluate(
    parameters: Float32Array,
    policyVersion: number,
    envSteps: number,
  ): Promise<EvaluationResult> {
    const { config, networks, kernels } = this.prepared;
    const { episodes, seed, actions } = config.evaluation;
    const network = networks.acting;
    const task = { env: config.env, network, kernels, parameters, episodes, seed, actions };
    const returns = await evaluateSupervised(this.#threads.pool, task, config.actors.heartbeatTimeoutSeconds);
    const result = summarizeReturns(returns, { policyVersion, envSteps, seed, actions });
    this.#evaluation = result;
    const timeSeconds = secondsNow();
    this.#evaluatedSeconds = timeSeconds;
    const recorder = await this.#recorder;
    recorder.recordEvaluation(result, timeSeconds, this.meter.learner.get('updates'));
    this.#events.tell((observer) => observer.onEvaluation?.(result, timeSeconds));
    return result;
  }

  async #report(report: LearnerReport): Promise<void> {
    this.#meanReturn = report.meanReturn;
    this.#trainedSeconds = secondsNow();
    (await this.#recorder).recordReport(report);
  }

  async #finish(): Promise<RunSummary> {
    let actorFailure: unknown;
    const actors = this.supervisor.run().catch((error: unknown) => {
      actorFailure = error;
      this.stop();
    });
    try {
      const outcome = await this.#threads.learner
        .run(this.#learnerTask(), this.#host())
        .catch((error: unknown) => this.#saveAndThrow(error));
      this.stop();
      await this.#awaitActors(actors);
      if (actorFailure !== undefined) throw withCheckpoint(actorFailure, outcome);
      if (outcome.reason === 'non-finite')
        throw withCheckpoint(new ManyhandsError('ERR_NON_FINITE', outcome.detail), outcome);
      const times = {
        firstStepSeconds: this.meter.firstStepSeconds,
        startedSeconds: this.#startedSeconds,
        trainedSeconds: this.#trainedSeconds,
        evaluatedSeconds: this.#evaluatedSeconds,
        endedSeconds: secondsNow(),
      };
      return summarize(this.directory.path, this.prepared, outcome, times, runShares(this.meter));
    } finally {
      this.stop();
      await this.#awaitActors(actors);
      await Promise.all([this.#threads.close(), this.#recorder.then((recorder) => recorder.close())]);
    }
  }

  /** The learner gave up, but its thread may have outlived that: what was learned is not lost. */
  async #saveAndThrow(error: unknown): Promise<never> {
    const failure = this.#hostFailure ?? error;
    const code = codeOf(failure);
    const isSaved = await this.checkpoint().then(
      () => true,
      () => false,
    );
    if (code === undefined) throw failure;
    const where = isSaved ? ` (checkpoint: ${this.directory.checkpoints})` : '';
    throw new ManyhandsError(code, messageOf(failure) + where, { cause: failure });
  }

  async #awaitActors(actors: Promise<void>): Promise<void> {
    const timer = setTimeout(() => this.supervisor.terminate(), STOP_GRACE_MILLISECONDS);
    await actors;
    clearTimeout(timer);
  }
}

const secondsNow = (): number => performance.now() / 1000;

/** The code of one of our errors, which loses its class between threads. */
function codeOf(error: unknown): ErrorCode | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return ERROR_CODES.find((known) => known === code);
}

function withCheckpoint(failure: unknown, { checkpoint }: LearnerOutcome): ManyhandsError {
  const code = failure instanceof ManyhandsError ? failure.code : 'ERR_ACTOR_FAILED';
  return new ManyhandsError(code, `${messageOf(failure)} (checkpoint: ${checkpoint})`, { cause: failure });
}
