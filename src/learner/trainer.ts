import type { Unroll } from './replay/replay-table.js';
import type { UpdateMetrics } from './update-metrics.js';

/** Which environments an unroll is of, and how long it is. */
export interface UnrollExtent {
  /** Number of its first environment in the whole run. */
  readonly firstEnv: number;
  readonly numEnvs: number;
  readonly numSteps: number;
}

/** What the learner loop asks of a way to learn: take unrolls in, make updates, say when either is due. */
export interface Trainer {
  /** Transitions a batch holds. */
  readonly batchSize: number;
  /** Transitions stored and storable. */
  readonly stored: { readonly size: number; readonly capacity: number };

  /** Whether the rate limiter lets `count` transitions in now. Async runs alone ask. */
  canIngest(count: number): boolean;
  /** Takes in one block; its memory is free again when this returns. */
  ingest(unroll: Unroll, extent: UnrollExtent): void;
  /** Says that the environments of the next block do not go on where their last one ended. */
  breakStreams(extent: UnrollExtent): void;

  /** Whole updates owed for what was ingested, counted down by {@link update}. Sync runs make just these. */
  readonly updatesDue: number;
  /** Whether the rate limiter allows an update now. Async runs alone ask. */
  canUpdate(): boolean;
  /** @throws ManyhandsError `ERR_NON_FINITE` as {@link Engine.update} */
  update(): Readonly<UpdateMetrics>;
}
