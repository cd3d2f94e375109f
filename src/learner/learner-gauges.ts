import type { CounterLine } from '../shared/memory/counters.js';
import type { SharedHistogram } from '../shared/memory/shared-histogram.js';
import { StateClock } from '../shared/state-clock.js';
import { LEARNER_STATES, type LEARNER_COUNTERS, type LearnerState } from '../shared/telemetry.js';
import type { FiniteQuantity } from './non-finite-error.js';
import { UPDATE_METRIC_NAMES, type UpdateMetrics } from './update-metrics.js';

const NON_FINITE_COUNTER = {
  loss: 'nonFiniteLoss',
  gradient: 'nonFiniteGradient',
  weights: 'nonFiniteWeights',
} as const;

/** What the learner has done up to now, apart from its updates. */
export interface Progress {
  readonly envSteps: number;
  readonly episodes: number;
  readonly replaySize: number;
  readonly policyVersion: number;
}

/**
 * Counts what the learner does. The hot loop counts in plain fields; {@link flush} copies them to shared
 * memory, where main reads them.
 */
export class LearnerGauges {
  readonly clock: StateClock<LearnerState>;
  readonly #line: CounterLine<typeof LEARNER_COUNTERS>;
  readonly #updateDuration: SharedHistogram;
  #updates = 0;
  #samples = 0;
  #latest: Readonly<UpdateMetrics> | undefined;

  /** @param now - milliseconds, for tests */
  constructor(
    line: CounterLine<typeof LEARNER_COUNTERS>,
    updateDuration: SharedHistogram,
    now?: () => number,
  ) {
    this.clock = new StateClock(LEARNER_STATES, 'other', now);
    this.#line = line;
    this.#updateDuration = updateDuration;
  }

  get updates(): number {
    return this.#updates;
  }

  /** Transitions drawn so far. */
  get samples(): number {
    return this.#samples;
  }

  /** @param metrics - `undefined` where they are not to be had: the latest stand */
  recordUpdate(metrics: Readonly<UpdateMetrics> | undefined, batchSize: number, seconds: number): void {
    this.#updates++;
    this.#samples += batchSize;
    this.#latest = metrics ?? this.#latest;
    this.#updateDuration.observe(seconds);
  }

  recordPublication(bytes: number, unixMilliseconds: number): void {
    this.#line.add('publishedBytes', bytes);
    this.#line.set('publishedAtMilliseconds', unixMilliseconds);
  }

  recordCheckpoint(milliseconds: number, unixMilliseconds: number): void {
    this.#line.add('checkpoints', 1);
    this.#line.set('checkpointMilliseconds', Math.round(milliseconds));
    this.#line.set('checkpointedAtMilliseconds', unixMilliseconds);
  }

  recordCheckpointFailure(): void {
    this.#line.add('checkpointFailures', 1);
  }

  recordNonFinite(quantity: FiniteQuantity): void {
    this.#line.add(NON_FINITE_COUNTER[quantity], 1);
  }

  flush({ envSteps, episodes, replaySize, policyVersion }: Progress): void {
    const line = this.#line;
    line.add('beats', 1);
    line.set('envSteps', envSteps);
    line.set('episodes', episodes);
    // Before the count: who reads that there was an update must find its figures, not the zeros of fresh memory.
    if (this.#latest !== undefined)
      for (const name of UPDATE_METRIC_NAMES) line.set(name, this.#latest[name]);
    line.set('updates', this.#updates);
    line.set('samples', this.#samples);
    line.set('policyVersion', policyVersion);
    line.set('replaySize', replaySize);
    this.clock.settle();
    line.set('trainNanoseconds', this.clock.total('train'));
    line.set('waitDataNanoseconds', this.clock.total('waitData'));
    line.set('ingestNanoseconds', this.clock.total('ingest'));
    line.set('publishNanoseconds', this.clock.total('publish'));
    line.set('checkpointNanoseconds', this.clock.total('checkpoint'));
    line.set('otherNanoseconds', this.clock.total('other'));
    line.set('wallMicroseconds', this.clock.elapsed / 1e3);
  }
}
