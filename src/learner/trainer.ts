import type { ColumnArrays } from '../shared/memory/columns.js';
import type { UnrollColumns } from '../shared/memory/block-layout.js';
import type { UpdateMetrics } from './update-metrics.js';

/** The columns of an unroll: `E` environments, `T` steps each, row `e * T + t`. */
export type Unroll = ColumnArrays<UnrollColumns>;

/** Which environments an unroll is of, and how long it is. */
export interface UnrollExtent {
  /** Number of its first environment in the whole run. */
  readonly firstEnv: number;
  readonly numEnvs: number;
  readonly numSteps: number;
}

/** What the learner loop asks of a way to learn: take unrolls in, make updates, say when either is due. */
export interface Trainer {
  /** Transitions of the latest update. */
  readonly batchSize: number;
  /** Transitions stored and storable in a replay; both 0 where there is none. */
  readonly stored: { readonly size: number; readonly capacity: number };

  /** Whether `count` transitions may be taken in now. Async runs alone ask. */
  canIngest(count: number): boolean;
  /** Takes in one block. Its memory is free again when this returns, unless {@link holdsBlocks} then. */
  ingest(unroll: Unroll, extent: UnrollExtent): void;
  /** Whether the blocks taken in are still being learned from, where the actors wrote them. */
  readonly holdsBlocks: boolean;
  /** Says that the environments of the next block do not go on where their last one ended. */
  breakStreams(extent: UnrollExtent): void;

  /** Whole updates owed for what was ingested, counted down by {@link update}. Sync runs make just these. */
  readonly updatesDue: number;
  /** Whether an update may be made now. Async runs alone ask. */
  canUpdate(): boolean;
  /**
   * About how many transitions an update that cannot be made now waits for, at least 1. Async runs sleep till then; what is less than
   * the truth only wakes them early.
   */
  readonly missing: number;
  /**
   * @returns figures of the update, overwritten by the next; `undefined` where the engine has left them on its device
   * @throws ManyhandsError `ERR_NON_FINITE` as {@link Engine.update}
   */
  update(): Promise<Readonly<UpdateMetrics> | undefined>;

  /** What a checkpoint keeps of it beside the weights: named float32 vectors, copied. */
  state(): Readonly<Record<string, Float32Array>>;
}
