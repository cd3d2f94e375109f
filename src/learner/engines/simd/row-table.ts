import type { Float32Region, Int32Region, Uint8Region } from '../../../shared/kernels/arena.js';

/** A named region of rows. */
export type NamedRows = (Float32Region | Int32Region | Uint8Region) & {
  readonly name: string;
  readonly rowLength: number;
};

/**
 * The first rows of several regions, as an object of views by name. Keeps the object of every number of rows it was
 * asked for, so that a loop that asks for the same few again and again allocates nothing.
 *
 * `Views` is what the regions' names and types make of it; only their owner can know.
 */
export class RowTable<Views extends object> {
  readonly #regions: readonly NamedRows[];
  readonly #views = new Map<number, Views>();
  /** The latest answer, found without a look-up. */
  #latestRows = -1;
  #latest!: Views;

  constructor(regions: readonly NamedRows[]) {
    this.#regions = regions;
  }

  rows(rows: number): Views {
    if (rows === this.#latestRows) return this.#latest;
    let views = this.#views.get(rows);
    if (views === undefined) {
      const named = this.#regions.map(({ name, view, rowLength }) => [
        name,
        view.subarray(0, rows * rowLength),
      ]);
      views = Object.fromEntries(named) as Views;
      this.#views.set(rows, views);
    }
    this.#latestRows = rows;
    this.#latest = views;
    return views;
  }
}
