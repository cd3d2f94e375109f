import { readCsv, type CsvColumns } from './csv-reader.js';
import { PROGRESS_COLUMNS, type ProgressRow } from './progress-csv.js';

type ProgressColumn = keyof ProgressRow;

/**
 * Reads a run's `progress.csv` as rows. See {@link readCsv} for what of a file under way is read.
 *
 * @returns null in a cell that is empty, or whose column an older run did not write
 * @throws ManyhandsError `ERR_RUN_DIRECTORY` when it is damaged or cannot be read; the message names the line
 */
export function readProgress(path: string): ProgressRow[] {
  const { numRows, columns } = readProgressColumns(path);
  const cells = PROGRESS_COLUMNS.map((column) => [column, columns[column]] as const);
  return Array.from({ length: numRows }, (_, i) => {
    const row = {} as Record<ProgressColumn, number | null>;
    for (const [column, values] of cells) row[column] = Number.isNaN(values[i]!) ? null : values[i]!;
    return row;
  });
}

/**
 * Reads a run's `progress.csv` as columns: an eighth of the memory of rows.
 *
 * @throws ManyhandsError `ERR_RUN_DIRECTORY` when it is damaged or cannot be read; the message names the line
 */
export function readProgressColumns(path: string): CsvColumns<ProgressColumn> {
  return readCsv(path, PROGRESS_COLUMNS, ['timeSeconds', 'envSteps']);
}
