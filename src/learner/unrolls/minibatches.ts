import type { RandomStream } from '../../shared/random/random-stream.js';

/** Deals rows into minibatches, in a new random order for every epoch. */
export class Minibatches {
  /** Row numbers; the minibatches are consecutive parts of it. */
  readonly order: Int32Array;
  readonly #random: RandomStream;

  constructor(maxRows: number, random: RandomStream) {
    this.order = new Int32Array(maxRows);
    this.#random = random;
  }

  /** Begins with the rows `0` to `numRows - 1`. */
  shuffle(numRows: number): void {
    const { order } = this;
    // From the identity, so that an epoch depends on the draws alone and not on the epoch before.
    for (let i = 0; i < numRows; i++) order[i] = i;
    // Durstenfeld's form of the Fisher-Yates shuffle (1964), doi:10.1145/364520.364540.
    for (let i = numRows - 1; i > 0; i--) {
      const j = this.#random.nextInt(i + 1);
      const row = order[i]!;
      order[i] = order[j]!;
      order[j] = row;
    }
  }
}
