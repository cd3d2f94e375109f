import { expected } from '../errors.js';
import type { BlockLayout } from './block-layout.js';
import { Block } from './block.js';
import type { ColumnTable } from './columns.js';
import { Doorbell } from './doorbell.js';
import { allocateShared, expectByteLength, LINE_BYTES, LINE_WORDS } from './shared-buffer.js';

const PUBLISHED = 0 * LINE_WORDS;
const RELEASED = 1 * LINE_WORDS;
const WANTED = RELEASED + 1;
const READABLE_BELL = 2 * LINE_WORDS;
const WRITABLE_BELL = 3 * LINE_WORDS;
const SLOTS_BYTE = 4 * LINE_BYTES;

/** Every byte of a poisoned slot: NaN as a float, -1 as an int32, 255 as a uint8. */
const POISON = 0xff;

/** Size of a ring. All threads must be given equal values. */
export interface BlockRingShape<Table extends ColumnTable> {
  readonly layout: BlockLayout<Table>;
  /** Blocks the ring can hold. A power of two, so that a slot is found when positions wrap at 2^32. */
  readonly numBlocks: number;
}

/**
 * A wait-free queue of blocks from one actor to the learner, filled and read in place.
 *
 * One thread may call the producer's methods and one the consumer's; a second of either corrupts the ring
 * silently. Any thread may read {@link numReadable} and call {@link interrupt}.
 *
 * ```text
 *   0                 128              256             384             512
 *   +-----------------+----------------+---------------+---------------+--------+--------+-----+------------+
 *   | published int32 | released int32 | readable bell | writable bell | slot 0 | slot 1 | ... | slot N - 1 |
 *   |                 | wanted int32   |               |               |        |        |     |            |
 *   +-----------------+----------------+---------------+---------------+--------+--------+-----+------------+
 *     producer writes   consumer writes  Doorbell        Doorbell        layout.byteLength each
 * ```
 *
 * `published` and `released` count blocks ever handed over. They run freely and wrap at 2^32, so
 * `(published - released) >>> 0` is the number readable and no slot is lost telling full from empty. Position `p` is in
 * slot `p & (N - 1)`. Positions from `released` up to `published` belong to the consumer, from there up to
 * `released + N` to the producer: no slot is ever readable and writable at once.
 *
 * Ordering: a block is filled with plain stores, then published by one `Atomics.store`. A consumer that sees the
 * new position through `Atomics.load` also sees the block; the same holds for the way back. That store is the only
 * commit: a producer killed at any instruction before it has published nothing of the block, and its successor,
 * attaching to the same buffer, is handed the half-filled slot again.
 *
 * The free-running positions and the position cached on each side follow LMAX Disruptor (Thompson et al., 2011)
 * and Agrona's `OneToOneRingBuffer`.
 */
export class BlockRing<Table extends ColumnTable> {
  /** Blocks the ring can hold. */
  readonly numBlocks: number;
  readonly #words: Int32Array;
  readonly #blocks: readonly Block<Table>[];
  readonly #mask: number;
  readonly #readable: Doorbell;
  readonly #writable: Doorbell;

  // Each side's last view of the other's position. A stale value is only ever pessimistic.
  #releasedSeenByProducer: number;
  #publishedSeenByConsumer: number;
  #hasAcquired = false;
  /** Blocks from the oldest on that the consumer has been shown and not yet released. */
  #numPeeked = 0;

