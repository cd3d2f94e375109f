import { performance } from 'node:perf_hooks';
import type { Episode } from './episode-statistics.js';
import type { CheckpointNotice, LearnerHost, LearnerReport } from './host.js';

/** Often enough for a live display, seldom enough to cost nothing. */
const INTERVAL_MILLISECONDS = 50;

type ReporterHost = Pick<LearnerHost, 'report' | 'checkpointWritten'>;

/** Tells the main thread what happened: a few times a second of the run, at once of a checkpoint. */
export class Reporter {
  readonly #host: ReporterHost;
  #episodes: number[] = [];
  #sentAt = performance.now();
  #inFlight: Promise<void> = Promise.resolve();

  constructor(host: ReporterHost) {
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
    this.#track(this.#host.report({ ...report, episodes }));
  }

  /** Sends without waiting for the answer. */
  sendCheckpoint(notice: CheckpointNotice): void {
    this.#track(this.#host.checkpointWritten(notice));
  }

  /** Resolves when the main thread has had everything that was sent. */
  flushed(): Promise<void> {
    return this.#inFlight;
  }

  #track(sent: Promise<void>): void {
    this.#inFlight = Promise.all([this.#inFlight, sent]).then(() => undefined);
    // A main thread that is gone cannot be told so; whoever waits for `flushed` hears of it.
    this.#inFlight.catch(() => undefined);
  }
}
