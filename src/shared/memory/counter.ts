/** What a counter's word holds. `int64` is exact up to 2^53. */
export type CounterKind = 'int32' | 'int64' | 'float32';

/** One number in shared memory. Its owner writes it; anybody may read it, and never sees half a write. */
export interface Counter {
  /** The latest value. Any thread. */
  get(): number;
  /** Owner only. An `int32` wraps, an `int64` is rounded, a `float32` loses precision. */
  set(value: number): void;
  /**
   * Owner only. As {@link set} for what only has to move, like a sign of life: cheaper, but others may see it later, and in another order
   * than what was set around it.
   */
  note(value: number): void;
  /** Owner only: another thread's writes in between would be lost. */
  add(value: number): void;
}

class Int32Counter implements Counter {
  readonly #words: Int32Array;

  constructor(buffer: SharedArrayBuffer, byteOffset: number) {
    this.#words = new Int32Array(buffer, byteOffset, 1);
  }

  get(): number {
    return Atomics.load(this.#words, 0);
  }

  set(value: number): void {
    Atomics.store(this.#words, 0, value);
  }

  /** A plain store: it does not wait for those before it, and the memory model lets no aligned int32 tear. */
  note(value: number): void {
    this.#words[0] = value;
  }

  add(value: number): void {
    Atomics.add(this.#words, 0, value);
  }
}

class Int64Counter implements Counter {
  readonly #words: BigInt64Array;

  constructor(buffer: SharedArrayBuffer, byteOffset: number) {
    this.#words = new BigInt64Array(buffer, byteOffset, 1);
  }

  get(): number {
    return Number(Atomics.load(this.#words, 0));
  }

  set(value: number): void {
    Atomics.store(this.#words, 0, BigInt(Math.round(value)));
  }

  /** There is no plain store of 64 bits that no machine tears. */
  note(value: number): void {
    this.set(value);
  }

  add(value: number): void {
    Atomics.add(this.#words, 0, BigInt(Math.round(value)));
  }
}

// Shared by all counters of a thread: a value is in it only between two lines.
const floatOfBits = new Float32Array(1);
const bitsOfFloat = new Int32Array(floatOfBits.buffer);

/** Keeps the bits in an Int32 word: the memory model lets a plain float store tear, and has no atomic one. */
class Float32Counter implements Counter {
  readonly #words: Int32Array;

  constructor(buffer: SharedArrayBuffer, byteOffset: number) {
    this.#words = new Int32Array(buffer, byteOffset, 1);
  }

  get(): number {
    bitsOfFloat[0] = Atomics.load(this.#words, 0);
    return floatOfBits[0]!;
  }

  set(value: number): void {
    floatOfBits[0] = value;
    Atomics.store(this.#words, 0, bitsOfFloat[0]!);
  }

  note(value: number): void {
    floatOfBits[0] = value;
    this.#words[0] = bitsOfFloat[0]!;
  }

  add(value: number): void {
    this.set(this.get() + value);
  }
}

/** How each kind is kept. */
export const COUNTER_TYPE = { int32: Int32Counter, int64: Int64Counter, float32: Float32Counter } as const;
