import { expected } from '../shared/errors.js';
import { RowReader } from './csv-reader.js';
import { snakeCase } from './csv.js';
import { Float64List } from './float64-list.js';
import { GrowingLines } from './growing-lines.js';

/** One row; null where a cell is empty or not a finite number, and in a column that the file does not have. */
export type GrowingRow<Column extends string> = Readonly<Record<Column, number | null>>;

/** Follows a CSV file of numbers that `CsvFile` writes: each call gives the rows that came since the last. */
export class GrowingCsv<Column extends string> {
  readonly #path: string;
  readonly #lines: GrowingLines;
  readonly #columns: readonly Column[];
  readonly #required: readonly Column[];
  #header: readonly string[] = [];
  #rows: RowReader | undefined;
  #numRows = 0;

  /**
   * @param columns - in `camelCase`; the header has them in `snake_case`
   * @param required - every row has these; without them the file is something else
   */
  constructor(path: string, columns: readonly Column[], required: readonly Column[]) {
    this.#path = path;
    this.#lines = new GrowingLines(path);
    this.#columns = columns;
    this.#required = required;
  }

  /** Whether the file's header, as far as it was read, has a column. */
  has(column: Column): boolean {
    return this.#header.includes(snakeCase(column));
  }

  /**
   * The new rows. None of a file that is not there yet.
   *
   * @throws ManyhandsError `ERR_RUN_DIRECTORY` when a required column or number is not there, a row does not fit the header, or the
   *   file cannot be read
   */
  read(): GrowingRow<Column>[] {
    const lists = this.#columns.map(() => new Float64List());
    this.#lines.read((line, number) => {
      if (this.#rows === undefined) {
        const names = this.#columns.map(snakeCase);
        this.#rows = new RowReader(this.#path, number, line, names, this.#required.map(snakeCase));
        this.#header = line.split(',');
      } else this.#rows.read(line, number, lists);
    });
    const columns = lists.map((list) => list.toArray());
    return Array.from({ length: lists[0]?.length ?? 0 }, (_, row) => {
      const cells = this.#columns.map((column, i) => [column, finite(columns[i]![row]!)]);
      return this.#complete(Object.fromEntries(cells) as GrowingRow<Column>);
    });
  }

  #complete(row: GrowingRow<Column>): GrowingRow<Column> {
    this.#numRows += 1;
    const missing = this.#required.find((column) => row[column] === null);
    if (missing === undefined) return row;
    const subject = `${this.#path} line ${this.#numRows + 1}`;
    throw expected('ERR_RUN_DIRECTORY', subject, `a number for ${snakeCase(missing)}`, 'none');
  }
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);
