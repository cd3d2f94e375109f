import { allocateShared, expectByteLength } from '../../../../shared/memory/shared-buffer.js';

/** What the learner's thread asks of a crew, one order a round. */
export const ORDERS = [
  /** Take the plan that was sent to you. For helpers alone: the learner's thread made it. */
  'plan',
  /** Run passes `b` to `c - 1` on your part of the first `a` rows. */
  'forward',
  /** Carry the gradient of your part of the first `a` rows from the outputs back to every layer. */
  'backward',
  /** Work out the gradient of your part of the parameters, over the first `a` rows. */
  'gradient',
  /**
   * Step your part of the parameters: step size `a`, inverse root correction `b`, gradient scale `c`; with a look for denormal moments if
   * `d` is 1, and of the target too if `e` is 1.
   */
  'step',
  /** Come to an end. */
  'stop',
] as const;

export type OrderName = (typeof ORDERS)[number];

const NUM_WORDS = 6;
const BYTES = NUM_WORDS * Float64Array.BYTES_PER_ELEMENT;

/**
 * The order of the round, in shared memory: its number among {@link ORDERS} and up to five numbers more, float64 each. Plain data: the
 * learner's thread writes it before it opens a round, and nobody after.
 */
export class OrderSheet {
  readonly #words: Float64Array;

  /** @throws ManyhandsError `ERR_MEMORY_LAYOUT` if `buffer` is not from {@link OrderSheet.allocate} */
  constructor(buffer: SharedArrayBuffer) {
    expectByteLength('order sheet', buffer, BYTES);
    this.#words = new Float64Array(buffer);
  }

  static allocate(): SharedArrayBuffer {
    return allocateShared('order sheet', BYTES);
  }

  write(name: OrderName, a = 0, b = 0, c = 0, d = 0, e = 0): void {
    const words = this.#words;
    words[0] = ORDERS.indexOf(name);
    words[1] = a;
    words[2] = b;
    words[3] = c;
    words[4] = d;
    words[5] = e;
  }

  get name(): OrderName {
    return ORDERS[this.#words[0]!]!;
  }

  get a(): number {
    return this.#words[1]!;
  }

  get b(): number {
    return this.#words[2]!;
  }

  get c(): number {
    return this.#words[3]!;
  }

  get d(): number {
    return this.#words[4]!;
  }

  get e(): number {
    return this.#words[5]!;
  }
}
