import { expected } from '../errors.js';
import { Doorbell } from '../memory/doorbell.js';
import {
  alignUp,
  allocateShared,
  expectByteLength,
  expectCount,
  LINE_BYTES,
  LINE_WORDS,
} from '../memory/shared-buffer.js';

/** Version of a slot that holds none, and of a store that nobody has published to. */
export const NO_VERSION = -1;

/** Slots beyond one per reader: so many of the newest versions are always readable. */
const NUM_KEPT_VERSIONS = 3;

const MAGIC_VALUE = 0x4d48_5753;
const MAGIC = 0;
const NUM_READERS = 1;
const NUM_PARAMETERS = 2;
const NEWEST_SLOT = LINE_WORDS;
const FIRST_READER = 2 * LINE_WORDS;

/** Words within a reader's line. */
const PIN = 0;
const BELL = 1;

const NO_SLOT = -1;

/**
 * Versions of one flat vector of float32 parameters, published by the learner and read by actors and an observer, without locks.
 *
 * ```text
 *   0          128           256                                  then aligned to 128       aligned to 128 each
 *   +----------+-------------+----------+-----+--------------+----------------------+---------+-----+-----------+
 *   | shape    | newest slot | reader 0 | ... | reader R - 1 | version of each slot | slot 0  | ... | slot R + 2|
 *   | 3 int32  | int32       | pin,bell |     | pin, bell    | R + 3 int32          | float32 |     | float32   |
 *   +----------+-------------+----------+-----+--------------+----------------------+---------+-----+-----------+
 *     nobody     writer        reader (bell: both)             writer                 writer
 * ```
 *
 * The protocol is that of hazard pointers (Michael, "Hazard Pointers: Safe Memory Reclamation for Lock-Free
 * Objects", 2004, doi:10.1109/TPDS.2004.8): a reader says which slot it reads, a writer does not touch such a slot.
 *
 * ```text
 *   reader                                   writer
 *   1  pin = slot                            1  version[slot] = none
 *   2  if version[slot] is none: start over  2  if some pin == slot: take another slot
 *   3  copy the parameters out               3  copy the parameters in
 *   4  pin = none                            4  version[slot] = new version; newest slot = slot
 * ```
 *
 * A reader also starts over if it finds a version that is not out yet: its slot was the newest when it looked it up,
 * and is just being used again. Without that, the next read could go back by one version.
 *
 * No reader ever sees a slot being written. Steps 1 and 2 of both sides are sequentially consistent atomics, so all threads
 * agree on one order of them. If the reader's 2 found a version, it came before the writer's 1, or after
 * the writer's 4, in which case the parameters it is going to copy are complete. In the first case the reader's 1 came
 * before the writer's 2 as well, so the writer saw the pin and left the slot alone.
 *
 * The writer always finds a slot. A reader has one pin, so one look at the pins finds at most R of the R + 3 slots
 * pinned and at least three free, even if pins were left by readers that died. Of those the writer takes the
 * oldest, older than at least two other free ones: while it publishes version `v`, versions `v - 1` and `v - 2`
 * stay, and after it the newest three are readable. If a reader pins
 * that very slot between the look and step 1, the writer looks again and leaves the slot empty until it is free. No
 * reader enters an empty slot unless it was on its way already, so this ends after as many looks as there are readers on the way.
 *
 * "Newest slot" is the one commit. A writer killed before that store has published nothing.
 */
export class WeightStore {
  readonly numReaders: number;
  /** Length of the vector. */
  readonly numParameters: number;
  readonly numSlots: number;
  readonly #words: Int32Array;
  readonly #firstVersion: number;
  readonly #slots: readonly Float32Array[];
  readonly #bells: readonly Doorbell[];

