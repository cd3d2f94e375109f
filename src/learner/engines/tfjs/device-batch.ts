import type { BatchColumn } from '../../algorithms/algorithm.js';
import { RowTable } from '../row-table.js';
import type { TfjsBackend } from './backend.js';
import type { Tensor, TensorsOf } from './tf.js';

const ARRAYS = { float32: Float32Array, int32: Int32Array, uint8: Uint8Array } as const;

/** A batch on the host, from where every column goes up in one transfer. */
export class DeviceBatch<Batch extends object> {
  readonly #backend: Pick<TfjsBackend, 'tf' | 'uploadBytes'>;
  readonly #columns: readonly BatchColumn<Batch>[];
  readonly #rows: RowTable<Batch>;

  constructor(
    backend: Pick<TfjsBackend, 'tf' | 'uploadBytes'>,
    columns: readonly BatchColumn<Batch>[],
    maxRows: number,
  ) {
    this.#backend = backend;
    this.#columns = columns;
    this.#rows = new RowTable(
      columns.map(({ name, shape, dtype }) => {
        const rowLength = shape.reduce((product, size) => product * size, 1);
        const length = maxRows * rowLength;
        return {
          name,
          rowLength,
          view: new ARRAYS[dtype](length),
        };
      }),
    );
  }

  /** The columns' first rows, as views to write to. */
  rows(rows: number): Batch {
    return this.#rows.rows(rows);
  }

  /** What {@link rows} hold, on the device. Call it inside of a `tidy`, and let it be used before they are written again. */
  upload(rows: number): TensorsOf<Batch> {
    const { tf, uploadBytes } = this.#backend;
    const views = this.rows(rows) as Readonly<Record<string, Float32Array | Int32Array | Uint8Array>>;
    const tensors = this.#columns.map(({ name, shape, dtype }): [string, Tensor] => {
      const values = views[name]!;
      const whole = [rows, ...shape];
      if (values instanceof Uint8Array) return [name, uploadBytes(values, whole)];
      return [name, tf.tensor(values, whole, dtype === 'int32' ? 'int32' : 'float32')];
    });
    return Object.fromEntries(tensors) as TensorsOf<Batch>;
  }
}
