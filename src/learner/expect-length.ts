import { expected } from '../shared/errors.js';

/** @throws ManyhandsError `ERR_SHAPE` if the array has another number of elements */
export function expectLength(name: string, array: ArrayLike<number>, length: number): void {
  if (array.length !== length) throw expected('ERR_SHAPE', name, `${length} elements`, array.length);
}

/**
 * Rows of a batch with so many elements in each.
 *
 * @throws ManyhandsError `ERR_SHAPE` for an empty batch, or one that is not whole rows
 */
export function numRowsOf(name: string, array: ArrayLike<number>, width: number): number {
  const numRows = array.length / width;
  if (!Number.isInteger(numRows) || numRows < 1) {
    throw expected(
      'ERR_SHAPE',
      name,
      `at least one row, and whole rows of ${width}`,
      `${array.length} elements`,
    );
  }
  return numRows;
}

/** @throws ManyhandsError `ERR_SHAPE` unless `rows` is from 1 to `maxRows` */
export function expectRows(what: string, rows: number, maxRows: number): void {
  if (Number.isInteger(rows) && rows >= 1 && rows <= maxRows) return;
  throw expected('ERR_SHAPE', `rows of ${what}`, `an integer from 1 to ${maxRows}`, rows);
}
