import { CsvFile } from './csv.js';

/** Columns of `progress.csv`, one row per interval, see `logInterval`. A cell is empty while there is nothing to say. */
export const PROGRESS_COLUMNS = [
  /** Since the process started. */
  'timeSeconds',
  'envSteps',
  'episodes',
  'updates',
  /** Transitions trained on since the start, each as often as it was in a batch. */
  'samples',
  'policyVersion',
  /** Over the interval since the last row, as the two below. */
  'envStepsPerSecond',
  'updatesPerSecond',
  'samplesPerSecond',
  /** Over the newest training episodes, as many as an evaluation has. */
  'episodeReturnMean',
  /** Over the episodes that ended in the interval. */
  'episodeLengthMean',
  'evaluationReturnMean',
  /** Of the actors' policies; empty where they have none. */
  'epsilon',
  /** Of the latest update, as those up to `explainedVariance`; empty where the algorithm has no such figure. */
  'learningRate',
  'loss',
  'gradientNorm',
  'qValueMean',
  'tdErrorMean',
  'policyLoss',
  'valueLoss',
  'entropy',
  'klDivergence',
  'clipRatio',
  'explainedVariance',
  'policyLagMean',
  /** Transitions in the replay table, and how many fit; empty without one. */
  'replaySize',
  'replayCapacity',
  /** Share of the rings' blocks that wait for the learner, 0 to 1. */
  'ringFillRatio',
  /**
   * Shares, 0 to 1, of the time that the learner counted since the last row: they add up to 1. Empty if it counted none.
   * `learnerWaitRatio` is waiting for data.
   */
  'learnerTrainRatio',
  'learnerWaitRatio',
  'learnerIngestRatio',
  'learnerPublishRatio',
  'learnerCheckpointRatio',
  'learnerOtherRatio',
  /** The same of all actors together. `actorWaitRatio` is waiting for a free block of the ring. */
  'actorEnvRatio',
  'actorPolicyRatio',
  'actorWaitRatio',
  'actorWaitWeightsRatio',
  'actorOtherRatio',
] as const;

export type ProgressRow = Readonly<Record<(typeof PROGRESS_COLUMNS)[number], number | null>>;

/**
 * Opens `progress.csv`; see {@link CsvFile} for what a killed process leaves.
 *
 * @throws ManyhandsError `ERR_RUN_DIRECTORY` when the file has other columns or cannot be written
 */
export function openProgressCsv(path: string): CsvFile<keyof ProgressRow> {
  return new CsvFile(path, PROGRESS_COLUMNS);
}