  /**
   * Attaches to a store. Threads that only watch or interrupt use this class, others `WeightWriter` and `WeightReader`.
   *
   * @throws ManyhandsError `ERR_MEMORY_LAYOUT` if `buffer` is not from {@link WeightStore.allocate}
   */
  constructor(buffer: SharedArrayBuffer) {
    const isStore = buffer.byteLength >= LINE_BYTES && new Int32Array(buffer, 0, 3)[MAGIC] === MAGIC_VALUE;
    if (!isStore)
      throw expected('ERR_MEMORY_LAYOUT', 'weight store', 'a buffer from allocate', 'another buffer');
    const shape = new Int32Array(buffer, 0, 3);
    this.numReaders = shape[NUM_READERS]!;
    this.numParameters = shape[NUM_PARAMETERS]!;
    this.numSlots = this.numReaders + NUM_KEPT_VERSIONS;
    expectByteLength('weight store', buffer, WeightStore.byteLength(this.numReaders, this.numParameters));

    this.#firstVersion = FIRST_READER + this.numReaders * LINE_WORDS;
    const slotsByte = slotsByteOffset(this.numReaders);
    this.#words = new Int32Array(buffer, 0, slotsByte / Int32Array.BYTES_PER_ELEMENT);
    this.#slots = Array.from({ length: this.numSlots }, (_, slot) => {
      const byteOffset = slotsByte + slot * slotByteLength(this.numParameters);
      return new Float32Array(buffer, byteOffset, this.numParameters);
    });
    this.#bells = Array.from(
      { length: this.numReaders },
      (_, reader) => new Doorbell(this.#words, FIRST_READER + reader * LINE_WORDS + BELL),
    );
  }

  /**
   * Bytes of shared memory that a store occupies.
   *
   * @param numReaders - threads that read, from 0
   * @throws ManyhandsError `ERR_MEMORY_LAYOUT` if a size is out of range
   */
  static byteLength(numReaders: number, numParameters: number): number {
    expectCount('numReaders', numReaders, 0, 2 ** 16);
    expectCount('numParameters', numParameters, 1, 2 ** 30);
    return slotsByteOffset(numReaders) + (numReaders + NUM_KEPT_VERSIONS) * slotByteLength(numParameters);
  }

  /** Allocates a store without any version. */
  static allocate(numReaders: number, numParameters: number): SharedArrayBuffer {
    const buffer = allocateShared('weight store', WeightStore.byteLength(numReaders, numParameters));
    const words = new Int32Array(buffer, 0, slotsByteOffset(numReaders) / Int32Array.BYTES_PER_ELEMENT);
    words[MAGIC] = MAGIC_VALUE;
    words[NUM_READERS] = numReaders;
    words[NUM_PARAMETERS] = numParameters;
    words[NEWEST_SLOT] = NO_SLOT;
    for (let reader = 0; reader < numReaders; reader++)
      words[FIRST_READER + reader * LINE_WORDS + PIN] = NO_SLOT;
    words.fill(NO_VERSION, FIRST_READER + numReaders * LINE_WORDS);
    return buffer;
  }

  /** The newest version published, or {@link NO_VERSION}. Never goes back. Any thread. */
  get newestVersion(): number {
    for (;;) {
      const slot = this.newestSlot;
      if (slot === NO_SLOT) return NO_VERSION;
      const version = this.versionOf(slot);
      // A thread held up between the two loads may find the slot empty, or with a version that is not out yet. Both
      // happen only to a slot that is not the newest any more.
      if (version !== NO_VERSION && this.newestSlot === slot) return version;
    }
  }

  /** Slot of the newest version, or -1. Any thread. */
  get newestSlot(): number {
    return Atomics.load(this.#words, NEWEST_SLOT);
  }

  /** Version that a slot holds now, or {@link NO_VERSION}. Any thread. */
  versionOf(slot: number): number {
    return Atomics.load(this.#words, this.#firstVersion + slot);
  }

  /** Memory of one slot. Readers hold a pin on it, and the writer has emptied it. Shape `[numParameters]`. */
  parametersOf(slot: number): Float32Array {
    return this.#slots[slot]!;
  }

  /** Step 1 and the load of step 2 of a reader. Readers only. @returns the slot's version, or {@link NO_VERSION} */
  pin(readerIndex: number, slot: number): number {
    Atomics.store(this.#words, FIRST_READER + readerIndex * LINE_WORDS + PIN, slot);
    return this.versionOf(slot);
  }

  /** Step 4 of a reader. Readers only. */
  unpin(readerIndex: number): void {
    Atomics.store(this.#words, FIRST_READER + readerIndex * LINE_WORDS + PIN, NO_SLOT);
  }

  /** Slot that a reader has pinned, or -1. Any thread. */
  pinnedSlot(readerIndex: number): number {
    return Atomics.load(this.#words, FIRST_READER + readerIndex * LINE_WORDS + PIN);
  }

  /** Sets the version of a slot. Writer only. */
  setVersion(slot: number, version: number): void {
    Atomics.store(this.#words, this.#firstVersion + slot, version);
  }

  /** Makes a slot, with parameters and version in place, the newest, and wakes who waits for it. Writer only. */
  commit(slot: number): void {
    Atomics.store(this.#words, NEWEST_SLOT, slot);
    this.interrupt();
  }

  /** The bell at which a reader waits for versions. */
  bellOf(readerIndex: number): Doorbell {
    return this.#bells[readerIndex]!;
  }

  /** Ends every reader's present or next wait, so that it looks at the run's control word. Any thread. */
  interrupt(): void {
    for (const bell of this.#bells) bell.ring();
  }
}

function slotsByteOffset(numReaders: number): number {
  const versionsByte = (2 + numReaders) * LINE_BYTES;
  const numSlots = numReaders + NUM_KEPT_VERSIONS;
  return versionsByte + alignUp(numSlots * Int32Array.BYTES_PER_ELEMENT, LINE_BYTES);
}

function slotByteLength(numParameters: number): number {
  return alignUp(numParameters * Float32Array.BYTES_PER_ELEMENT, LINE_BYTES);
}
