import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { testUniform } from '../../shared/kernels/support/fixture.js';
import { tf } from '../../support/tfjs.js';

/** One row of a batch and of the network's outputs: the elements of every column, by name. */
export type Row = Readonly<Record<string, readonly number[]>>;

type Arrays = Readonly<Record<string, Float32Array | Int32Array>>;
type Tensors = Readonly<Record<string, Tensor>>;

/** A loss in its three forms. `Batch` and `Outputs` are what its host form takes. */
export interface LossForms<Batch, Outputs> {
  /** Names of the columns of a batch; those of the outputs. Together they are what a row has. */
  readonly batch: readonly (keyof Batch & string)[];
  readonly outputs: readonly (keyof Outputs & string)[];
  /** Columns that are matrices, however narrow. Outputs all are. */
  readonly matrices?: readonly string[];
  /** A row from numbers in [-1, 1). Called again while {@link kinks} finds it too near to one. */
  readonly drawRow: (draw: () => number) => Row;
  /** How far from this row the loss has no derivative, in any units of its inputs. */
  readonly kinks?: (row: Row) => readonly number[];
  /** Returns what it reports, `loss` among it. */
  readonly host: (batch: Batch, outputs: Outputs, gradients: Outputs) => Readonly<Record<string, number>>;
  readonly tensors: (
    batch: Readonly<Record<keyof Batch & string, Tensor>>,
    outputs: Readonly<Record<keyof Outputs & string, Tensor>>,
  ) => Scalar;
  /** What {@link host} reports, in float64 and as slowly as the formula reads. */
  readonly reference: (rows: readonly Row[]) => Readonly<Record<string, number>>;
}

const BATCH_SIZES = [1, 2, 7, 64];

/** Step of the differences. Their error is its square, 1e-12, or the rounding of a loss below 1e3, 1e-13, over it. */
const STEP = 1e-6;
/** No input moves further than {@link STEP}; and float32 must not take it across either. */
const KINK_MARGIN = 1e-3;

/** Holds a loss's forms to each other on random batches. Call it inside a `describe`. */
export function testLossForms<Batch, Outputs>(forms: LossForms<Batch, Outputs>): void {
  const cases = BATCH_SIZES.map((batchSize) => ({ batchSize, rows: drawRows(forms, batchSize) }));

  it.each(cases)('reports what the definition gives for $batchSize rows', ({ rows }) => {
    const { metrics } = runHost(forms, rows);
    const wanted = forms.reference(rows);
    expect(Object.keys(metrics).sort()).toEqual(Object.keys(wanted).sort());
    // Both are float64 sums of at most 64 terms; they differ in order and in the form of the formula.
    for (const [name, value] of Object.entries(wanted)) expectClose(name, metrics[name]!, value, 1e-11);
  });

  it.each(cases)('has the gradient that central differences give for $batchSize rows', ({ rows }) => {
    const { gradients } = runHost(forms, rows);
    for (const name of forms.outputs) {
      const width = rows[0]![name]!.length;
      for (const [k, gradient] of gradients[name]!.entries()) {
        const lossAt = (shift: number) =>
          forms.reference(rows.map((row, i) => moved(row, i, name, k, width, shift))).loss!;
        const difference = (lossAt(STEP) - lossAt(-STEP)) / (2 * STEP);
        // The gradient itself is rounded to float32 once, and STEP's error is below that of 1.
        expectClose(`${name}[${k}]`, gradient, difference, 1e-7);
      }
    }
  });

  it.each(cases)('has the same loss and gradient as tensors for $batchSize rows', ({ rows }) => {
    const { metrics, gradients } = runHost(forms, rows);
    const tensors = runTensors(forms, rows);
    // Float32 throughout: sums of up to 64 terms, each good to some 1e-7.
    expectClose('loss', tensors.loss, metrics.loss!, 1e-5);
    for (const name of forms.outputs) {
      expect(tensors.gradients[name]!.length).toBe(gradients[name]!.length);
      for (const [k, value] of tensors.gradients[name]!.entries()) {
        expectClose(`${name}[${k}]`, value, gradients[name]![k]!, 1e-5);
      }
    }
  });

  it('leaves its inputs as they are', () => {
    const rows = drawRows(forms, 7);
    const before = arraysOf(forms, rows);
    const after = arraysOf(forms, rows);
    forms.host(after as Batch, after as Outputs, poisoned(forms, after) as Outputs);
    expect(after).toEqual(before);
  });
}

