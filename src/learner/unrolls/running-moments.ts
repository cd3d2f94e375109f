/**
 * Mean and variance of vectors, one after another.
 *
 * Source: B. P. Welford, "Note on a Method for Calculating Corrected Sums of Squares and Products" (1962).
 */
export class RunningMoments {
  /** Shape `[D]`, in float64: sums over millions of rows. */
  readonly mean: Float64Array;
  /** Sum of squared differences from the mean. */
  readonly #squares: Float64Array;
  #count = 0;

  /** @param size - `D` */
  constructor(size: number) {
    this.mean = new Float64Array(size);
    this.#squares = new Float64Array(size);
  }

  get count(): number {
    return this.#count;
  }

  /** Adds every row. @param rows - `[N, D]` */
  add(rows: ArrayLike<number>): void {
    const { mean } = this;
    const squares = this.#squares;
    const size = mean.length;
    for (let from = 0; from < rows.length; from += size) {
      const share = 1 / ++this.#count;
      for (let d = 0; d < size; d++) {
        const value = rows[from + d]!;
        const before = value - mean[d]!;
        mean[d]! += before * share;
        squares[d]! += before * (value - mean[d]!);
      }
    }
  }

  /** Variance of element `d` over the rows added; 1 before there are two. */
  variance(d: number): number {
    return this.#count < 2 ? 1 : this.#squares[d]! / this.#count;
  }

  /** Count, means and variances, rounded to float32: `[1 + 2 D]`. */
  toFloat32(): Float32Array {
    const variances = Array.from(this.mean, (_, d) => this.variance(d));
    return Float32Array.of(this.#count, ...this.mean, ...variances);
  }
}
