import type { BatchColumn } from '../algorithms/algorithm.js';
import type { UnrollFormat } from '../../shared/memory/block-layout.js';

/** A batch of `B` steps for a policy-gradient update, engine-owned. `D` and `A` are the sizes of observation and action. */
export interface PolicyBatch {
  /** What the policy saw. Shape `[B, D]`. */
  readonly observation: Float32Array;
  /** What it did: numbers of discrete actions `[B]`, or elements of a box `[B, A]`. */
  readonly action: Int32Array | Float32Array;
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
export function policyBatchColumns({
  observationSize,
  action,
}: UnrollFormat): readonly BatchColumn<PolicyBatch>[] {
  const scalar = (name: keyof PolicyBatch): BatchColumn<PolicyBatch> => ({
    name,
    shape: [],
    dtype: 'float32',
  });
  return [
    { name: 'observation', shape: [observationSize], dtype: 'float32' },
    { name: 'action', ...action },
    scalar('advantage'),
    scalar('valueTarget'),
    scalar('behaviourLogProbability'),
    scalar('behaviourValue'),
  ];
}