function drawRows<Batch, Outputs>(
  { drawRow, kinks = () => [] }: LossForms<Batch, Outputs>,
  batchSize: number,
): Row[] {
  const draw = testUniform(batchSize);
  return Array.from({ length: batchSize }, () => {
    for (;;) {
      const row = Object.fromEntries(
        Object.entries(drawRow(draw)).map(([name, values]) => [name, values.map(Math.fround)]),
      );
      if (kinks(row).every((distance) => Math.abs(distance) > KINK_MARGIN)) return row;
    }
  });
}

function runHost<Batch, Outputs>(forms: LossForms<Batch, Outputs>, rows: readonly Row[]) {
  const arrays = arraysOf(forms, rows);
  const gradients = poisoned(forms, arrays);
  // Names say which arrays these are; the loss's types say the same.
  const metrics = forms.host(arrays as Batch, arrays as Outputs, gradients as Outputs);
  return { metrics, gradients };
}

function runTensors<Batch, Outputs>(
  { batch, outputs, matrices = [], tensors }: LossForms<Batch, Outputs>,
  rows: readonly Row[],
): { loss: number; gradients: Arrays } {
  const tensorOf = (name: string, isMatrix: boolean) => {
    const width = rows[0]![name]!.length;
    const values = rows.flatMap((row) => row[name]!);
    const shape = isMatrix ? [rows.length, width] : [rows.length];
    return tf.tensor(values, shape, isIndex(name, rows) ? 'int32' : 'float32');
  };
  const columns: Tensors = Object.fromEntries(
    batch.map((name) => [name, tensorOf(name, matrices.includes(name))]),
  );
  const lossOf = (...values: Tensor[]) =>
    tensors(
      columns,
      Object.fromEntries(outputs.map((name, i) => [name, values[i]!])) as Record<
        keyof Outputs & string,
        Tensor
      >,
    );
  const inputs = outputs.map((name) => tensorOf(name, true));
  const { value, grads } = tf.valueAndGrads(lossOf)(inputs);
  const gradients = Object.fromEntries(
    outputs.map((name, i) => [name, grads[i]!.dataSync() as Float32Array]),
  );
  return { loss: value.dataSync()[0]!, gradients };
}

function arraysOf<Batch, Outputs>(
  { batch, outputs }: LossForms<Batch, Outputs>,
  rows: readonly Row[],
): Arrays {
  return Object.fromEntries(
    [...batch, ...outputs].map((name) => {
      const values = rows.flatMap((row) => row[name]!);
      return [name, isIndex(name, rows) ? Int32Array.from(values) : Float32Array.from(values)];
    }),
  );
}

function poisoned<Batch, Outputs>({ outputs }: LossForms<Batch, Outputs>, arrays: Arrays) {
  return Object.fromEntries(outputs.map((name) => [name, new Float32Array(arrays[name]!.length).fill(NaN)]));
}

/** Actions are indices if every one is a whole number; samples of a continuous one never all are. */
function isIndex(name: string, rows: readonly Row[]): boolean {
  return name.startsWith('action') && rows.every((row) => row[name]!.every(Number.isInteger));
}

function moved(row: Row, i: number, name: string, k: number, width: number, shift: number): Row {
  if (Math.floor(k / width) !== i) return row;
  return { ...row, [name]: row[name]!.map((value, j) => (j === k % width ? value + shift : value)) };
}

/** Relative to the size of what is wanted, or absolute below 1. */
function expectClose(name: string, got: number, wanted: number, tolerance: number): void {
  const error = Math.abs(got - wanted) / Math.max(1, Math.abs(wanted));
  expect(error, `${name}: wanted ${wanted}, got ${got}`).toBeLessThan(tolerance);
}
