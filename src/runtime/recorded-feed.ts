import { statSync } from 'node:fs';
import { MessageLog } from '../dashboard/message-log.js';
import type {
  Evaluation,
  PolicyId,
  Reading,
  RunDescription,
  RunHistory,
  RunMessage,
} from '../dashboard/protocol.js';
import type { PolicyWeights, RunFeed } from '../dashboard/run-feed.js';
import { checkpointNames } from '../learner/checkpoints/checkpoint-folder.js';
import { EVALUATION_COLUMNS } from '../metrics/evaluations-csv.js';
import { GrowingCsv, type GrowingRow } from '../metrics/growing-csv.js';
import { PROGRESS_COLUMNS } from '../metrics/progress-csv.js';
import { readCheckpointWeights } from './checkpoint-weights.js';
import { endingOf } from './ending.js';
import { ProgressReadings } from './progress-readings.js';
import { rounded } from './reading-of.js';
import { openRecordedRun, readSummary, type RecordedRun } from './recorded-run.js';

const POLL_MILLISECONDS = 1000;

/**
 * A run that writes nothing for so long is taken for one that was killed, until it writes again: its log has a row every interval
 * and is on the disk two seconds later.
 */
const QUIET_SECONDS = 20;
const QUIET_INTERVALS = 3;

/**
 * A run as its page sees it from what it has left in its directory. One that another process writes is followed: new rows,
 * checkpoints and the end are told within about a second of being in the files.
 */
export class RecordedFeed implements RunFeed {
  readonly description: RunDescription;
  readonly #run: RecordedRun;
  readonly #log = new MessageLog();
  readonly #progress: GrowingCsv<(typeof PROGRESS_COLUMNS)[number]>;
  readonly #evaluations: GrowingCsv<(typeof EVALUATION_COLUMNS)[number]>;
  readonly #checkpoints = new Set<string>();
  readonly #timer: NodeJS.Timeout | undefined;
  #readings: ProgressReadings | undefined;
  #isLive = true;

  private constructor(run: RecordedRun, onDamage: (error: unknown) => void) {
    const { directory, description } = run;
    this.#run = run;
    this.description = description;
    this.#progress = new GrowingCsv(directory.progress, PROGRESS_COLUMNS, ['timeSeconds', 'envSteps']);
    this.#evaluations = new GrowingCsv(directory.evaluations, EVALUATION_COLUMNS, [
      ...(['timeSeconds', 'envSteps', 'meanReturn'] as const),
    ]);
    this.#poll();
    if (this.#log.history.ending !== null) return;
    this.#timer = setInterval(() => {
      try {
        this.#poll();
      } catch (error) {
        this.close();
        this.#setLive(false);
        onDamage(error);
      }
    }, POLL_MILLISECONDS).unref();
  }

  /**
   * Reads a run's directory, and follows it as long as the run has not ended.
   *
   * @param onDamage - told, once, if a file is found to be damaged later; nothing is read any more then
   * @throws ManyhandsError as {@link openRecordedRun}, and `ERR_RUN_DIRECTORY` if a log file is damaged
   */
  static async open(path: string, onDamage: (error: unknown) => void): Promise<RecordedFeed> {
    return new RecordedFeed(await openRecordedRun(path), onDamage);
  }

  /** Absolute. */
  get directory(): string {
    return this.#run.directory.path;
  }

  history(): RunHistory {
    return this.#log.history;
  }

  subscribe(listener: (message: RunMessage) => void): () => void {
    return this.#log.subscribe(listener);
  }

  /** @throws ManyhandsError `ERR_CHECKPOINT_*` if the checkpoint that is asked for is damaged */
  weights(id: PolicyId): PolicyWeights | undefined {
    return readCheckpointWeights(this.#run.directory.checkpoints, id);
  }

  /** Follows the run no longer. */
  close(): void {
    clearInterval(this.#timer);
  }

  #poll(): void {
    const { directory, description } = this.#run;
    // Before the rows: once it is there, all of them are.
    const summary = readSummary(directory);
    this.#readRows();
    this.#findCheckpoints();
    if (summary === undefined) {
      this.#setLive(
        this.#secondsSinceWrite() < QUIET_SECONDS + QUIET_INTERVALS * this.#run.logIntervalSeconds,
      );
      return;
    }
    this.#log.tell({ kind: 'ending', ending: endingOf(summary, description.targetReturn) });
    this.close();
  }

  #readRows(): void {
    for (const row of this.#progress.read()) {
      this.#readings ??= new ProgressReadings(this.#run.facts, (column) => this.#progress.has(column));
      this.#log.tell({ kind: 'reading', reading: this.#readings.next(row) });
    }
    for (const row of this.#evaluations.read())
      this.#log.tell({ kind: 'evaluation', evaluation: evaluationOf(row) });
  }

  #findCheckpoints(): void {
    const { checkpoints } = this.#run.directory;
    if (statSync(checkpoints, { throwIfNoEntry: false }) === undefined) return;
    const { readings } = this.#log.history;
    for (const checkpoint of checkpointNames(checkpoints)) {
      if (this.#checkpoints.has(checkpoint)) continue;
      this.#checkpoints.add(checkpoint);
      const envSteps = Number(checkpoint);
      const timeSeconds = timeOf(envSteps, readings);
      this.#log.tell({
        kind: 'incident',
        incident: { kind: 'checkpoint', timeSeconds, envSteps, checkpoint },
      });
    }
  }

  #setLive(isLive: boolean): void {
    if (isLive === this.#isLive) return;
    this.#isLive = isLive;
    this.#log.tell({ kind: 'history', history: { ...this.#log.history, isLive } });
  }

  #secondsSinceWrite(): number {
    const { config, progress, episodes, evaluations, checkpoints } = this.#run.directory;
    const times = [config, progress, episodes, evaluations, checkpoints].map(
      (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0,
    );
    return (Date.now() - Math.max(...times)) / 1000;
  }
}

function evaluationOf(row: GrowingRow<(typeof EVALUATION_COLUMNS)[number]>): Evaluation {
  const meanReturn = row.meanReturn!;
  return {
    timeSeconds: rounded(row.timeSeconds!),
    envSteps: row.envSteps!,
    policyVersion: row.policyVersion ?? 0,
    episodes: row.episodes ?? 0,
    meanReturn,
    minReturn: row.minReturn ?? meanReturn,
  };
}

/** When the run was at a step, as far as its log says. */
function timeOf(envSteps: number, readings: readonly Reading[]): number {
  const reached = readings.find((reading) => reading.envSteps >= envSteps) ?? readings.at(-1);
  return reached?.timeSeconds ?? 0;
}
