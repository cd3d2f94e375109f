import type { Glyphs } from './glyphs.js';

/**
 * A curve of everything it was given, as a few characters: each is the mean of as many values as every other, except for the last,
 * which still grows.
 */
export class Sparkline {
  readonly #maxColumns: number;
  #sums: number[] = [];
  /** Values to a column. */
  #share = 1;
  #numInLast = 0;

  /** @param maxColumns - an even number of characters that it never gets longer than */
  constructor(maxColumns: number) {
    this.#maxColumns = maxColumns;
  }

  /** Adds a finite value. */
  add(value: number): void {
    const isLastFull = this.#numInLast === this.#share;
    if (isLastFull && this.#sums.length === this.#maxColumns) this.#halve();
    if (isLastFull || this.#sums.length === 0) {
      this.#sums.push(value);
      this.#numInLast = 1;
    } else {
      this.#sums[this.#sums.length - 1]! += value;
      this.#numInLast++;
    }
  }

  /** Least and greatest of what is drawn; undefined before the first value. */
  get range(): readonly [least: number, greatest: number] | undefined {
    const means = this.#means();
    return means.length === 0 ? undefined : [Math.min(...means), Math.max(...means)];
  }

  /** The characters, from the lowest for the least value to the highest for the greatest; all lowest where nothing changes. */
  draw({ levels }: Glyphs): string {
    const [least, greatest] = this.range ?? [0, 0];
    const scale = greatest > least ? (levels.length - 1) / (greatest - least) : 0;
    return this.#means()
      .map((mean) => levels[Math.round((mean - least) * scale)]!)
      .join('');
  }

  /** Two columns become one, which stands for twice as many values. */
  #halve(): void {
    const pairs = this.#maxColumns / 2;
    this.#sums = Array.from({ length: pairs }, (_, i) => this.#sums[2 * i]! + this.#sums[2 * i + 1]!);
    this.#share *= 2;
    this.#numInLast = this.#share;
  }

  #means(): readonly number[] {
    const last = this.#sums.length - 1;
    return this.#sums.map((sum, i) => sum / (i === last ? this.#numInLast : this.#share));
  }
}
