import { expected } from '../errors.js';
import { BLOCK_HEADER_BYTES, type BlockLayout } from './block-layout.js';
import { COLUMN_ALIGNMENT_BYTES, viewColumns, type ColumnArrays, type ColumnTable } from './columns.js';
import { EpisodeLog } from './episode-log.js';

const POLICY_VERSION = 0;
const INCARNATION = 1;
const SEQUENCE = 2;
const NUM_EPISODES = 3;

/**
 * A block in shared memory, seen through typed arrays: what an actor fills and the learner reads, in place.
 *
 * Its header, known once per block:
 *
 * ```text
 *   0                4             8          12                   16        64
 *   +----------------+-------------+----------+--------------------+---------+
 *   | policy version | incarnation | sequence | number of episodes | padding |   int32 each
 *   +----------------+-------------+----------+--------------------+---------+
 * ```
 *
 * All of it is plain memory. The ring's positions hand a block from one thread to the other.
 */
export class Block<Table extends ColumnTable> {
  /** The rows, environment-major: each column is `[E, T, ...shape]`, flattened. */
  readonly columns: ColumnArrays<Table>;
  /** The episodes that ended in this block. */
  readonly episodes: EpisodeLog;
  readonly #header: Int32Array;

  /**
   * Views the block that starts at `byteOffset` of `buffer`.
   *
   * @throws ManyhandsError `ERR_MEMORY_LAYOUT` if the offset is not aligned to 64 bytes or the block does not fit
   */
  constructor(buffer: SharedArrayBuffer, byteOffset: number, layout: BlockLayout<Table>) {
    if (!Number.isInteger(byteOffset) || byteOffset < 0 || byteOffset % COLUMN_ALIGNMENT_BYTES !== 0) {
      const wanted = `a multiple of ${COLUMN_ALIGNMENT_BYTES} from 0`;
      throw expected('ERR_MEMORY_LAYOUT', 'block offset', wanted, byteOffset);
    }
    const available = buffer.byteLength - byteOffset;
    if (available < layout.byteLength) {
      throw expected('ERR_MEMORY_LAYOUT', 'block', `${layout.byteLength} bytes after its offset`, available);
    }
    this.#header = new Int32Array(buffer, byteOffset, BLOCK_HEADER_BYTES / Int32Array.BYTES_PER_ELEMENT);
    this.columns = viewColumns(buffer, byteOffset, layout.columns);
    this.episodes = new EpisodeLog(
      this.#header,
      NUM_EPISODES,
      viewColumns(buffer, byteOffset, layout.episodes),
    );
  }

  /** Version of the weights that chose every action in the block. */
  get policyVersion(): number {
    return this.#header[POLICY_VERSION]!;
  }
  set policyVersion(version: number) {
    this.#header[POLICY_VERSION] = version;
  }

  /** Which life of the actor wrote the block: 0 before its first restart. */
  get incarnation(): number {
    return this.#header[INCARNATION]!;
  }
  set incarnation(incarnation: number) {
    this.#header[INCARNATION] = incarnation;
  }

  /** The block's place among all blocks of its ring, from 0; negative after 2^31. The ring sets it. */
  get sequence(): number {
    return this.#header[SEQUENCE]!;
  }
  set sequence(sequence: number) {
    this.#header[SEQUENCE] = sequence;
  }
}
