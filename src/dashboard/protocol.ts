import type { EnvConfig } from '../shared/config/env.js';
import type { NetworkSpec } from '../shared/network/spec.js';
import type { ActorState, LearnerState, UpdateFigure } from '../shared/telemetry.js';

/**
 * What the server of a run and its page say to each other. Plain JSON, apart from weights.
 *
 * ```text
 *   GET /api/run             RunDescription
 *   GET /api/events          server-sent events, each a RunMessage: `event:` its kind, `data:` the rest as JSON
 *   GET /api/weights/<id>    float32, little-endian: the parameters of the acting network; `X-Policy-Version` is their version
 * ```
 *
 * Numbers that do not exist (yet) are null: JSON has no NaN.
 */
export const API_PATHS = { run: '/api/run', events: '/api/events', weights: '/api/weights/' } as const;

/** Header of weights that names their version. */
export const POLICY_VERSION_HEADER = 'X-Policy-Version';

/** What does not change while a run lasts. */
export interface RunDescription {
  readonly name: string;
  readonly version: string;
  readonly algorithm: string;
  readonly engine: string;
  readonly mode: 'sync' | 'async';
  readonly seed: number;
  readonly actors: number;
  /** The environment; the page plays it if it knows its id. */
  readonly env: EnvConfig;
  /** Of the policy: its parameters are what the weights are. */
  readonly network: NetworkSpec;
  /** How evaluations choose, and the page with them. */
  readonly actions: 'greedy' | 'sampled';
  /** Environment steps the run may make. */
  readonly steps: number;
  readonly targetReturn: number | null;
  /** Unix time. */
  readonly startedAtMilliseconds: number;
}

/** Totals of a run at one moment, and the figures of its latest update. */
export interface Reading extends Readonly<Record<UpdateFigure, number | null>> {
  /** Since the process started. */
  readonly timeSeconds: number;
  readonly envSteps: number;
  readonly episodes: number;
  readonly updates: number;
  /** Transitions trained on, each as often as it was in a batch. */
  readonly samples: number;
  readonly policyVersion: number;
  /** Mean over the newest training episodes. */
  readonly returnMean: number | null;
  readonly epsilon: number | null;
  /** Blocks taken in, and the sum of their policy lags in published versions. */
  readonly blocks: number;
  readonly policyLagSum: number;
  /** Transitions in the replay table; both null without one. */
  readonly replaySize: number | null;
  readonly replayCapacity: number | null;
  /** Share of the rings' blocks that wait for the learner, 0 to 1. */
  readonly ringFill: number | null;
  /** Seconds so far, mean over actors; null where a recorded run does not say. */
  readonly actorSeconds: Readonly<Record<ActorState, number>> | null;
  readonly learnerSeconds: Readonly<Record<LearnerState, number>> | null;
}

export interface Evaluation {
  readonly timeSeconds: number;
  readonly envSteps: number;
  readonly policyVersion: number;
  readonly episodes: number;
  readonly meanReturn: number;
  readonly minReturn: number;
}

/** Something that happened once. */
export type Incident =
  | {
      readonly kind: 'checkpoint';
      readonly timeSeconds: number;
      readonly envSteps: number;
      /** Its folder's name, by which its weights can be had. */
      readonly checkpoint: string;
    }
  | {
      readonly kind: 'restart';
      readonly timeSeconds: number;
      readonly envSteps: number;
      readonly actor: number;
      readonly reason: string;
      readonly message: string;
    };

/** How a run ended. */
export interface Ending {
  /** `finished`: it had no target to meet, and spent its budget. */
  readonly outcome: 'solved' | 'not-solved' | 'finished' | 'stopped' | 'failed';
  /** One line. */
  readonly message: string;
}

/** Everything so far. Readings are thinned out evenly over a long run. */
export interface RunHistory {
  readonly readings: readonly Reading[];
  readonly evaluations: readonly Evaluation[];
  readonly incidents: readonly Incident[];
  /** null while the run lasts, and for one that was killed. */
  readonly ending: Ending | null;
  /** Whether anything more can come. */
  readonly isLive: boolean;
}

/**
 * The first message of a connection is the history. One that comes later replaces all before it: after a connection was lost, and
 * when a recorded run is found to be under way or not to be any more.
 */
export type RunMessage =
  | { readonly kind: 'history'; readonly history: RunHistory }
  | { readonly kind: 'reading'; readonly reading: Reading }
  | { readonly kind: 'evaluation'; readonly evaluation: Evaluation }
  | { readonly kind: 'incident'; readonly incident: Incident }
  | { readonly kind: 'ending'; readonly ending: Ending };

/** Whose weights: the newest published (of a run that is over: its last), the best evaluated, or a checkpoint's by its folder's name. */
export type PolicyId = 'newest' | 'best' | (string & Record<never, never>);
