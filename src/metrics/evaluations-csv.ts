import { CsvFile } from './csv.js';

/** Columns of `evaluations.csv`, one row per evaluation. */
export const EVALUATION_COLUMNS = [
  /** Since the process started. */
  'timeSeconds',
  /** Of the weights that were evaluated, as the two below. */
  'envSteps',
  'updates',
  'policyVersion',
  'episodes',
  'seed',
  'meanReturn',
  'stdReturn',
  'minReturn',
] as const;

export type EvaluationRow = Readonly<Record<(typeof EVALUATION_COLUMNS)[number], number>>;

/**
 * Opens `evaluations.csv`; see {@link CsvFile} for what a killed process leaves.
 *
 * @throws ManyhandsError `ERR_RUN_DIRECTORY` when the file has other columns or cannot be written
 */
export function openEvaluationsCsv(path: string): CsvFile<keyof EvaluationRow> {
  return new CsvFile(path, EVALUATION_COLUMNS);
}
