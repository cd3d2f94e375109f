import type { EvaluationConfig } from '../shared/config/evaluation.js';
import type { SettledConfig } from '../shared/config/run-config.js';
import type { ErrorCode } from '../shared/errors.js';
import type { UnrollFormat } from '../shared/memory/block-layout.js';
import type { NetworkSpec } from '../shared/network/spec.js';
import type { RunMemory } from '../shared/run-memory.js';
import type { PolicySpec } from './policies/policy.js';

/** What an actor thread is told when its long task begins. Plain data and shared memory. */
export interface ActorTask {
  readonly actorIndex: number;
  /** Which life of this actor it is: 0 for the first, one more after each restart. */
  readonly incarnation: number;
  readonly config: Pick<SettledConfig, 'env' | 'actors' | 'run'>;
  readonly policy: PolicySpec;
  /** What acting takes: without a value head. */
  readonly network: NetworkSpec;
  readonly unroll: UnrollFormat;
  readonly kernels: WebAssembly.Module;
  readonly memory: RunMemory;
}

/** What an actor thread is told to evaluate a set of weights. */
export interface EvaluationTask {
  readonly env: SettledConfig['env'];
  /** What acting takes: without a value head. */
  readonly network: NetworkSpec;
  readonly kernels: WebAssembly.Module;
  /** Flat. */
  readonly parameters: Float32Array;
  readonly episodes: number;
  /** Episode `i` is the first of an environment seeded with `seed + i`. */
  readonly seed: number;
  /** The mode of the policy, or a draw from it. */
  readonly actions: EvaluationConfig['actions'];
}

/** An evaluation in a thread of the pool. */
export interface PooledEvaluationTask extends EvaluationTask {
  /** One line of `EVALUATION_COUNTERS`. */
  readonly counters: SharedArrayBuffer;
}

/** Returns of an evaluation's episodes, in order. */
export interface EpisodeReturns {
  readonly returns: Float64Array;
}

/** Why a task ended early. Sent as data, because an error loses its code between threads. */
export interface TaskFailure {
  readonly code: ErrorCode | undefined;
  readonly message: string;
  readonly stack: string;
}

/** How a task ended. */
export type TaskOutcome<Result> = { readonly result: Result } | { readonly failure: TaskFailure };