  /**
   * Attaches to a ring that other threads may already be using. As its producer, the predecessor must be dead.
   *
   * @throws ManyhandsError `ERR_MEMORY_LAYOUT` if `buffer` has another size than `shape` needs
   */
  constructor(buffer: SharedArrayBuffer, shape: BlockRingShape<Table>) {
    expectByteLength('block ring', buffer, BlockRing.byteLength(shape));
    this.#words = new Int32Array(buffer, 0, SLOTS_BYTE / Int32Array.BYTES_PER_ELEMENT);
    this.numBlocks = shape.numBlocks;
    this.#mask = shape.numBlocks - 1;
    this.#releasedSeenByProducer = this.released;
    this.#publishedSeenByConsumer = this.published;
    this.#readable = new Doorbell(this.#words, READABLE_BELL);
    this.#writable = new Doorbell(this.#words, WRITABLE_BELL);
    this.#blocks = Array.from({ length: shape.numBlocks }, (_, slot) => {
      return new Block(buffer, SLOTS_BYTE + slot * shape.layout.byteLength, shape.layout);
    });
  }

  /**
   * Bytes of shared memory a ring of this shape occupies.
   *
   * @throws ManyhandsError `ERR_MEMORY_LAYOUT` if `numBlocks` is not a power of two in `[1, 2^20]`
   */
  static byteLength<Table extends ColumnTable>({ layout, numBlocks }: BlockRingShape<Table>): number {
    if (!Number.isInteger(numBlocks) || numBlocks < 1 || numBlocks > 2 ** 20 || numBlocks & (numBlocks - 1)) {
      throw expected('ERR_MEMORY_LAYOUT', 'numBlocks', 'a power of two in [1, 2^20]', numBlocks);
    }
    return SLOTS_BYTE + numBlocks * layout.byteLength;
  }

  /**
   * Allocates an empty ring.
   *
   * @param poison - fills the slots with NaN, so that a test sees reads of what nobody wrote
   * @throws ManyhandsError `ERR_MEMORY_LAYOUT` if the shape is invalid or too large to allocate
   */
  static allocate<Table extends ColumnTable>(
    shape: BlockRingShape<Table>,
    { poison = false }: { readonly poison?: boolean } = {},
  ): SharedArrayBuffer {
    const buffer = allocateShared('block ring', BlockRing.byteLength(shape));
    if (poison) new Uint8Array(buffer, SLOTS_BYTE).fill(POISON);
    return buffer;
  }

  /** Blocks ever published, mod 2^32 as an Int32. Any thread. */
  get published(): number {
    return Atomics.load(this.#words, PUBLISHED);
  }

  /** Blocks ever released, mod 2^32 as an Int32. Any thread. */
  get released(): number {
    return Atomics.load(this.#words, RELEASED);
  }

  /** Blocks published and not yet released, from 0 to `numBlocks`. Any thread. */
  get numReadable(): number {
    // `released` first: a block released between the two loads must not make the difference negative. One
    // released and refilled in between can make it too large for an onlooker, hence the bound.
    const released = this.released;
    return Math.min((this.published - released) >>> 0, this.numBlocks);
  }

  /**
   * The next block to fill, its sequence set and its episodes cleared; the same one until {@link publish}. Its rows
   * hold old values. Never blocks. Producer only.
   *
   * @returns `undefined` if the ring is full
   */
  tryAcquire(): Block<Table> | undefined {
    const published = this.published;
    const block = this.#blocks[published & this.#mask]!;
    if (this.#hasAcquired) return block;
    if ((published - this.#releasedSeenByProducer) >>> 0 > this.#mask) {
      this.#releasedSeenByProducer = this.released;
      if ((published - this.#releasedSeenByProducer) >>> 0 > this.#mask) return undefined;
    }
    block.sequence = published;
    block.episodes.clear();
    this.#hasAcquired = true;
    return block;
  }

  /**
   * Hands the acquired block to the consumer. Producer only.
   *
   * @throws ManyhandsError `ERR_MEMORY_LAYOUT` if no block is acquired
   */
  publish(): void {
    if (!this.#hasAcquired) throw expected('ERR_MEMORY_LAYOUT', 'publish', 'an acquired block', 'none');
    this.#hasAcquired = false;
    Atomics.store(this.#words, PUBLISHED, (this.published + 1) | 0);
    this.#readable.ring();
  }

  /**
   * Sleeps until there is room, at once if there is. Producer only.
   *
   * @returns `false` if there is none yet: time ran out, {@link interrupt} was called, or an old ring of the bell
   *   was used up. Look at what else may have changed and call again.
   */
  waitWritable(timeoutMilliseconds: number): boolean {
    if (this.numReadable < this.numBlocks) return true;
    this.#writable.wait(timeoutMilliseconds);
    return this.numReadable < this.numBlocks;
  }

  /**
   * The oldest published block, or the one that many places behind it; the same until {@link release}. Never blocks.
   * Consumer only.
   *
   * @param place - 0 for the oldest, 1 for the next, ...
   * @returns `undefined` if there is none yet
   */
  tryPeek(place = 0): Block<Table> | undefined {
    const released = this.released;
    if ((this.#publishedSeenByConsumer - released) >>> 0 <= place) {
      this.#publishedSeenByConsumer = this.published;
      if ((this.#publishedSeenByConsumer - released) >>> 0 <= place) return undefined;
    }
    this.#numPeeked = Math.max(this.#numPeeked, place + 1);
    return this.#blocks[(released + place) & this.#mask];
  }

  /**
   * Gives the oldest peeked block back to the producer, which may overwrite it at once. Consumer only.
   *
   * @throws ManyhandsError `ERR_MEMORY_LAYOUT` if no block is peeked
   */
  release(): void {
    if (this.#numPeeked === 0) throw expected('ERR_MEMORY_LAYOUT', 'release', 'a peeked block', 'none');
    this.#numPeeked--;
    Atomics.store(this.#words, RELEASED, (this.released + 1) | 0);
    this.#writable.ring();
  }

  /**
   * Says from how many readable blocks on the consumer is to be woken, where something else than {@link waitReadable} wakes it: 0
   * until it is called. Consumer only.
   *
   * @returns whether there are so many. If not, the producer's {@link hasWanted} is true once there are: either it looks after this
   *   store, or its block was there before this looks.
   */
  want(numBlocks: number): boolean {
    Atomics.store(this.#words, WANTED, numBlocks);
    return this.hasWanted;
  }

  /** Whether as many blocks are readable as the consumer wanted last. */
  get hasWanted(): boolean {
    return this.numReadable >= Atomics.load(this.#words, WANTED);
  }

  /** Sleeps until a block is readable, at once if one is. Returns as {@link waitWritable}. Consumer only. */
  waitReadable(timeoutMilliseconds: number): boolean {
    if (this.numReadable > 0) return true;
    this.#readable.wait(timeoutMilliseconds);
    return this.numReadable > 0;
  }

  /** Ends both sides' present or next wait, so that they look at the run's control word. Any thread. */
  interrupt(): void {
    this.#readable.ring();
    this.#writable.ring();
  }
}
