import type { UnrollFormat } from '../../shared/memory/block-layout.js';
import type { BatchColumn } from '../algorithms/algorithm.js';
import { stepBatchColumns, type StepBatch } from '../step-batch.js';

/** A batch of `B` steps for a policy-gradient update, engine-owned. */
export interface PolicyBatch extends StepBatch {
  /** How much better than expected the action turned out, held constant. Shape `[B]`, as are the columns below. */
  readonly advantage: Float32Array;
  /** What the value of the observation should have been, held constant. */
  readonly valueTarget: Float32Array;
  /** Log-probability of the action under the policy that acted. */
  readonly behaviourLogProbability: Float32Array;
  /** The value of the observation before the first update on these steps. */
  readonly behaviourValue: Float32Array;
}

/** The columns of a {@link PolicyBatch}. */
export function policyBatchColumns(format: UnrollFormat): readonly BatchColumn<PolicyBatch>[] {
  return stepBatchColumns<PolicyBatch>(format, [
    'advantage',
    'valueTarget',
    'behaviourLogProbability',
    'behaviourValue',
  ]);
}
