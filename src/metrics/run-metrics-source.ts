import type { ACTOR_COUNTERS, LEARNER_COUNTERS, LEARNER_HISTOGRAMS } from '../shared/telemetry.js';

/** The learner's or an actor's counters at one moment. */
export type ActorSnapshot = Readonly<Record<keyof typeof ACTOR_COUNTERS, number>>;
export type LearnerSnapshot = Readonly<Record<keyof typeof LEARNER_COUNTERS, number>>;

/** A histogram as Prometheus wants it: `count` of a bucket includes all buckets below. */
export interface CumulativeHistogram {
  /** Ascending by `le`, the inclusive upper bound. One for infinity may be there or not. */
  readonly buckets: readonly { readonly le: number; readonly count: number }[];
  readonly sum: number;
  readonly count: number;
}

/** Everything a scrape reads. Each call is cheap and answers from shared memory; none waits for another thread. */
export interface RunMetricsSource {
  readonly info: {
    readonly version: string;
    readonly node: string;
    readonly algorithm: string;
    readonly environment: string;
    readonly engine: string;
    readonly run: string;
  };
  /** One per actor, by actor index. */
  actors(): readonly ActorSnapshot[];
  learner(): LearnerSnapshot;
  histogram(name: keyof typeof LEARNER_HISTOGRAMS): CumulativeHistogram;
  /** One per actor, by actor index. */
  rings(): readonly { readonly blocks: number; readonly capacity: number }[];
  supervision(): {
    /** When each actor's beat was last seen to move; NaN or 0 before the first. */
    readonly heartbeatTimestampSeconds: readonly number[];
    readonly restarts: readonly { readonly actor: number; readonly reason: string; readonly count: number }[];
    /** Number of actors in each state. */
    readonly states: Readonly<Record<'running' | 'restarting' | 'stopped', number>>;
  };
  /** The latest evaluation, `null` before the first. */
  evaluation(): { readonly meanReturn: number; readonly minReturn: number } | null;
}
