import type { Float32Region } from '../kernels/arena.js';

/**
 * The first `batch` rows of a region, as a view. Keeps the view of every batch size it was asked for, so that a loop that asks for
 * the same sizes again and again allocates nothing.
 */
export class RowViews {
  readonly #views: (Float32Array | undefined)[] = [];

  constructor(
    private readonly region: Float32Region,
    private readonly rowLength: number,
  ) {}

  rows(batch: number): Float32Array {
    return (this.#views[batch] ??= this.region.view.subarray(0, batch * this.rowLength));
  }
}
