import type { EvaluationResult, LearnerHost } from './host.js';
import type { Snapshot } from './snapshot.js';
import { unlessStopped } from './unless-stopped.js';

export interface ExaminerOptions {
  /** Environment steps between two evaluations; `Infinity` for none before the end. */
  readonly everySteps: number;
  /** Mean return that ends the run; null for none. */
  readonly targetReturn: number | null;
  /** Rounds after which a sync run waits for the verdict, so that what it decides does not depend on timing. */
  readonly patienceRounds: number;
}

/** A set of weights and what its evaluation said. */
export interface Verdict {
  readonly snapshot: Snapshot;
  readonly result: EvaluationResult;
}

/**
 * Sends weights to be evaluated while training goes on, one evaluation at a time, and remembers the best.
 */
export class Examiner {
  readonly #host: Pick<LearnerHost, 'evaluate'>;
  readonly #options: ExaminerOptions;
  #nextAt: number;
  #pending: Promise<Verdict> | undefined;
  #arrived: Verdict | undefined;
  #failure: unknown;
  #pendingRounds = 0;
  #best: Verdict | undefined;

  constructor(host: Pick<LearnerHost, 'evaluate'>, options: ExaminerOptions) {
    this.#host = host;
    this.#options = options;
    this.#nextAt = options.everySteps;
  }

  /** The evaluation with the highest mean return; the earlier one of equals. */
  get best(): Verdict | undefined {
    return this.#best;
  }

  /** Whether another evaluation may start at `envSteps`. */
  isDue(envSteps: number): boolean {
    return this.#pending === undefined && envSteps >= this.#nextAt;
  }

  /** Starts an evaluation. Call only when {@link isDue}. */
  submit(snapshot: Snapshot): void {
    const { everySteps } = this.#options;
    this.#nextAt = everySteps * (Math.floor(snapshot.envSteps / everySteps) + 1);
    this.#pendingRounds = 0;
    this.#pending = this.evaluate(snapshot);
    this.#pending.then(
      (verdict) => (this.#arrived = verdict),
      (failure: unknown) => (this.#failure = failure),
    );
  }

  /**
   * The verdict on what was submitted `patienceRounds` rounds ago, waiting for it if need be. Sync runs call it
   * once a round.
   *
   * @param isStopped - ends the wait
   */
  async verdictOfRound(isStopped: () => boolean): Promise<Verdict | undefined> {
    if (this.#pending === undefined || this.#pendingRounds++ < this.#options.patienceRounds) return undefined;
    return unlessStopped(this.settle(), isStopped);
  }

  /** The verdict, if it has arrived. Async runs call it when they like. */
  async verdictIfArrived(): Promise<Verdict | undefined> {
    return this.#arrived === undefined && this.#failure === undefined ? undefined : this.settle();
  }

  /** The verdict on whatever is under way, if anything is. */
  async settle(): Promise<Verdict | undefined> {
    const verdict = await this.#pending;
    this.#pending = undefined;
    this.#arrived = undefined;
    return verdict;
  }

  /** Evaluates at once, beside whatever is under way. */
  async evaluate(snapshot: Snapshot): Promise<Verdict> {
    const { parameters, policyVersion, envSteps } = snapshot;
    const verdict = { snapshot, result: await this.#host.evaluate(parameters, policyVersion, envSteps) };
    if (this.#best === undefined || verdict.result.meanReturn > this.#best.result.meanReturn)
      this.#best = verdict;
    return verdict;
  }

  /** Whether a verdict ends the run. */
  isPassed({ result }: Verdict): boolean {
    const { targetReturn } = this.#options;
    return targetReturn !== null && result.meanReturn >= targetReturn;
  }
}
