const FIRST_CAPACITY = 1024;

/** Numbers that come one by one, at eight bytes each. */
export class Float64List {
  #values = new Float64Array(FIRST_CAPACITY);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(value: number): void {
    if (this.#length === this.#values.length) {
      const grown = new Float64Array(2 * this.#length);
      grown.set(this.#values);
      this.#values = grown;
    }
    this.#values[this.#length++] = value;
  }

  /** A copy of its own length. */
  toArray(): Float64Array {
    return this.#values.slice(0, this.#length);
  }
}
