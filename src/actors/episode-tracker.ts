import type { EpisodeLog } from '../shared/memory/episode-log.js';
import type { VectorEnvironment } from './envs/vector-environment.js';

/** Adds up the returns and lengths of the episodes under way. */
export class EpisodeTracker {
  readonly #returns: Float64Array;
  readonly #lengths: Int32Array;

  constructor(numEnvs: number) {
    this.#returns = new Float64Array(numEnvs);
    this.#lengths = new Int32Array(numEnvs);
  }

  /**
   * Counts the step that `environments` just made, and logs the episodes it ended.
   *
   * @param stepIndex - of the step in the block
   * @param onEnd - called with the index of each environment whose episode ended
   */
  record(
    environments: VectorEnvironment,
    stepIndex: number,
    log: EpisodeLog,
    onEnd: (index: number) => void,
  ): void {
    const { numEnvs, rewards, terminated, truncated } = environments;
    for (let e = 0; e < numEnvs; e++) {
      this.#returns[e]! += rewards[e]!;
      this.#lengths[e]!++;
      if ((terminated[e]! | truncated[e]!) === 0) continue;
      log.append(e, stepIndex, this.#returns[e]!, this.#lengths[e]!);
      this.#returns[e] = 0;
      this.#lengths[e] = 0;
      onEnd(e);
    }
  }
}
