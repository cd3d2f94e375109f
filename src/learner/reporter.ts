import { performance } from 'node:perf_hooks';
import type { Episode } from './episode-statistics.js';
import type { LearnerHost, LearnerReport } from './host.js';

/** Often enough for a live display, seldom enough to cost nothing. */
const INTERVAL_MILLISECONDS = 50;

/** Tells the main thread, a few times a second, what happened. */
export class Reporter {
  readonly #host: Pick<LearnerHost, 'report'>;
  #episodes: number[] = [];
  #sentAt = performance.now();
  #inFlight: Promise<void> = Promise.resolve();

  constructor(host: Pick<LearnerHost, 'report'>) {
    this.#host = host;
  }

  addEpisodes(episodes: readonly Episode[]): void {
    for (const { environment, return: episodeReturn, length, policyVersion } of episodes) {
      this.#episodes.push(environment, episodeReturn, length, policyVersion);
    }
  }

  isDue(): boolean {
    return performance.now() - this.#sentAt >= INTERVAL_MILLISECONDS;
  }

  /** Sends without waiting for the answer. */
  send(report: Omit<LearnerReport, 'episodes'>): void {
    const episodes = Float64Array.from(this.#episodes);
    this.#episodes = [];
    this.#sentAt = performance.now();
    const sent = this.#host.report({ ...report, episodes });
    this.#inFlight = Promise.all([this.#inFlight, sent]).then(() => undefined);
    // A main thread that is gone cannot be told so; whoever waits for `flushed` hears of it.
    this.#inFlight.catch(() => undefined);
  }

  /** Resolves when the main thread has had every report. */
  flushed(): Promise<void> {
    return this.#inFlight;
  }
}
