import type { BatchColumn } from '../algorithms/algorithm.js';
import type { UnrollFormat } from '../../shared/memory/block-layout.js';

/** `N` whole episodes one after another, `B` steps in all, engine-owned. `D` and `A` are the sizes of observation and action. */
export interface EpisodeBatch {
  /** What the policy saw. Shape `[B, D]`. */
  readonly observation: Float32Array;
  /** What it did: numbers of discrete actions `[B]`, or elements of a box `[B, A]`. */
  readonly action: Int32Array | Float32Array;
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
export function episodeBatchColumns({
  observationSize,
  action,
}: UnrollFormat): readonly BatchColumn<EpisodeBatch>[] {
  const scalar = (name: keyof EpisodeBatch): BatchColumn<EpisodeBatch> => ({
    name,
    shape: [],
    dtype: 'float32',
  });
  return [
    { name: 'observation', shape: [observationSize], dtype: 'float32' },
    { name: 'action', ...action },
    scalar('advantage'),
    scalar('policyWeight'),
    scalar('valueTarget'),
    scalar('valueWeight'),
  ];
}
