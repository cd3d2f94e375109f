import { expected } from '../errors.js';
import type { Column, ColumnArrays } from './columns.js';

/** What is kept of an episode, one row each. */
export const EPISODE_COLUMNS = {
  /** Sum of the episode's rewards, undiscounted. */
  episodeReturn: { dtype: 'float64', shape: [] },
  /** Environment steps. */
  episodeLength: { dtype: 'int32', shape: [] },
  /** Which of the block's environments, in `[0, E)`. */
  environmentIndex: { dtype: 'int32', shape: [] },
  /** The block's step that ended the episode, in `[0, T)`. */
  stepIndex: { dtype: 'int32', shape: [] },
} as const satisfies Readonly<Record<string, Column>>;

/**
 * The episodes that ended in one block, in the order in which the actor appended them.
 *
 * The log is part of the block, so that one `publish` makes rows and episodes visible together: a learner that has
 * ingested block `n` has the episodes of every block up to `n` and of no other, and an actor killed in the middle
 * of a block leaves none behind. A step ends at most one episode per environment, so `E * T` records
 * are enough for every block. The policy version of an episode is that of the block in which it ended.
 */
export class EpisodeLog {
  /** The records. Each column is `[E * T]`, of which the first {@link count} rows are valid. Read them in place. */
  readonly columns: ColumnArrays<typeof EPISODE_COLUMNS>;
  readonly #header: Int32Array;
  readonly #countWord: number;

  /** @param header - of the block; `header[countWord]` is the number of episodes */
  constructor(header: Int32Array, countWord: number, columns: ColumnArrays<typeof EPISODE_COLUMNS>) {
    this.columns = columns;
    this.#header = header;
    this.#countWord = countWord;
  }

  /** Episodes in the log. */
  get count(): number {
    return this.#header[this.#countWord]!;
  }

  /**
   * Appends one episode. Producer thread only.
   *
   * @throws ManyhandsError `ERR_MEMORY_LAYOUT` if the log is full: more episodes ended than the block has rows
   */
  append(environmentIndex: number, stepIndex: number, episodeReturn: number, episodeLength: number): void {
    const { count, columns } = this;
    if (count >= columns.stepIndex.length) {
      const wanted = `at most ${columns.stepIndex.length} episodes in a block`;
      throw expected('ERR_MEMORY_LAYOUT', 'episode log', wanted, count + 1);
    }
    columns.environmentIndex[count] = environmentIndex;
    columns.stepIndex[count] = stepIndex;
    columns.episodeReturn[count] = episodeReturn;
    columns.episodeLength[count] = episodeLength;
    this.#header[this.#countWord] = count + 1;
  }

  /** Empties the log. Producer thread only; the ring does it for every block it hands out. */
  clear(): void {
    this.#header[this.#countWord] = 0;
  }
}
