import type { Reading } from '../dashboard/protocol.js';
import { ACTOR_STATES, LEARNER_STATES, type ActorState, type LearnerState } from '../shared/telemetry.js';
import type { ProgressRow } from '../metrics/progress-csv.js';
import { figure, rounded, roundedTimes } from './reading-of.js';

type Column = keyof ProgressRow;

const ACTOR_COLUMNS: Readonly<Record<ActorState, Column>> = {
  env: 'actorEnvRatio',
  policy: 'actorPolicyRatio',
  waitRing: 'actorWaitRatio',
  waitWeights: 'actorWaitWeightsRatio',
  other: 'actorOtherRatio',
};

const LEARNER_COLUMNS: Readonly<Record<LearnerState, Column>> = {
  train: 'learnerTrainRatio',
  waitData: 'learnerWaitRatio',
  ingest: 'learnerIngestRatio',
  publish: 'learnerPublishRatio',
  checkpoint: 'learnerCheckpointRatio',
  other: 'learnerOtherRatio',
};

/** What rows leave to the config. */
export interface ProgressFacts {
  /** Environment steps in a block, mean over actors. */
  readonly stepsPerBlock: number;
  /** null without a replay table. */
  readonly replayCapacity: number | null;
}

/**
 * Turns the rows of a run's `progress.csv` into readings.
 *
 * A row says what happened since the one before it, a reading what has happened up to then: lags and shares of time are
 * added up. Blocks are as many as the steps of the row make.
 */
export class ProgressReadings {
  readonly #facts: ProgressFacts;
  readonly #actorSeconds: TimesSoFar<ActorState>;
  readonly #learnerSeconds: TimesSoFar<LearnerState>;
  #last: { readonly timeSeconds: number; readonly envSteps: number } | undefined;
  #blocks = 0;
  #policyLagSum = 0;

  /** @param hasColumn - whether the file has a column: older runs recorded less */
  constructor(facts: ProgressFacts, hasColumn: (column: Column) => boolean) {
    this.#facts = facts;
    this.#actorSeconds = new TimesSoFar(ACTOR_STATES, ACTOR_COLUMNS, hasColumn);
    this.#learnerSeconds = new TimesSoFar(LEARNER_STATES, LEARNER_COLUMNS, hasColumn);
  }

  /** The reading of the next row. */
  next(row: ProgressRow): Reading {
    const total = (column: Column): number => row[column] ?? 0;
    const timeSeconds = total('timeSeconds');
    const envSteps = total('envSteps');
    // What the threads did before the first row, nobody has measured.
    const seconds = timeSeconds - (this.#last?.timeSeconds ?? timeSeconds);
    this.#actorSeconds.add(row, seconds);
    this.#learnerSeconds.add(row, seconds);
    this.#addLag(row.policyLagMean, envSteps - (this.#last?.envSteps ?? 0));
    const reading: Reading = {
      timeSeconds: rounded(timeSeconds),
      envSteps,
      episodes: total('episodes'),
      updates: total('updates'),
      samples: total('samples'),
      policyVersion: total('policyVersion'),
      returnMean: cell(row.episodeReturnMean),
      epsilon: cell(row.epsilon),
      learningRate: cell(row.learningRate),
      loss: cell(row.loss),
      gradientNorm: cell(row.gradientNorm),
      qValueMean: cell(row.qValueMean),
      tdErrorMean: cell(row.tdErrorMean),
      policyLoss: cell(row.policyLoss),
      valueLoss: cell(row.valueLoss),
      entropy: cell(row.entropy),
      klDivergence: cell(row.klDivergence),
      clipRatio: cell(row.clipRatio),
      explainedVariance: cell(row.explainedVariance),
      blocks: rounded(this.#blocks),
      policyLagSum: rounded(this.#policyLagSum),
      replaySize: row.replaySize,
      replayCapacity: row.replaySize === null ? null : (row.replayCapacity ?? this.#facts.replayCapacity),
      ringFill: cell(row.ringFillRatio),
      actorSeconds: this.#actorSeconds.soFar(),
      learnerSeconds: this.#learnerSeconds.soFar(),
    };
    this.#last = { timeSeconds, envSteps };
    return reading;
  }

  #addLag(policyLagMean: number | null, envSteps: number): void {
    if (policyLagMean === null) return;
    const blocks = envSteps / this.#facts.stepsPerBlock;
    this.#blocks += blocks;
    this.#policyLagSum += policyLagMean * blocks;
  }
}

/** Time in each state of a thread, from its shares. */
class TimesSoFar<State extends string> {
  readonly #columns: Readonly<Record<State, Column>>;
  /** null where the file lacks one of the shares. */
  readonly #seconds: Record<State, number> | null;

  constructor(
    states: readonly State[],
    columns: Readonly<Record<State, Column>>,
    hasColumn: (column: Column) => boolean,
  ) {
    this.#columns = columns;
    const isRecorded = states.every((state) => hasColumn(columns[state]));
    this.#seconds = isRecorded
      ? (Object.fromEntries(states.map((state) => [state, 0])) as Record<State, number>)
      : null;
  }

  add(row: ProgressRow, seconds: number): void {
    if (this.#seconds === null) return;
    for (const state in this.#seconds) this.#seconds[state] += (row[this.#columns[state]] ?? 0) * seconds;
  }

  soFar(): Record<State, number> | null {
    return this.#seconds === null ? null : roundedTimes(this.#seconds);
  }
}

const cell = (value: number | null): number | null => (value === null ? null : figure(value));
