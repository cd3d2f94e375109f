import type { BatchColumn } from '../algorithms/algorithm.js';

/** A batch of `B` steps for a policy-gradient update, engine-owned. `D` and `A` are the sizes of observation and action. */
export interface PolicyBatch {
  /** `s_{t-1}`. Shape `[B, D]`. */
  readonly observationTm1: Float32Array;
  /** `a_{t-1}`: numbers of discrete actions `[B]`, or elements of a box `[B, A]`. */
  readonly actionTm1: Int32Array | Float32Array;
  /** How much better than expected the action turned out, held constant. Shape `[B]`, as are the columns below. */
  readonly advantage: Float32Array;
  /** What the value of `s_{t-1}` should have been, held constant. */
  readonly valueTarget: Float32Array;
  /** Log-probability of the action under the policy that acted. */
  readonly behaviourLogProbability: Float32Array;
  /** The value of `s_{t-1}` before the first update on these steps. */
  readonly behaviourValue: Float32Array;
}

/** How steps are laid out for a network: what depends on the environment's spaces. */
export interface StepFormat {
  readonly observationSize: number;
  /** `float32` with `actionSize` elements for boxes, one `int32` for discrete actions. */
  readonly actionDType: 'int32' | 'float32';
  readonly actionSize: number;
}

/** The columns of a {@link PolicyBatch}. */
export function policyBatchColumns({
  observationSize,
  actionDType,
  actionSize,
}: StepFormat): readonly BatchColumn<PolicyBatch>[] {
  const scalar = (name: keyof PolicyBatch): BatchColumn<PolicyBatch> => ({ name, shape: [], dtype: 'float32' });
  return [
    { name: 'observationTm1', shape: [observationSize], dtype: 'float32' },
    { name: 'actionTm1', shape: [actionSize], dtype: actionDType },
    scalar('advantage'),
    scalar('valueTarget'),
    scalar('behaviourLogProbability'),
    scalar('behaviourValue'),
  ];
}
