import type { UnrollFormat } from '../../shared/memory/block-layout.js';
import type { BatchColumn } from '../algorithms/algorithm.js';
import { stepBatchColumns, type StepBatch } from '../step-batch.js';

/** `N` whole episodes one after another, `B` steps in all, engine-owned. */
export interface EpisodeBatch extends StepBatch {
  /** What the action is reinforced with, held constant. Shape `[B]`, as are the columns below. */
  readonly advantage: Float32Array;
  /** `1 / N`. */
  readonly policyWeight: Float32Array;
  /** The return from each step on, held constant. */
  readonly valueTarget: Float32Array;
  /** `1 / (N * T)` in an episode of `T` steps. */
  readonly valueWeight: Float32Array;
}

/** The columns of an {@link EpisodeBatch}. */
export function episodeBatchColumns(format: UnrollFormat): readonly BatchColumn<EpisodeBatch>[] {
  return stepBatchColumns<EpisodeBatch>(format, ['advantage', 'policyWeight', 'valueTarget', 'valueWeight']);
}
