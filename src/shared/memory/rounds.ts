import { allocateShared, expectByteLength, expectCount, LINE_BYTES, LINE_WORDS } from './shared-buffer.js';

const OPENED = 0;
const SLEEPERS = LINE_WORDS;
const FINISHED = 2 * LINE_WORDS;
const LEADER = 3 * LINE_WORDS;
const BYTES = 4 * LINE_BYTES;

/**
 * Looks before a thread sleeps. A look costs some 5 ns, sleeping and being woken some 25 us (2 cores, Node 20): who looks for about as
 * long as a sleep takes is at most twice as slow as who knew how long it would be (Karlin et al. 1990, "Competitive Randomized
 * Algorithms for Non-Uniform Problems").
 */
const LOOKS = 6000;

/** How long the leader sleeps before it asks whether the members still live. */
const PATIENCE_MILLISECONDS = 100;

/**
 * Rounds of work: the leader opens a round, every member does its share of it and so, if it likes, does the leader, who then waits until
 * all have finished. A barrier at either end of each round, with the leader's own work between one and the next.
 *
 * ```text
 *   0              128               256              384                512
 *   +--------------+-----------------+----------------+------------------+
 *   | opened int32 | sleepers int32  | finished int32 | leader sleeps    |
 *   +--------------+-----------------+----------------+------------------+
 *     leader         members           members          leader
 * ```
 *
 * `opened` counts rounds and `finished` shares; both run for ever and wrap at 2^32. What the leader writes before it opens a round the
 * members see in it; what they write in it the leader sees after.
 *
 * No wake-up is lost: who is about to sleep says so first and then sleeps only while the word is still the old one; who changes the
 * word looks after that whether anybody said so. In the one order that sequentially consistent operations have, one of the two sees the other.
 *
 * A member that dies leaves its round unfinished, and the leader asks for it. A leader that dies leaves the members asleep: they have to
 * be threads that it started, which Node ends with it.
 */
export class RoundLeader {
  readonly #words: Int32Array;
  readonly #numMembers: number;
  #round: number;

  /**
   * @param numMembers - from 1 to 1024
   * @param round - the round before the first, as given to the members
   * @throws ManyhandsError `ERR_MEMORY_LAYOUT` if `buffer` is not from {@link RoundLeader.allocate}
   */
  constructor(buffer: SharedArrayBuffer, numMembers: number, round = 0) {
    expectByteLength('rounds', buffer, BYTES);
    expectCount('members of rounds', numMembers, 1, 1024);
    this.#words = new Int32Array(buffer);
    this.#numMembers = numMembers;
    this.#round = round;
    this.#words[OPENED] = round;
    this.#words[FINISHED] = Math.imul(round, numMembers);
  }

  /** Shared memory for rounds that have not begun. */
  static allocate(): SharedArrayBuffer {
    return allocateShared('rounds', BYTES);
  }

  /** Opens the next round. Never blocks. Only after {@link join}, if there was a round before. */
  open(): void {
    const words = this.#words;
    this.#round = (this.#round + 1) | 0;
    Atomics.store(words, OPENED, this.#round);
    if (Atomics.load(words, SLEEPERS) > 0) Atomics.notify(words, OPENED);
  }

  /**
   * Waits until every member has finished the round.
   *
   * @param expectMembers - called whenever the patience is at its end; ends the wait by throwing
   */
  join(expectMembers: () => void, patienceMilliseconds = PATIENCE_MILLISECONDS): void {
    const words = this.#words;
    const wanted = Math.imul(this.#round, this.#numMembers);
    for (let i = 0; i < LOOKS; i++) if (Atomics.load(words, FINISHED) === wanted) return;
    Atomics.store(words, LEADER, 1);
    try {
      for (;;) {
        const finished = Atomics.load(words, FINISHED);
        if (finished === wanted) return;
        if (Atomics.wait(words, FINISHED, finished, patienceMilliseconds) === 'timed-out') expectMembers();
      }
    } finally {
      Atomics.store(words, LEADER, 0);
    }
  }
}

/** One member's side of the rounds that a {@link RoundLeader} opens. */
export class RoundMember {
  readonly #words: Int32Array;
  #round: number;

  /**
   * @param round - as given to the leader
   * @throws ManyhandsError `ERR_MEMORY_LAYOUT` if `buffer` is not from {@link RoundLeader.allocate}
   */
  constructor(buffer: SharedArrayBuffer, round = 0) {
    expectByteLength('rounds', buffer, BYTES);
    this.#words = new Int32Array(buffer);
    this.#round = round;
  }

  /** Waits until the leader opens the next round. */
  enter(): void {
    const words = this.#words;
    const before = this.#round;
    this.#round = (before + 1) | 0;
    for (let i = 0; i < LOOKS; i++) if (Atomics.load(words, OPENED) !== before) return;
    Atomics.add(words, SLEEPERS, 1);
    while (Atomics.load(words, OPENED) === before) Atomics.wait(words, OPENED, before);
    Atomics.sub(words, SLEEPERS, 1);
  }

  /** Says that this member's share of the round is done. Never blocks. */
  finish(): void {
    const words = this.#words;
    Atomics.add(words, FINISHED, 1);
    // Whoever is not the last wakes a leader that then sleeps again: a member does not know how many there are.
    if (Atomics.load(words, LEADER) === 1) Atomics.notify(words, FINISHED);
  }
}
