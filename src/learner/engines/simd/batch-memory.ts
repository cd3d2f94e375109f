import type { Arena, Float32Region } from '../../../shared/kernels/arena.js';
import type { BatchColumn } from '../../algorithms/algorithm.js';
import type { NamedRows } from './row-table.js';

/** A batch's columns in kernel memory. */
export class BatchMemory<Batch> {
  readonly columns: readonly NamedRows[];

  /** @param existing - regions that columns of these names are to be, such as a network's input */
  constructor(
    arena: Arena,
    columns: readonly BatchColumn<Batch>[],
    maxRows: number,
    existing: Readonly<Record<string, Float32Region>>,
  ) {
    this.columns = columns.map(({ name, shape, dtype }) => {
      const rowLength = shape.reduce((product, size) => product * size, 1);
      const region =
        existing[name] ??
        (dtype === 'float32' ? arena.float32(maxRows * rowLength) : arena.int32(maxRows * rowLength));
      return { name, rowLength, ...region };
    });
  }

  /** The region of a float32 column. */
  float32RegionOf(name: string): Float32Region {
    return this.columns.find((column) => column.name === name) as NamedRows & Float32Region;
  }
}
