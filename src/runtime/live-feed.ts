import { performance } from 'node:perf_hooks';
import { MessageLog } from '../dashboard/message-log.js';
import type {
  Incident,
  PolicyId,
  Reading,
  RunDescription,
  RunHistory,
  RunMessage,
} from '../dashboard/protocol.js';
import type { PolicyWeights, RunFeed } from '../dashboard/run-feed.js';
import { logInterval } from '../metrics/log-interval.js';
import { packageVersion } from '../shared/package-version.js';
import { weightObserverIndex } from '../shared/run-memory.js';
import { WeightReader } from '../shared/weights/weight-reader.js';
import { NO_VERSION } from '../shared/weights/weight-store.js';
import { readCheckpointWeights } from './checkpoint-weights.js';
import { describeRun } from './describe-run.js';
import { endingOf, failureEnding } from './ending.js';
import { readingOf, rounded } from './reading-of.js';
import type { Run } from './run.js';

/** Readings come as often as rows of the log do, at last so far apart. */
const MAX_INTERVAL_SECONDS = 0.5;

/** A run under way as its page sees it. Of the main thread; costs the others nothing. */
export class LiveFeed implements RunFeed {
  readonly description: RunDescription;
  readonly #run: Run;
  readonly #log = new MessageLog();
  readonly #observer: WeightReader;
  /** What {@link #observer} reads into. */
  readonly #newest: Float32Array;
  readonly #checkpoints = new Set<string>();
  #beganSeconds = NaN;
  #timer: NodeJS.Timeout | undefined;
  #isOver = false;

  constructor(run: Run) {
    this.#run = run;
    const { config, networks, memory } = run.prepared;
    this.description = describeRun(config, {
      name: run.directory.name,
      version: packageVersion(),
      network: networks.acting,
      startedAtMilliseconds: performance.timeOrigin,
    });
    this.#observer = new WeightReader(memory.weights, weightObserverIndex(config));
    this.#newest = new Float32Array(this.#observer.numParameters);
    run.observe({
      onEvaluation: ({ envSteps, policyVersion, episodes, meanReturn, minReturn }, at) => {
        const timeSeconds = rounded(at);
        const evaluation = { timeSeconds, envSteps, policyVersion, episodes, meanReturn, minReturn };
        this.#log.tell({ kind: 'evaluation', evaluation });
      },
      onRestart: ({ actorIndex, failure: { reason, message } }, at) => {
        const timeSeconds = rounded(at);
        const envSteps = run.meter.learner.get('envSteps');
        this.#tellIncident({ kind: 'restart', timeSeconds, envSteps, actor: actorIndex, reason, message });
      },
      onCheckpoint: ({ name, envSteps }, at) => {
        // The best one is written anew with each that comes after it.
        if (this.#checkpoints.has(name)) return;
        this.#checkpoints.add(name);
        this.#tellIncident({ kind: 'checkpoint', timeSeconds: rounded(at), envSteps, checkpoint: name });
      },
    });
    void run.begun.then(() => this.#begin());
    run.finished.then(
      (summary) => this.#end(endingOf(summary, config.evaluation.targetReturn)),
      (error: unknown) => this.#end(failureEnding(error)),
    );
  }

  history(): RunHistory {
    return this.#log.history;
  }

  subscribe(listener: (message: RunMessage) => void): () => void {
    return this.#log.subscribe(listener);
  }

  /** @throws ManyhandsError `ERR_CHECKPOINT_*` if a checkpoint is asked for that is damaged */
  weights(id: PolicyId): PolicyWeights | undefined {
    if (id !== 'newest') return readCheckpointWeights(this.#run.directory.checkpoints, id);
    const version = this.#observer.readNewestInto(this.#newest);
    return version === NO_VERSION ? undefined : { version, parameters: this.#newest.slice() };
  }

  #begin(): void {
    if (this.#isOver) return;
    this.#beganSeconds = this.#read().timeSeconds;
    this.#schedule();
  }

  #schedule(): void {
    const ageSeconds = performance.now() / 1000 - this.#beganSeconds;
    const sample = (): void => {
      this.#read();
      this.#schedule();
    };
    this.#timer = setTimeout(sample, 1000 * logInterval(ageSeconds, MAX_INTERVAL_SECONDS)).unref();
  }

  #read(): Reading {
    const reading = readingOf(this.#run.meter.read(), this.#run.meanReturn);
    this.#log.tell({ kind: 'reading', reading });
    return reading;
  }

  #end(ending: RunHistory['ending'] & object): void {
    this.#isOver = true;
    clearTimeout(this.#timer);
    this.#read();
    this.#log.tell({ kind: 'ending', ending });
  }

  #tellIncident(incident: Incident): void {
    this.#log.tell({ kind: 'incident', incident });
  }
}
