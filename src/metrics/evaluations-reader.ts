import { readCsv } from './csv-reader.js';
import { EVALUATION_COLUMNS, type EvaluationRow } from './evaluations-csv.js';

/**
 * Reads a run's `evaluations.csv`, in the order of its rows. See {@link readCsv} for what of a file under way is read.
 *
 * @returns NaN in a cell that is empty, or whose column an older run did not write
 * @throws ManyhandsError `ERR_RUN_DIRECTORY` when it is damaged or cannot be read; the message names the line
 */
export function readEvaluations(path: string): EvaluationRow[] {
  const { numRows, columns } = readCsv(path, EVALUATION_COLUMNS, ['timeSeconds', 'envSteps', 'meanReturn']);
  return Array.from({ length: numRows }, (_, i) => {
    const cells = EVALUATION_COLUMNS.map((column) => [column, columns[column][i]!]);
    return Object.fromEntries(cells) as EvaluationRow;
  });
}
