import type { EngineName } from '../../shared/config/engines.js';
import type { SettledConfig } from '../../shared/config/run-config.js';
import type { AlgorithmConfig } from '../algorithms/config.js';
import type { Device } from '../engines/device.js';
import type { LearnerTask } from '../learner-task.js';

/** What is trained: all that a trainer is built from, but for what cannot be sent to another process. */
export interface ProbedTraining extends Pick<LearnerTask, 'actionSpace' | 'networks' | 'unroll'> {
  readonly config: SettledConfig<AlgorithmConfig>;
}

/** What a probe's process is told, once. */
export interface ProbeOrder {
  readonly engine: EngineName;
  readonly training: ProbedTraining;
  /** For how long updates are timed, once the first two have been made. */
  readonly seconds: number;
}

/** What it answers: that it has loaded, and then a figure; or what went wrong, at whatever point. */
export type ProbeAnswer =
  | { readonly kind: 'loaded'; readonly device: Device }
  | { readonly kind: 'timed'; readonly millisecondsPerUpdate: number }
  | { readonly kind: 'failed'; readonly problem: string };
