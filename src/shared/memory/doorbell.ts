import { allocateShared, expectByteLength, LINE_BYTES, LINE_WORDS } from './shared-buffer.js';

const QUIET = 0;
const WAITING = 1;
const RUNG = 2;

/**
 * Wakes one thread: anybody rings, one thread waits. A ring while nobody waits is remembered, once.
 *
 * It carries no data, only "look again". Before ringing, change what the waiter looks at; after waiting,
 * look at it, whatever {@link wait} returned.
 *
 * No wake-up is lost. The waiter marks the word `WAITING` with an exchange and sleeps only while it keeps that
 * value; the ringer stores its data first and turns the word to `RUNG` after. In the one order that
 * sequentially consistent operations have, either the ring comes after the mark, and ends the sleep, or before
 * it, and the exchange returns `RUNG`. A ringer that finds `RUNG` writes nothing: whoever takes that `RUNG` away does
 * so later, and looks at the data later still. So ringing costs a load (5 ns) while nobody sleeps,
 * where `Atomics.notify` alone takes a process-wide lock (37 ns; `bench/suites/ring.ts`).
 *
 * A thread killed between its exchange and its notify leaves a sleeper asleep until its time-out, so every wait has one.
 * A thread killed while waiting leaves `WAITING`, which only makes the next ring notify nobody.
 */
export class Doorbell {
  readonly #words: Int32Array;
  readonly #word: number;

  /** @param words - shared memory; `words[word]` starts as 0 and belongs to this bell */
  constructor(words: Int32Array, word: number) {
    this.#words = words;
    this.#word = word;
  }

  /** Shared memory for a bell of its own. */
  static allocate(): SharedArrayBuffer {
    return allocateShared('doorbell', LINE_BYTES);
  }

  /** @throws ManyhandsError `ERR_MEMORY_LAYOUT` if `buffer` is not from {@link Doorbell.allocate} */
  static attach(buffer: SharedArrayBuffer): Doorbell {
    expectByteLength('doorbell', buffer, LINE_BYTES);
    return new Doorbell(new Int32Array(buffer, 0, LINE_WORDS), 0);
  }

  /** Wakes the waiter, or the next thread to wait. Never blocks. Any thread. */
  ring(): void {
    if (Atomics.load(this.#words, this.#word) === RUNG) return;
    if (Atomics.exchange(this.#words, this.#word, RUNG) === WAITING) Atomics.notify(this.#words, this.#word);
  }

  /**
   * Sleeps until the bell rings, at once if it rang since the last wait. One thread only.
   *
   * @returns `false` if the time ran out first
   */
  wait(timeoutMilliseconds: number): boolean {
    const alreadyRung = Atomics.exchange(this.#words, this.#word, WAITING) === RUNG;
    if (!alreadyRung) Atomics.wait(this.#words, this.#word, WAITING, timeoutMilliseconds);
    // A ring that falls between the two exchanges may be wiped out here: the caller looks after this line.
    return Atomics.exchange(this.#words, this.#word, QUIET) === RUNG || alreadyRung;
  }
}
