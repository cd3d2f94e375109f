import { alignUp, allocateShared } from '../../../src/shared/memory/shared-buffer.js';

/** When something first happened with a version of the weights. */
export interface VersionEvent {
  readonly version: number;
  readonly nanoseconds: number;
}

const HEADER_BYTES = 8;

/** A list of {@link VersionEvent}s that one thread writes and others read. */
export class VersionLog {
  readonly #count: Int32Array;
  /** Version and time, in turn. */
  readonly #words: Float64Array;

  constructor(buffer: SharedArrayBuffer) {
    this.#count = new Int32Array(buffer, 0, 1);
    this.#words = new Float64Array(buffer, HEADER_BYTES);
  }

  static allocate(numEvents: number): SharedArrayBuffer {
    const bytes = HEADER_BYTES + 2 * numEvents * Float64Array.BYTES_PER_ELEMENT;
    return allocateShared('version log', alignUp(bytes, HEADER_BYTES));
  }

  /** Events in the log. */
  get count(): number {
    return Atomics.load(this.#count, 0);
  }

  /** Does nothing once the log is full. */
  append(version: number, nanoseconds: number): void {
    const { count } = this;
    if (2 * count + 2 > this.#words.length) return;
    this.#words[2 * count] = version;
    this.#words[2 * count + 1] = nanoseconds;
    Atomics.store(this.#count, 0, count + 1);
  }

  /** In the order they were appended. */
  events(): VersionEvent[] {
    return Array.from({ length: this.count }, (_, i) => ({
      version: this.#words[2 * i]!,
      nanoseconds: this.#words[2 * i + 1]!,
    }));
  }
}
