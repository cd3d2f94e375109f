import { expected } from '../shared/errors.js';
import { AppendFile } from './append-file.js';

/** What a cell can hold; `null` and NaN are empty cells, which every reader takes for "no value". */
export type CsvValue = number | null;

/** A CSV file of numbers with one header, fixed when the file is made. Lines end in LF, as other tools of the field write them. */
export class CsvFile<Column extends string> {
  readonly #file: AppendFile;
  readonly #columns: readonly Column[];

  /**
   * Makes the file, or goes on after the last whole row of an earlier run in the same directory.
   *
   * @param columns - in `camelCase`; the header has them in `snake_case`
   * @throws ManyhandsError `ERR_RUN_DIRECTORY` when the file has another header or cannot be written
   */
  constructor(path: string, columns: readonly Column[]) {
    const header = `${columns.map(snakeCase).join()}\n`;
    const { file, isNew } = AppendFile.openLines(path, 1, (found) => {
      if (found === header) return;
      const wanted = `the columns ${header.trimEnd()}`;
      throw expected('ERR_RUN_DIRECTORY', path, wanted, JSON.stringify(found.slice(0, 200)));
    });
    this.#file = file;
    this.#columns = columns;
    if (!isNew) return;
    file.append(header);
    // A reader takes an empty file for a broken one.
    file.flush();
  }

  /**
   * Adds one row.
   *
   * @throws ManyhandsError `ERR_RUN_DIRECTORY` when this or an earlier write failed
   */
  append(row: Readonly<Record<Column, CsvValue>>): void {
    this.#file.append(`${this.#columns.map((column) => formatCell(row[column])).join()}\n`);
  }

  /** @throws ManyhandsError `ERR_RUN_DIRECTORY` when a write failed */
  flush(): void {
    this.#file.flush();
  }

  /** @throws ManyhandsError `ERR_RUN_DIRECTORY` when a write failed */
  close(): void {
    this.#file.close();
  }
}

/** `envStepsPerSecond` -> `env_steps_per_second`, `weightsSha256` -> `weights_sha256`. */
export function snakeCase(camelCase: string): string {
  return camelCase.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** Reads back to the same bits. As Python writes it: `inf` is read by pandas and NumPy, `Infinity` not by all. */
function formatCell(value: CsvValue): string {
  if (value === null || Number.isNaN(value)) return '';
  if (Number.isFinite(value)) return String(value);
  return value > 0 ? 'inf' : '-inf';
}
