import { performance } from 'node:perf_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { ManyhandsError } from '../shared/errors.js';
import type { Control } from '../shared/memory/control.js';
import type { LearnerState } from '../shared/telemetry.js';
import type { EpisodeStatistics } from './episode-statistics.js';
import type { Examiner, Verdict } from './examiner.js';
import type { EndReason } from './host.js';
import type { Intake } from './intake.js';
import type { LearnerGauges } from './learner-gauges.js';
import { NonFiniteError } from './non-finite-error.js';
import type { Publisher } from './publisher.js';
import type { Reporter } from './reporter.js';
import type { Snapshot } from './snapshot.js';
import type { Trainer } from './trainer.js';

/** Calls from the main thread wait about this long for an answer. */
const BREATH_MILLISECONDS = 5;

export interface LearnerOptions {
  readonly mode: 'sync' | 'async';
  /** Environment steps after which the run ends. */
  readonly maxEnvSteps: number;
  /** Episodes after which the run ends, or `Infinity`. */
  readonly maxEpisodes: number;
  /** Updates between two publications in async mode; sync mode publishes once a round. */
  readonly publishInterval: number;
  /** Environment steps between two checkpoints, or `Infinity`. */
  readonly checkpointEverySteps: number;
  /** Mean return of a full window of training episodes that ends the run; null to go by evaluations alone. */
  readonly trainingTarget: number | null;
}

export interface LearnerParts {
  readonly intake: Intake;
  readonly trainer: Trainer;
  readonly publisher: Publisher;
  readonly examiner: Examiner;
  readonly statistics: EpisodeStatistics;
  readonly gauges: LearnerGauges;
  readonly reporter: Reporter;
  readonly control: Control;
  /** Copies the learner's state of now. */
  readonly snapshot: () => Promise<Snapshot>;
  /** Writes a checkpoint of the state of now, and of the best weights if they are better. */
  readonly checkpoint: () => Promise<void>;
}

/** Why the loop ended. */
export interface LoopEnd {
  readonly reason: EndReason;
  /** The evaluation that met the target, if one did. */
  readonly verdict?: Verdict | undefined;
  /** The quantity that was not finite, if one was. */
  readonly detail?: string;
}

/** The learner's loop: take blocks in, update, publish, examine. */
export class Learner {
  readonly #parts: LearnerParts;
  readonly #options: LearnerOptions;
  #breathedAt = performance.now();
  #nextCheckpointAt: number;
  /** Whose turn it is in async mode: where actors make more than is taken in, none is left out. */
  #nextActor = 0;

  constructor(parts: LearnerParts, options: LearnerOptions) {
    this.#parts = parts;
    this.#options = options;
    this.#nextCheckpointAt = options.checkpointEverySteps;
  }

  /** Trains until a target, a budget or the control word ends the run. */
  async run(): Promise<LoopEnd> {
    try {
      return this.#options.mode === 'sync' ? await this.#runSync() : await this.#runAsync();
    } catch (error) {
      if (error instanceof ManyhandsError && error.code === 'ERR_NON_FINITE') {
        if (error instanceof NonFiniteError) this.#parts.gauges.recordNonFinite(error.quantity);
        return { reason: 'non-finite', detail: error.message };
      }
      await this.#saveWhatWasLearned();
      throw error;
    } finally {
      this.#enter('other');
      // A run that was stopped between two blocks of a round has episodes of the first ones.
      this.#closeEpisodes();
      this.#report();
    }
  }

  /** Copies what was counted to where main reads it. */
  showCounts(): void {
    const { gauges, intake, statistics, trainer, publisher } = this.#parts;
    gauges.flush({
      envSteps: intake.envSteps,
      episodes: statistics.count,
      replaySize: trainer.stored.size,
      policyVersion: publisher.version,
    });
  }

