import type { Unroll, UnrollExtent } from '../trainer.js';
import type { PolicyBatch } from './policy-batch.js';
import { actionSizeOf, type UnrollFormat } from '../../shared/memory/block-layout.js';
import type { StepColumns } from './step-columns.js';

/** Elements of an observation from which on a call that copies it costs less than a loop. */
const LONG_ROW = 256;

/** An unroll where its actor wrote it. */
export interface HeldUnroll extends UnrollExtent {
  readonly columns: Unroll;
  /** Number of its first row among the rows of all unrolls held. */
  readonly firstRow: number;
  readonly numRows: number;
}

/** The unrolls that are being learned from, their rows numbered through in the order in which they came. */
export class HeldUnrolls {
  readonly #observationSize: number;
  readonly #actionSize: number;
  readonly #unrolls: HeldUnroll[] = [];
  /** Which unroll each row is in. */
  readonly #unrollOf: Uint16Array;
  #numRows = 0;

  /** @param maxRows - most rows held at a time */
  constructor(format: UnrollFormat, maxRows: number) {
    this.#observationSize = format.observationSize;
    this.#actionSize = actionSizeOf(format);
    this.#unrollOf = new Uint16Array(maxRows);
  }

  get numRows(): number {
    return this.#numRows;
  }

  [Symbol.iterator](): IterableIterator<HeldUnroll> {
    return this.#unrolls.values();
  }

  add(columns: Unroll, extent: UnrollExtent): void {
    const numRows = extent.numEnvs * extent.numSteps;
    const firstRow = this.#numRows;
    this.#unrollOf.fill(this.#unrolls.length, firstRow, firstRow + numRows);
    this.#unrolls.push({ ...extent, columns, firstRow, numRows });
    this.#numRows += numRows;
  }

  clear(): void {
    this.#unrolls.length = 0;
    this.#numRows = 0;
  }

  /**
   * Copies chosen rows into a batch: the one copy that is made of them.
   *
   * @param order - row numbers; those at `first` and after are taken, as many as the batch has
   * @param steps - what was worked out for every row
   */
  gatherInto(batch: PolicyBatch, order: Int32Array, first: number, steps: StepColumns): void {
    const D = this.#observationSize;
    const A = this.#actionSize;
    const { advantage, valueTarget, behaviourLogProbability, behaviourValue } = batch;
    for (let i = 0; i < advantage.length; i++) {
      const row = order[first + i]!;
      const { columns, firstRow } = this.#unrolls[this.#unrollOf[row]!]!;
      const { observation, action, logProbability } = columns;
      const local = row - firstRow;
      if (D >= LONG_ROW) {
        batch.observation.set(observation.subarray(local * D, (local + 1) * D), i * D);
      } else {
        for (let d = 0, from = local * D, to = i * D; d < D; d++)
          batch.observation[to++] = observation[from++]!;
      }
      for (let a = 0, from = local * A, to = i * A; a < A; a++) batch.action[to++] = action[from++]!;
      advantage[i] = steps.advantage[row]!;
      valueTarget[i] = steps.valueTarget[row]!;
      behaviourLogProbability[i] = logProbability![local]!;
      behaviourValue[i] = steps.value[row]!;
    }
  }

  /** Copies what was seen and done in all rows into a batch of as many, in their order. */
  copyActsInto(batch: PolicyBatch): void {
    const D = this.#observationSize;
    const A = this.#actionSize;
    for (const { columns, firstRow } of this.#unrolls) {
      batch.observation.set(columns.observation, firstRow * D);
      batch.action.set(columns.action, firstRow * A);
      batch.behaviourLogProbability.set(columns.logProbability!, firstRow);
    }
  }

  /** Copies what was worked out for all rows into a batch of as many. */
  copyTargetsInto(batch: PolicyBatch, steps: StepColumns): void {
    batch.advantage.set(steps.advantage.subarray(0, this.#numRows));
    batch.valueTarget.set(steps.valueTarget.subarray(0, this.#numRows));
    batch.behaviourValue.set(steps.value.subarray(0, this.#numRows));
  }
}
