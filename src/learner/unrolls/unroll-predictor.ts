import type { Engine, NetworkOutputs } from '../engines/engine.js';
import type { PolicyDistribution, PolicyOutputs } from '../distributions/policy-distribution.js';
import type { HeldUnroll, HeldUnrolls } from './held-unrolls.js';
import type { PolicyBatch } from './policy-batch.js';
import type { StepColumns } from './step-columns.js';

/**
 * Asks the network of now about the unrolls held: the value of every observation, and of the true next observation
 * wherever the next row is not of the same episode and unroll.
 */
export class UnrollPredictor {
  readonly #engine: Engine<PolicyBatch>;
  readonly #observationSize: number;
  readonly #distribution: PolicyDistribution | undefined;
  /** Next observations to be asked about, `[maxBatchSize, D]`, and the rows they belong to. */
  readonly #bootstrapObservations: Float32Array;
  readonly #bootstrapRows: Int32Array;
  #numBootstraps = 0;

  /** @param distribution - if given, the log-probabilities of the actions are worked out too */
  constructor(engine: Engine<PolicyBatch>, observationSize: number, distribution?: PolicyDistribution) {
    this.#engine = engine;
    this.#observationSize = observationSize;
    this.#distribution = distribution;
    this.#bootstrapObservations = new Float32Array(engine.maxBatchSize * observationSize);
    this.#bootstrapRows = new Int32Array(engine.maxBatchSize);
  }

  /** @param steps - receives `value`, `nextValue` and, if asked for, `logProbability` of every row held */
  predictInto(unrolls: HeldUnrolls, steps: StepColumns): void {
    for (const unroll of unrolls) this.#predictRows(unroll, steps);
    for (const unroll of unrolls) this.#chainValues(unroll, steps);
    this.#predictBootstraps(steps);
  }

  #predictRows({ columns, firstRow, numRows }: HeldUnroll, steps: StepColumns): void {
    const { maxBatchSize } = this.#engine;
    const D = this.#observationSize;
    const A = columns.action.length / numRows;
    for (let from = 0; from < numRows; from += maxBatchSize) {
      const to = Math.min(numRows, from + maxBatchSize);
      const outputs = this.#engine.predict(columns.observation.subarray(from * D, to * D));
      steps.value.set(outputs['value']!, firstRow + from);
      if (this.#distribution !== undefined) {
        const action = columns.action.subarray(from * A, to * A);
        this.#distribution.evaluate(outputs as NetworkOutputs & PolicyOutputs, action);
        const { logProbability } = this.#distribution.rows;
        for (let i = from; i < to; i++) steps.logProbability[firstRow + i] = logProbability[i - from]!;
      }
    }
  }

  /** The next value of a row is the value of the row after it, or has to be asked for. */
  #chainValues(
    { columns, firstRow, numRows, numSteps }: HeldUnroll,
    { value, nextValue }: StepColumns,
  ): void {
    const { terminated, truncated } = columns;
    for (let local = 0; local < numRows; local++) {
      const row = firstRow + local;
      const isLast = (local + 1) % numSteps === 0;
      if (terminated[local] === 1) nextValue[row] = 0;
      else if (isLast || truncated[local] === 1) this.#askFor(columns.nextObservation, local, row, nextValue);
      else nextValue[row] = value[row + 1]!;
    }
  }

  #askFor(nextObservation: Float32Array, local: number, row: number, nextValue: Float32Array): void {
    const D = this.#observationSize;
    if (this.#numBootstraps === this.#bootstrapRows.length) this.#answer(nextValue);
    const to = this.#numBootstraps * D;
    for (let d = 0; d < D; d++) this.#bootstrapObservations[to + d] = nextObservation[local * D + d]!;
    this.#bootstrapRows[this.#numBootstraps++] = row;
  }

  #predictBootstraps({ nextValue }: StepColumns): void {
    if (this.#numBootstraps > 0) this.#answer(nextValue);
  }

  #answer(nextValue: Float32Array): void {
    const count = this.#numBootstraps;
    const outputs = this.#engine.predict(
      this.#bootstrapObservations.subarray(0, count * this.#observationSize),
    );
    const values = outputs['value']!;
    for (let i = 0; i < count; i++) nextValue[this.#bootstrapRows[i]!] = values[i]!;
    this.#numBootstraps = 0;
  }
}