  /** After a failure that says more than a checkpoint that fails too. */
  async #saveWhatWasLearned(): Promise<void> {
    try {
      await this.#parts.checkpoint();
    } catch {
      return;
    }
  }

  /** Round by round, one block per actor in actor order: nothing depends on timing. */
  async #runSync(): Promise<LoopEnd> {
    const { intake, trainer, publisher, examiner, control } = this.#parts;
    // Asked again and again while an evaluation is waited for: its time is seen to pass.
    const isStopped = (): boolean => {
      this.showCounts();
      return control.isStopped;
    };
    for (;;) {
      if (!(await this.#receiveRound())) return { reason: 'stopped' };
      while (trainer.updatesDue > 0 && !control.isStopped) {
        await this.#update();
        await this.#breathe();
      }
      if (control.isStopped) return { reason: 'stopped' };
      this.#enter('publish');
      await publisher.publish();
      intake.releaseHeld();
      this.#enter('other');
      const end =
        (await this.#examine()) ?? this.#endOf(await examiner.verdictOfRound(isStopped)) ?? this.#budgetEnd();
      if (end !== undefined) return end;
      await this.#checkpointWhenDue();
      await this.#breathe();
    }
  }

  /** Takes in what is there and updates when the rate limiter lets it. */
  async #runAsync(): Promise<LoopEnd> {
    const { intake, trainer, publisher, examiner, control } = this.#parts;
    let unpublished = 0;
    while (!control.isStopped) {
      const received = this.#receiveAvailable();
      const updated = trainer.canUpdate();
      if (updated) {
        await this.#update();
        if (++unpublished === this.#options.publishInterval) {
          unpublished = 0;
          this.#enter('publish');
          await publisher.publish();
        }
        // After the publication: an actor that waits for a block goes on with the weights that it led to.
        intake.releaseHeld();
      } else if (!received) {
        this.#enter('waitData');
        if (!intake.callForBlocks()) control.doorbell.wait(BREATH_MILLISECONDS);
      }
      this.#enter('other');
      const end =
        (await this.#examine()) ?? this.#endOf(await examiner.verdictIfArrived()) ?? this.#budgetEnd();
      if (end !== undefined) return end;
      await this.#checkpointWhenDue();
      await this.#breathe();
    }
    return { reason: 'stopped' };
  }

  /** @returns false if the run was stopped before every actor had delivered */
  async #receiveRound(): Promise<boolean> {
    const { intake, publisher, control } = this.#parts;
    for (let actor = 0; actor < intake.feeds.length; actor++) {
      this.#enter('ingest');
      while (!intake.tryReceive(actor, publisher.version)) {
        this.#enter('waitData');
        intake.feeds[actor]!.ring.waitReadable(BREATH_MILLISECONDS);
        if (control.isStopped) return false;
        await this.#breathe();
        this.#enter('ingest');
      }
    }
    this.#closeEpisodes();
    return !control.isStopped;
  }

  /** @returns whether there was anything to take in */
  #receiveAvailable(): boolean {
    const { intake, trainer, publisher } = this.#parts;
    const { feeds } = intake;
    this.#enter('ingest');
    // No more than were there when the turn began: actors that are faster than the intake must not end the updates.
    let blocks = 0;
    for (let actor = 0; actor < feeds.length; actor++) blocks += intake.numWaiting(actor);
    let received = false;
    for (let passed = 0; blocks > 0 && passed < feeds.length;) {
      const actor = this.#nextActor;
      this.#nextActor = (actor + 1) % feeds.length;
      const { numEnvs, numSteps } = feeds[actor]!.extent;
      if (trainer.canIngest(numEnvs * numSteps) && intake.tryReceive(actor, publisher.version)) {
        received = true;
        blocks--;
        passed = 0;
      } else passed++;
    }
    this.#closeEpisodes();
    return received;
  }

  #closeEpisodes(): void {
    const { statistics, reporter } = this.#parts;
    reporter.addEpisodes(statistics.closeRound());
  }

  async #update(): Promise<void> {
    const { trainer, gauges } = this.#parts;
    this.#enter('train');
    const metrics = await trainer.update();
    gauges.recordUpdate(metrics, trainer.batchSize, gauges.clock.enter('other') / 1e9);
  }

  /** Starts an evaluation if one is due; ends the run if the training episodes alone say so. */
  async #examine(): Promise<LoopEnd | undefined> {
    const { examiner, intake, statistics, gauges, snapshot } = this.#parts;
    const { trainingTarget } = this.#options;
    if (trainingTarget !== null && statistics.isFull && statistics.meanReturn >= trainingTarget) {
      return { reason: 'solved' };
    }
    if (gauges.updates > 0 && examiner.isDue(intake.envSteps)) examiner.submit(await snapshot());
    return undefined;
  }

  #endOf(verdict: Verdict | undefined): LoopEnd | undefined {
    return verdict !== undefined && this.#parts.examiner.isPassed(verdict)
      ? { reason: 'solved', verdict }
      : undefined;
  }

  #budgetEnd(): LoopEnd | undefined {
    const { intake, statistics } = this.#parts;
    if (intake.envSteps >= this.#options.maxEnvSteps) return { reason: 'steps' };
    if (statistics.count >= this.#options.maxEpisodes) return { reason: 'episodes' };
    return undefined;
  }

  async #checkpointWhenDue(): Promise<void> {
    const { intake, checkpoint } = this.#parts;
    if (intake.envSteps < this.#nextCheckpointAt) return;
    const { checkpointEverySteps } = this.#options;
    this.#nextCheckpointAt = checkpointEverySteps * (Math.floor(intake.envSteps / checkpointEverySteps) + 1);
    await checkpoint();
  }

  #enter(state: LearnerState): void {
    this.#parts.gauges.clock.enter(state);
  }

  /** Every few milliseconds: shows what was counted, and answers calls. */
  async #breathe(): Promise<void> {
    const now = performance.now();
    if (now - this.#breathedAt < BREATH_MILLISECONDS) return;
    this.#breathedAt = now;
    this.showCounts();
    if (this.#parts.reporter.isDue()) this.#report();
    await nextTurn();
  }

  #report(): void {
    const { gauges, intake, statistics, reporter } = this.#parts;
    this.showCounts();
    reporter.send({ envSteps: intake.envSteps, updates: gauges.updates, meanReturn: statistics.meanReturn });
  }
}
