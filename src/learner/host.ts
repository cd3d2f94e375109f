import type { EvaluationConfig } from '../shared/config/evaluation.js';
import type { LearnerTask } from './learner-task.js';

/** Episodes with one set of weights. */
export interface EvaluationResult {
  readonly policyVersion: number;
  /** Environment steps ingested when those weights were published. */
  readonly envSteps: number;
  readonly episodes: number;
  readonly seed: number;
  /** The mode of the policy, or a draw from it. */
  readonly actions: EvaluationConfig['actions'];
  readonly meanReturn: number;
  readonly stdReturn: number;
  readonly minReturn: number;
}

/** What happened since the last report. */
export interface LearnerReport {
  readonly envSteps: number;
  readonly updates: number;
  /** Episodes that ended, in order: environment, return, length, policy version. Shape `[N, 4]`. */
  readonly episodes: Float64Array;
  /** Mean return of the latest training episodes; NaN before the first. */
  readonly meanReturn: number;
}

/** A checkpoint that was written, or written anew. */
export interface CheckpointNotice {
  /** Name of its folder among the run's checkpoints. */
  readonly name: string;
  readonly envSteps: number;
}

/** What the learner thread may ask of the main thread. Exposed over RPC. */
export interface LearnerHost {
  /** Plays episodes in the actor pool. @param parameters - flat network weights */
  evaluate(parameters: Float32Array, policyVersion: number, envSteps: number): Promise<EvaluationResult>;
  report(report: LearnerReport): Promise<void>;
  checkpointWritten(notice: CheckpointNotice): Promise<void>;
}

/** Why a run ended. */
export type EndReason = 'solved' | 'steps' | 'episodes' | 'stopped' | 'non-finite';

/** How a run ended. */
export interface LearnerOutcome {
  readonly reason: EndReason;
  /** Says which quantity was not finite; empty otherwise. */
  readonly detail: string;
  readonly envSteps: number;
  readonly episodes: number;
  readonly updates: number;
  readonly samples: number;
  /** Environment steps ingested when the weights that met the target were published. */
  readonly solvedAtEnvSteps: number | null;
  readonly evaluation: EvaluationResult | null;
  readonly weightsSha256: string;
  /** Folder of the checkpoint that holds those weights. */
  readonly checkpoint: string;
}

/** What the main thread may ask of the learner thread. Exposed over RPC. */
export interface LearnerApi {
  /** Trains until the run ends. The control word in shared memory stops it early. */
  run(task: LearnerTask): Promise<LearnerOutcome>;
  /** Writes a checkpoint of the weights of now, and of the best if they are better. */
  checkpoint(): Promise<void>;
  /** Ends the thread, which gives back the device that it holds, if it holds one. Never answered. */
  end(): Promise<void>;
}
