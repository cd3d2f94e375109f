/** What the learner works out for every step of the unrolls it holds, in its own memory. Shape `[rows]` each. */
export interface StepColumns {
  /** Rewards as they are learned from: scaled, where returns are normalized. */
  readonly reward: Float32Array;
  /** `V` of what the policy saw. */
  readonly value: Float32Array;
  /** `V` of the true next observation; 0 where the task ended. */
  readonly nextValue: Float32Array;
  /** Log-probability of the action under the policy that learns. Only for estimators that ask for it. */
  readonly logProbability: Float32Array;
  readonly advantage: Float32Array;
  readonly valueTarget: Float32Array;
}

export function allocateStepColumns(maxRows: number): StepColumns {
  const column = (): Float32Array => new Float32Array(maxRows);
  return {
    reward: column(),
    value: column(),
    nextValue: column(),
    logProbability: column(),
    advantage: column(),
    valueTarget: column(),
  };
}

/** The part of the columns that belongs to some consecutive rows, as views. */
export function stepColumnsOf(columns: StepColumns, firstRow: number, numRows: number): StepColumns {
  const part = (column: Float32Array): Float32Array => column.subarray(firstRow, firstRow + numRows);
  return {
    reward: part(columns.reward),
    value: part(columns.value),
    nextValue: part(columns.nextValue),
    logProbability: part(columns.logProbability),
    advantage: part(columns.advantage),
    valueTarget: part(columns.valueTarget),
  };
}
