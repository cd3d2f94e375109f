import { CsvFile } from './csv.js';

/** Columns of `progress.csv`, one row per log interval. A cell is empty while there is nothing to say. */
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
  /** Over the newest training episodes. */
  'episodeReturnMean',
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
  /** Empty without a replay table. */
  'replaySize',
  /** Share of the interval that the learner waited for data, 0 to 1. */
  'learnerWaitRatio',
  /** Share of the interval that actors waited for a free block, 0 to 1, mean over actors. */
  'actorWaitRatio',
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
