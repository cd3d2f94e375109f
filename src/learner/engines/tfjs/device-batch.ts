import type { BatchColumn } from '../../algorithms/algorithm.js';
import { RowTable } from '../row-table.js';
import type { Tensor, TensorsOf, Tf } from './tf.js';

/** A batch on the host, from where every column goes up in one transfer. */
export class DeviceBatch<Batch extends object> {
  readonly #tf: Tf;
  readonly #columns: readonly BatchColumn<Batch>[];
  readonly #rows: RowTable<Batch>;

  constructor(tf: Tf, columns: readonly BatchColumn<Batch>[], maxRows: number) {
    this.#tf = tf;
    this.#columns = columns;
    this.#rows = new RowTable(
      columns.map(({ name, shape, dtype }) => {
        const rowLength = shape.reduce((product, size) => product * size, 1);
        const length = maxRows * rowLength;
        // Bytes are written as the floats that the library has to make of them.
        return {
          name,
          rowLength,
          view: dtype === 'int32' ? new Int32Array(length) : new Float32Array(length),
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
    const views = this.rows(rows) as Readonly<Record<string, Float32Array | Int32Array>>;
    const tensors = this.#columns.map(({ name, shape, dtype }): [string, Tensor] => [
      name,
      this.#tf.tensor(views[name]!, [rows, ...shape], dtype === 'int32' ? 'int32' : 'float32'),
    ]);
    return Object.fromEntries(tensors) as TensorsOf<Batch>;
  }
}
