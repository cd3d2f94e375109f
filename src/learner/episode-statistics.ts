/** One finished training episode. */
export interface Episode {
  /** Number of its environment in the whole run. */
  readonly environment: number;
  readonly return: number;
  readonly length: number;
  /** Step of the block in which it ended. */
  readonly step: number;
  readonly policyVersion: number;
}

/**
 * Returns of the training episodes: how many there were, and the mean of the latest.
 *
 * Episodes of one round are put in the order in which they ended, by step and then by environment, so the mean
 * does not depend on how environments were dealt out to actors.
 */
export class EpisodeStatistics {
  readonly #window: Float64Array;
  #round: Episode[] = [];
  #count = 0;

  /** @param windowSize - episodes in the mean */
  constructor(windowSize: number) {
    this.#window = new Float64Array(windowSize);
  }

  /** Episodes counted by {@link closeRound} so far. */
  get count(): number {
    return this.#count;
  }

  /** Mean return of the latest `min(count, windowSize)` episodes; NaN before the first. */
  get meanReturn(): number {
    const length = Math.min(this.#count, this.#window.length);
    let sum = 0;
    for (let i = 0; i < length; i++) sum += this.#window[i]!;
    return sum / length;
  }

  /** Whether the window is full. */
  get isFull(): boolean {
    return this.#count >= this.#window.length;
  }

  add(episode: Episode): void {
    this.#round.push(episode);
  }

  /** Counts what was added since the last call. @returns those episodes, in order */
  closeRound(): readonly Episode[] {
    const round = this.#round;
    if (round.length === 0) return round;
    this.#round = [];
    round.sort((a, b) => a.step - b.step || a.environment - b.environment);
    for (const episode of round) this.#window[this.#count++ % this.#window.length] = episode.return;
    return round;
  }
}
