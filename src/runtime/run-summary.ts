import type { EvaluationResult, LearnerOutcome } from '../learner/host.js';
import type { SettledConfig } from '../shared/config/run-config.js';
import type { EngineChoice } from './engine-choice/choose-engine.js';
import type { RunShares } from './run-shares.js';

/** What `train --json` prints and `summary.json` keeps. */
export interface RunSummary extends RunShares {
  /** Directory of the run. */
  readonly run: string;
  readonly algorithm: string;
  readonly environment: string;
  readonly engine: string;
  /** What `learner.engine: auto` found, and took; null if an engine was asked for by name. */
  readonly engineChoice: EngineChoice | null;
  readonly mode: 'sync' | 'async';
  readonly seed: number;
  readonly actors: number;
  readonly envs: number;
  readonly solved: boolean;
  /** Why the run ended. */
  readonly reason: LearnerOutcome['reason'];
  readonly envSteps: number;
  readonly episodes: number;
  readonly updates: number;
  /** From process start. */
  readonly wallSeconds: number;
  /** From process start to the first environment step of any actor; null if none was made. */
  readonly firstStepSeconds: number | null;
  /** From process start to the confirmation; null if the target was not met. */
  readonly solvedSeconds: number | null;
  readonly solvedAtEnvSteps: number | null;
  /** Episodes with the weights of `checkpoint`; null if there was no evaluation. */
  readonly evaluation: {
    readonly episodes: number;
    readonly seed: number;
    readonly actions: EvaluationResult['actions'];
    readonly meanReturn: number;
    readonly stdReturn: number;
    readonly minReturn: number;
  } | null;
  /** Over the time from the start of the threads to the end of training. */
  readonly envStepsPerSecond: number;
  readonly updatesPerSecond: number;
  readonly samplesPerSecond: number;
  /** The most memory the process has had resident. */
  readonly maxRssBytes: number;
  readonly weightsSha256: string;
  readonly checkpoint: string;
}

/** Moments of a run, in seconds since the process started. */
export interface RunTimes {
  /** When an actor first stepped; infinite if none did. */
  readonly firstStepSeconds: number;
  readonly startedSeconds: number;
  /** When the learner's loop ended. */
  readonly trainedSeconds: number;
  /** When the latest evaluation had its result; NaN if there was none. */
  readonly evaluatedSeconds: number;
  readonly endedSeconds: number;
}

export function summarize(
  directory: string,
  { config, engineChoice }: { readonly config: SettledConfig; readonly engineChoice: EngineChoice | null },
  outcome: LearnerOutcome,
  { firstStepSeconds, startedSeconds, trainedSeconds, evaluatedSeconds, endedSeconds }: RunTimes,
  shares: RunShares,
): RunSummary {
  const {
    env,
    actors,
    algorithm,
    learner,
    evaluation: { criterion },
    run,
  } = config;
  const { reason, envSteps, episodes, updates, samples, evaluation } = outcome;
  const solved = reason === 'solved';
  const trainingSeconds = trainedSeconds - startedSeconds;
  return {
    run: directory,
    algorithm: algorithm.name,
    environment: env.id,
    engine: learner.engine,
    engineChoice,
    mode: run.mode,
    seed: run.seed,
    actors: actors.count,
    envs: env.count,
    solved,
    reason,
    envSteps,
    episodes,
    updates,
    wallSeconds: endedSeconds,
    firstStepSeconds: Number.isFinite(firstStepSeconds) ? firstStepSeconds : null,
    solvedSeconds: solved ? (criterion === 'greedy' ? evaluatedSeconds : trainedSeconds) : null,
    solvedAtEnvSteps: outcome.solvedAtEnvSteps,
    evaluation: evaluation && {
      episodes: evaluation.episodes,
      seed: evaluation.seed,
      actions: evaluation.actions,
      meanReturn: evaluation.meanReturn,
      stdReturn: evaluation.stdReturn,
      minReturn: evaluation.minReturn,
    },
    envStepsPerSecond: envSteps / trainingSeconds,
    updatesPerSecond: updates / trainingSeconds,
    samplesPerSecond: samples / trainingSeconds,
    ...shares,
    maxRssBytes: process.resourceUsage().maxRSS * 1024,
    weightsSha256: outcome.weightsSha256,
    checkpoint: outcome.checkpoint,
  };
}
