/** A named array of rows. */
export interface NamedRows {
  readonly name: string;
  readonly view: Float32Array | Int32Array | Uint8Array;
  readonly rowLength: number;
}

/**
 * The first rows of several arrays, as an object of views by name. Keeps the object of every number of rows it was
 * asked for, so that a loop that asks for the same few again and again allocates nothing.
 *
 * `Views` is what the arrays' names and types make of it; only their owner can know.
 */
export class RowTable<Views extends object> {
  readonly #arrays: readonly NamedRows[];
  readonly #views = new Map<number, Views>();
  /** The latest answer, found without a look-up. */
  #latestRows = -1;
  #latest!: Views;

  constructor(arrays: readonly NamedRows[]) {
    this.#arrays = arrays;
  }

  rows(rows: number): Views {
    if (rows === this.#latestRows) return this.#latest;
    let views = this.#views.get(rows);
    if (views === undefined) {
      const named = this.#arrays.map(({ name, view, rowLength }) => [
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
