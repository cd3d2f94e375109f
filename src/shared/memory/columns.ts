import { expected } from '../errors.js';
import { alignUp, expectCount } from './shared-buffer.js';

/** Columns start on a cache line, which is also enough for every dtype and for WASM SIMD loads. */
export const COLUMN_ALIGNMENT_BYTES = 64;

/** The typed array that views a column of each dtype. */
export interface ArrayByDType {
  float32: Float32Array;
  float64: Float64Array;
  int32: Int32Array;
  uint8: Uint8Array;
}

export type DType = keyof ArrayByDType;

/** The part of a typed array's constructor that a column needs. */
interface ColumnArrayType<Array> {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: SharedArrayBuffer, byteOffset: number, length: number): Array;
}

const ARRAY_TYPE: { readonly [D in DType]: ColumnArrayType<ArrayByDType[D]> } = {
  float32: Float32Array,
  float64: Float64Array,
  int32: Int32Array,
  uint8: Uint8Array,
};

/** What a column holds. `shape` is that of one row; `[]` is a scalar. */
export interface Column<D extends DType = DType> {
  readonly dtype: D;
  readonly shape: readonly number[];
}

/** Columns by name, in the order in which they lie in memory. */
export type ColumnTable = Readonly<Record<string, Column>>;

/** Where a column lies: bytes from the start of its block, and elements. */
export interface PlacedColumn extends Column {
  readonly byteOffset: number;
  /** Elements of one row: the product of `shape`. */
  readonly rowLength: number;
  /** Elements of all rows. */
  readonly length: number;
}

export type PlacedColumns<Table extends ColumnTable> = { readonly [Name in keyof Table]: PlacedColumn };

/** The typed arrays of a table's columns. An optional column stays optional. */
export type ColumnArrays<Table extends ColumnTable> = {
  readonly [Name in keyof Table]: NonNullable<Table[Name]> extends Column<infer D> ? ArrayByDType[D] : never;
};

/** Columns laid out one after the other, and the byte after the last. */
export interface Placement<Table extends ColumnTable> {
  readonly columns: PlacedColumns<Table>;
  readonly endByte: number;
}

/**
 * Lays a table's columns out from `startByte` on, each aligned to {@link COLUMN_ALIGNMENT_BYTES}.
 *
 * @throws ManyhandsError `ERR_MEMORY_LAYOUT` if a column has an unknown dtype or a size below 1
 */
export function placeColumns<Table extends ColumnTable>(
  table: Table,
  numRows: number,
  startByte: number,
): Placement<Table> {
  const columns: Record<string, PlacedColumn> = {};
  let endByte = startByte;
  for (const [name, { dtype, shape }] of Object.entries(table)) {
    if (!Object.hasOwn(ARRAY_TYPE, dtype)) {
      const known = Object.keys(ARRAY_TYPE).join(', ');
      throw expected('ERR_MEMORY_LAYOUT', `column '${name}' dtype`, `one of ${known}`, dtype);
    }
    for (const size of shape) expectCount(`column '${name}' shape`, size, 1, 2 ** 31 - 1);
    const rowLength = shape.reduce((product, size) => product * size, 1);
    const length = numRows * rowLength;
    const byteOffset = alignUp(endByte, COLUMN_ALIGNMENT_BYTES);
    columns[name] = { dtype, shape, byteOffset, rowLength, length };
    endByte = byteOffset + length * ARRAY_TYPE[dtype].BYTES_PER_ELEMENT;
  }
  return { columns: columns as PlacedColumns<Table>, endByte };
}

/** Views columns of the block that starts at `blockByte`. The caller has checked that it fits `buffer`. */
export function viewColumns<Table extends ColumnTable>(
  buffer: SharedArrayBuffer,
  blockByte: number,
  placed: PlacedColumns<Table>,
): ColumnArrays<Table> {
  const arrays = Object.entries(placed as PlacedColumns<ColumnTable>).map(
    ([name, { dtype, byteOffset, length }]) => [
      name,
      new ARRAY_TYPE[dtype](buffer, blockByte + byteOffset, length),
    ],
  );
  return Object.fromEntries(arrays) as ColumnArrays<Table>;
}
