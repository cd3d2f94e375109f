import type { Observations, UnrollFormat } from '../shared/memory/block-layout.js';
import type { BatchColumn } from './algorithms/algorithm.js';

/** What every batch of `B` steps has, engine-owned. `D` and `A` are the sizes of observation and action. */
export interface StepBatch {
  /** What the policy saw. Shape `[B, D]`. */
  readonly observation: Observations;
  /** What it did: numbers of discrete actions `[B]`, or elements of a box `[B, A]`. */
  readonly action: Int32Array | Float32Array;
}

/** The columns of a batch of steps. @param numbers - its columns with one float32 number a step */
export function stepBatchColumns<Batch extends StepBatch>(
  { observationSize, observationDtype, action }: UnrollFormat,
  numbers: readonly (keyof Batch & string)[],
): readonly BatchColumn<Batch>[] {
  return [
    { name: 'observation', shape: [observationSize], dtype: observationDtype },
    { name: 'action', ...action },
    ...numbers.map((name) => ({ name, shape: [], dtype: 'float32' }) as const),
  ];
}
