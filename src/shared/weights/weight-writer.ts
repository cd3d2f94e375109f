import { expected } from '../errors.js';
import { NO_VERSION, WeightStore } from './weight-store.js';

/** Publishes versions of the parameters. One per store; see {@link WeightStore} for the protocol. */
export class WeightWriter {
  readonly #store: WeightStore;
  /** The writer's own copy of the slots' versions: it alone changes them. */
  readonly #versions: Int32Array;
  /** `isPinned[slot]` as of the latest look at the pins. */
  readonly #isPinned: Uint8Array;
  #newestVersion: number;

  /**
   * Attaches to a store. Any earlier writer must be dead; what it had not committed is dropped.
   *
   * @throws ManyhandsError `ERR_MEMORY_LAYOUT` if `buffer` is not from `WeightStore.allocate`
   */
  constructor(buffer: SharedArrayBuffer) {
    this.#store = new WeightStore(buffer);
    this.#newestVersion = this.#store.newestVersion;
    this.#isPinned = new Uint8Array(this.#store.numSlots);
    this.#versions = Int32Array.from({ length: this.#store.numSlots }, (_, slot) =>
      this.#store.versionOf(slot),
    );
    for (const [slot, version] of this.#versions.entries()) {
      if (version > this.#newestVersion) this.#setVersion(slot, NO_VERSION);
    }
  }

  /** The newest version published, or {@link NO_VERSION}. */
  get newestVersion(): number {
    return this.#newestVersion;
  }

  /**
   * Publishes the next version. Never waits for a reader.
   *
   * @param parameters - copied. Shape `[numParameters]`
   * @param version - one more than the newest; the first may be any from 0
   * @throws ManyhandsError `ERR_SHAPE` if the vector has another length, `ERR_WEIGHTS` if the version does not follow
   */
  publish(parameters: Float32Array, version: number): void {
    const { numParameters } = this.#store;
    if (parameters.length !== numParameters) {
      throw expected('ERR_SHAPE', 'parameters', `${numParameters} elements`, parameters.length);
    }
    this.#expectNextVersion(version);

    const slot = this.#takeOldestFreeSlot();
    this.#store.parametersOf(slot).set(parameters);
    this.#setVersion(slot, version);
    this.#newestVersion = version;
    this.#store.commit(slot);
  }

  #expectNextVersion(version: number): void {
    const isFirst = this.#newestVersion === NO_VERSION;
    const follows = isFirst ? version >= 0 : version === this.#newestVersion + 1;
    // Versions are int32 words here, in block headers and in counters.
    if (!follows || !Number.isInteger(version) || version > 2 ** 31 - 1) {
      const wanted = isFirst ? 'an integer in [0, 2^31)' : `${this.#newestVersion + 1}, below 2^31`;
      throw expected('ERR_WEIGHTS', 'version', wanted, version);
    }
  }

  /** @returns a slot that is empty and that no reader will look into until it has a version again */
  #takeOldestFreeSlot(): number {
    for (;;) {
      const slot = this.#oldestUnpinnedSlot();
      this.#setVersion(slot, NO_VERSION);
      // The order is the point: emptied first, then the pins. See `WeightStore`.
      if (!this.#hasPin(slot)) return slot;
    }
  }

  /** Empty slots count as the oldest. There are always three unpinned ones to choose from. */
  #oldestUnpinnedSlot(): number {
    const { numReaders, numSlots } = this.#store;
    this.#isPinned.fill(0);
    for (let reader = 0; reader < numReaders; reader++) {
      const slot = this.#store.pinnedSlot(reader);
      if (slot >= 0) this.#isPinned[slot] = 1;
    }
    let oldest = -1;
    for (let slot = 0; slot < numSlots; slot++) {
      if (this.#isPinned[slot]) continue;
      if (oldest === -1 || this.#versions[slot]! < this.#versions[oldest]!) oldest = slot;
    }
    return oldest;
  }

  #hasPin(slot: number): boolean {
    for (let reader = 0; reader < this.#store.numReaders; reader++) {
      if (this.#store.pinnedSlot(reader) === slot) return true;
    }
    return false;
  }

  #setVersion(slot: number, version: number): void {
    this.#versions[slot] = version;
    this.#store.setVersion(slot, version);
  }
}
