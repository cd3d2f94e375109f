import { expected } from '../errors.js';
import { expectCount } from '../memory/shared-buffer.js';
import { NO_VERSION, WeightStore } from './weight-store.js';

/** Reads versions of the parameters. One thread per reader index; see {@link WeightStore} for the protocol. */
export class WeightReader {
  readonly #store: WeightStore;
  readonly #index: number;
  #versionRead = NO_VERSION;

  /**
   * Attaches to a store. Any earlier reader with this index must be dead; the pin it may have left is taken away.
   *
   * @param readerIndex - in `[0, numReaders)`
   * @throws ManyhandsError `ERR_MEMORY_LAYOUT` if `buffer` is not from `WeightStore.allocate` or has no such reader
   */
  constructor(buffer: SharedArrayBuffer, readerIndex: number) {
    this.#store = new WeightStore(buffer);
    expectCount('readerIndex', readerIndex, 0, this.#store.numReaders - 1);
    this.#index = readerIndex;
    this.#store.unpin(readerIndex);
  }

  /** Length of the vector. */
  get numParameters(): number {
    return this.#store.numParameters;
  }

  /** The newest version published, or {@link NO_VERSION}. */
  get newestVersion(): number {
    return this.#store.newestVersion;
  }

  /**
   * Copies the newest parameters, unless they are those this reader copied last. Never blocks, never goes back.
   *
   * @param into - the same array every time. Shape `[numParameters]`
   * @returns the version now in `into`; that of the call before, having written nothing, if there is none newer;
   *   {@link NO_VERSION} if there is none at all
   * @throws ManyhandsError `ERR_SHAPE` if `into` has another length
   */
  readNewestInto(into: Float32Array): number {
    this.#expectLength(into);
    for (;;) {
      const slot = this.#store.newestSlot;
      if (slot < 0) return NO_VERSION;
      const version = this.#store.pin(this.#index, slot);
      // If it is no longer the newest, it may be empty by now, or hold the next version that is not out yet.
      if (version === NO_VERSION || version > this.#store.newestVersion) continue;
      if (version !== this.#versionRead) this.#copy(slot, version, into);
      this.#store.unpin(this.#index);
      return version;
    }
  }

  /**
   * Copies the parameters of one version. Never blocks. The newest three versions can always be read.
   *
   * @param into - shape `[numParameters]`
   * @returns `false`, having written nothing, if the version is not published yet or not kept any more
   * @throws ManyhandsError `ERR_SHAPE` if `into` has another length
   */
  tryReadExactInto(version: number, into: Float32Array): boolean {
    this.#expectLength(into);
    // A slot gets its version just before it becomes the newest: that early it does not count.
    if (version < 0 || version > this.#store.newestVersion) return false;
    for (let slot = 0; slot < this.#store.numSlots; slot++) {
      if (this.#store.versionOf(slot) !== version) continue;
      const isKept = this.#store.pin(this.#index, slot) === version;
      if (isKept) this.#copy(slot, version, into);
      this.#store.unpin(this.#index);
      return isKept;
    }
    return false;
  }

  /**
   * Sleeps until a version is published, at once if it is.
   *
   * @returns whether the newest version is at least `version`. If not, time ran out, an older version was published, or
   *   `WeightStore.interrupt` was called: look at what else may have changed and call again.
   */
  waitForVersion(version: number, timeoutMilliseconds: number): boolean {
    if (this.#store.newestVersion >= version) return true;
    this.#store.bellOf(this.#index).wait(timeoutMilliseconds);
    return this.#store.newestVersion >= version;
  }

  #copy(slot: number, version: number, into: Float32Array): void {
    into.set(this.#store.parametersOf(slot));
    this.#versionRead = version;
  }

  #expectLength(into: Float32Array): void {
    const { numParameters } = this.#store;
    if (into.length !== numParameters) {
      throw expected('ERR_SHAPE', 'parameters', `${numParameters} elements`, into.length);
    }
  }
}
