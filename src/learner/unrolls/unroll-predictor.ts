import {
  createObservations,
  type Observations,
  type UnrollFormat,
} from '../../shared/memory/block-layout.js';
import type { PolicyDistribution, PolicyOutputs } from '../distributions/policy-distribution.js';
import type { Engine, NetworkOutputs } from '../engines/engine.js';
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
  readonly #bootstrapObservations: Observations;
  readonly #bootstrapRows: Int32Array;
  #numBootstraps = 0;

  /** @param distribution - if given, the log-probabilities of the actions are worked out too */
  constructor(
    engine: Engine<PolicyBatch>,
    format: Pick<UnrollFormat, 'observationSize' | 'observationDtype'>,
    distribution?: PolicyDistribution,
  ) {
    this.#engine = engine;
    this.#observationSize = format.observationSize;
    this.#distribution = distribution;
    this.#bootstrapObservations = createObservations(format, engine.maxBatchSize * format.observationSize);
    this.#bootstrapRows = new Int32Array(engine.maxBatchSize);
  }

  /**
   * Asks in parts of as many rows as the engine takes.
   *
   * @param steps - receives `value`, `nextValue` and, if asked for, `logProbability` of every row held
   */
  async predictInto(unrolls: HeldUnrolls, steps: StepColumns): Promise<void> {
    await this.#bootstrapInto(unrolls, steps);
    const { maxBatchSize } = this.#engine;
    const D = this.#observationSize;
    for (const { columns, firstRow, numRows } of unrolls) {
      const A = columns.action.length / numRows;
      for (let from = 0; from < numRows; from += maxBatchSize) {
        const to = Math.min(numRows, from + maxBatchSize);
        const outputs = await this.#engine.predict(columns.observation.subarray(from * D, to * D));
        this.#takeRows(outputs, columns.action.subarray(from * A, to * A), firstRow + from, steps);
      }
    }
    chainValues(unrolls, steps);
  }

  /**
   * Asks about all rows at once, as the engine's batch of one update, which then goes on from there.
   *
   * @param steps - as of {@link predictInto}
   */
  async forwardInto(unrolls: HeldUnrolls, steps: StepColumns): Promise<void> {
    const engine = this.#engine;
    // First, because they go through the memory of the batch.
    await this.#bootstrapInto(unrolls, steps);
    engine.resize(unrolls.numRows);
    unrolls.copyActsInto(engine.batch);
    this.#takeRows(await engine.forward(), engine.batch.action, 0, steps);
    chainValues(unrolls, steps);
  }

  #takeRows(
    outputs: NetworkOutputs,
    action: Int32Array | Float32Array,
    firstRow: number,
    steps: StepColumns,
  ): void {
    const value = outputs['value']!;
    steps.value.set(value, firstRow);
    if (this.#distribution === undefined) return;
    this.#distribution.evaluate(outputs as NetworkOutputs & PolicyOutputs, action);
    const { logProbability } = this.#distribution.rows;
    for (let i = 0; i < value.length; i++) steps.logProbability[firstRow + i] = logProbability[i]!;
  }

  /** Writes the next values that no other row of the batch has. */
  async #bootstrapInto(unrolls: HeldUnrolls, { nextValue }: StepColumns): Promise<void> {
    for (const unroll of unrolls) {
      const { columns, firstRow, numRows } = unroll;
      for (let local = 0; local < numRows; local++) {
        if (columns.terminated[local] === 1) nextValue[firstRow + local] = 0;
        else if (isCut(unroll, local)) {
          if (this.#numBootstraps === this.#bootstrapRows.length) await this.#answer(nextValue);
          this.#askFor(unroll, local);
        }
      }
    }
    if (this.#numBootstraps > 0) await this.#answer(nextValue);
  }

  #askFor({ columns, firstRow }: HeldUnroll, local: number): void {
    const D = this.#observationSize;
    const to = this.#numBootstraps * D;
    for (let d = 0; d < D; d++) {
      this.#bootstrapObservations[to + d] = columns.nextObservation[local * D + d]!;
    }
    this.#bootstrapRows[this.#numBootstraps++] = firstRow + local;
  }

  async #answer(nextValue: Float32Array): Promise<void> {
    const count = this.#numBootstraps;
    const outputs = await this.#engine.predict(
      this.#bootstrapObservations.subarray(0, count * this.#observationSize),
    );
    const values = outputs['value']!;
    for (let i = 0; i < count; i++) nextValue[this.#bootstrapRows[i]!] = values[i]!;
    this.#numBootstraps = 0;
  }
}

/** Whether the next row does not go on where this one ended: time ran out, or the unroll did. */
function isCut({ columns, numSteps }: HeldUnroll, local: number): boolean {
  return columns.truncated[local] === 1 || (local + 1) % numSteps === 0;
}

/** Elsewhere the next value of a row is the value of the row after it. */
function chainValues(unrolls: HeldUnrolls, { value, nextValue }: StepColumns): void {
  for (const unroll of unrolls) {
    const { columns, firstRow, numRows } = unroll;
    for (let local = 0; local < numRows; local++) {
      if (columns.terminated[local] === 1 || isCut(unroll, local)) continue;
      nextValue[firstRow + local] = value[firstRow + local + 1]!;
    }
  }
}
