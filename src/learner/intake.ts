import type { UnrollColumns } from '../shared/memory/block-layout.js';
import type { BlockRing } from '../shared/memory/block-ring.js';
import type { Block } from '../shared/memory/block.js';
import type { SharedHistogram } from '../shared/memory/shared-histogram.js';
import type { EpisodeStatistics } from './episode-statistics.js';
import type { Trainer, UnrollExtent } from './trainer.js';

/** One actor as the learner sees it. */
export interface ActorFeed {
  readonly ring: BlockRing<UnrollColumns>;
  readonly extent: UnrollExtent;
}

export interface IntakeHistograms {
  readonly policyLag: SharedHistogram;
  readonly episodeReturn: SharedHistogram;
  readonly episodeLength: SharedHistogram;
}

/** Moves blocks and finished episodes from the actors' rings to the trainer. */
export class Intake {
  readonly feeds: readonly ActorFeed[];
  readonly #trainer: Trainer;
  readonly #statistics: EpisodeStatistics;
  readonly #histograms: IntakeHistograms;
  /** Which life of each actor its latest block came from. */
  readonly #incarnations: Int32Array;
  /** Blocks of each ring that the trainer still learns from. */
  readonly #held: Int32Array;
  #envSteps = 0;

  constructor(
    feeds: readonly ActorFeed[],
    trainer: Trainer,
    statistics: EpisodeStatistics,
    histograms: IntakeHistograms,
  ) {
    this.feeds = feeds;
    this.#trainer = trainer;
    this.#statistics = statistics;
    this.#histograms = histograms;
    this.#incarnations = new Int32Array(feeds.length);
    this.#held = new Int32Array(feeds.length);
  }

  /** Environment steps taken in so far. */
  get envSteps(): number {
    return this.#envSteps;
  }

  /**
   * Takes in the next block of an actor and the episodes that ended in it. Its memory goes back to the actor at once, or
   * with {@link releaseHeld} where the trainer learns from it in place.
   *
   * @param policyVersion - the newest published, to measure the block's lag against
   * @returns false, having done nothing, if its ring is empty
   */
  tryReceive(actor: number, policyVersion: number): boolean {
    const { ring, extent } = this.feeds[actor]!;
    const block = ring.tryPeek(this.#held[actor]);
    if (block === undefined) return false;

    // A restarted actor begins new episodes: what it wrote before does not lead up to them.
    if (block.incarnation !== this.#incarnations[actor]) {
      this.#incarnations[actor] = block.incarnation;
      this.#trainer.breakStreams(extent);
    }
    this.#trainer.ingest(block.columns, extent);
    this.#addEpisodes(block, extent.firstEnv);
    this.#envSteps += extent.numEnvs * extent.numSteps;
    this.#histograms.policyLag.observe(policyVersion - block.policyVersion);
    if (this.#trainer.holdsBlocks) this.#held[actor]!++;
    else ring.release();
    return true;
  }

  /** Blocks of an actor that are not taken in yet. */
  numWaiting(actor: number): number {
    return this.feeds[actor]!.ring.numReadable - this.#held[actor]!;
  }

  /**
   * Asks the actors to ring once there is enough for an update; before a ring is full they ring anyway, as an actor that waits for
   * room makes nothing.
   *
   * @returns whether there is enough already
   */
  callForBlocks(): boolean {
    let rowsPerRound = 0;
    for (const { extent } of this.feeds) rowsPerRound += extent.numEnvs * extent.numSteps;
    const blocks = Math.ceil(this.#trainer.missing / rowsPerRound);
    let hasEnough = false;
    for (const [actor, { ring }] of this.feeds.entries()) {
      const held = this.#held[actor]!;
      const wanted = held + Math.max(1, Math.min(blocks, ring.numBlocks - held - 1));
      if (ring.want(wanted)) hasEnough = true;
    }
    return hasEnough;
  }

  /** Gives back to the actors what the trainer has learned from. */
  releaseHeld(): void {
    if (this.#trainer.holdsBlocks) return;
    for (const [actor, { ring }] of this.feeds.entries()) {
      for (; this.#held[actor]! > 0; this.#held[actor]!--) ring.release();
    }
  }

  #addEpisodes({ episodes, policyVersion }: Block<UnrollColumns>, firstEnv: number): void {
    const { episodeReturn, episodeLength, environmentIndex, stepIndex } = episodes.columns;
    for (let i = 0; i < episodes.count; i++) {
      this.#statistics.add({
        environment: firstEnv + environmentIndex[i]!,
        return: episodeReturn[i]!,
        length: episodeLength[i]!,
        step: stepIndex[i]!,
        policyVersion,
      });
      this.#histograms.episodeReturn.observe(episodeReturn[i]!);
      this.#histograms.episodeLength.observe(episodeLength[i]!);
    }
  }
}
