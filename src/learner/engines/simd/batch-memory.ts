import type { Arena, Float32Region, Uint8Region } from '../../../shared/kernels/arena.js';
import type { BatchColumn } from '../../algorithms/algorithm.js';
import type { NamedRows } from '../row-table.js';

/** A column that passes read: floats, and the bytes that they are made from where the column has bytes. */
export interface InputColumn {
  readonly rowLength: number;
  readonly floats: Float32Region;
  readonly bytes?: Uint8Region | undefined;
}

/** A batch's columns in kernel memory. */
export class BatchMemory<Batch> {
  readonly columns: readonly NamedRows[];
  readonly #inputs = new Map<string, InputColumn>();

  /** @param existing - regions that the floats of columns of these names are to be, such as a network's input */
  constructor(
    arena: Arena,
    columns: readonly BatchColumn<Batch>[],
    maxRows: number,
    existing: Readonly<Record<string, Float32Region>>,
  ) {
    this.columns = columns.map(({ name, shape, dtype }) => {
      const rowLength = shape.reduce((product, size) => product * size, 1);
      const length = maxRows * rowLength;
      if (dtype === 'int32') return { name, rowLength, ...arena.int32(length) };
      const bytes = dtype === 'uint8' ? arena.uint8(length) : undefined;
      const floats = existing[name] ?? arena.float32(length);
      this.#inputs.set(name, { rowLength, floats, bytes });
      return { name, rowLength, ...(bytes ?? floats) };
    });
  }

  /** A column of floats or bytes, as a pass reads it. */
  inputOf(name: string): InputColumn {
    return this.#inputs.get(name)!;
  }
}
