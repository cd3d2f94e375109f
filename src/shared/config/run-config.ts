import type { ActorsConfig } from './actors.js';
import type { EngineName } from './engines.js';
import type { EnvConfig } from './env.js';
import type { EvaluationConfig } from './evaluation.js';
import type { LearnerConfig } from './learner.js';
import type { MetricsConfig } from './metrics.js';
import type { OptimizerConfig } from './optimizer.js';
import type { ReplayConfig, UniformReplayConfig } from './replay.js';
import type { RunSectionConfig } from './run.js';

/** Every setting of a run as it was asked for: checked, complete and deeply frozen. */
export interface RunConfig<Algorithm = { readonly name: string }> {
  readonly env: EnvConfig;
  readonly actors: ActorsConfig;
  readonly replay: ReplayConfig;
  readonly algorithm: Algorithm;
  readonly optimizer: OptimizerConfig;
  readonly learner: LearnerConfig;
  readonly evaluation: EvaluationConfig;
  readonly metrics: MetricsConfig;
  readonly run: RunSectionConfig;
}

/** `errorBuffer` is null where there is no rate limiter: in sync mode, and when samples are unlimited. */
export type SettledReplayConfig =
  | Exclude<ReplayConfig, UniformReplayConfig>
  | (UniformReplayConfig & {
      readonly samplesPerInsert: number | 'unlimited';
      readonly errorBuffer: number | null;
    });

/** A {@link RunConfig} in which nothing is left to the environment or the machine: what threads are given. */
export interface SettledConfig<Algorithm = { readonly name: string }> extends RunConfig<Algorithm> {
  readonly actors: ActorsConfig & { readonly count: number };
  readonly replay: SettledReplayConfig;
  readonly learner: LearnerConfig & { readonly engine: EngineName; readonly batchSize: number };
  readonly run: RunSectionConfig & { readonly steps: number };
  /** `targetReturn` is null when the run trains for its whole budget. */
  readonly evaluation: EvaluationConfig & {
    readonly targetReturn: number | null;
    readonly everySteps: number;
  };
}
