import { expected } from '../errors.js';

/** Most rows of a batch: of 16,384 numbers each, they take half of the largest kernel memory. */
export const MAX_BATCH = 1 << 14;

/** @throws ManyhandsError `ERR_SHAPE` if `batch` is not from 1 to `maxBatch` */
export function expectBatch(batch: number, maxBatch: number): void {
  if (!(Number.isInteger(batch) && batch >= 1 && batch <= maxBatch)) {
    throw expected('ERR_SHAPE', 'batch', `an integer from 1 to ${maxBatch}`, batch);
  }
}
