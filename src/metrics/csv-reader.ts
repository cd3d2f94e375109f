import { expected } from '../shared/errors.js';
import { snakeCase } from './csv.js';
import { Float64List } from './float64-list.js';
import { forEachLine } from './whole-lines.js';

/** Columns of one length, in the order of the rows. */
export interface CsvColumns<Column extends string> {
  readonly numRows: number;
  /** NaN where a cell is empty, and in a column that the file does not have. */
  readonly columns: Readonly<Record<Column, Float64Array>>;
}

const SHOWN_CHARACTERS = 120;

/**
 * Reads a CSV file of numbers that {@link CsvFile} writes, also while it is being written: a torn last line is no row. A file
 * that is not there, or has no whole header yet, has no rows. Columns are found by name; others are passed over.
 *
 * @param columns - in `camelCase`; the header has them in `snake_case`
 * @param required - without these the file is something else
 * @throws ManyhandsError `ERR_RUN_DIRECTORY` when the header lacks a required column, a row does not fit it, or the file cannot be read
 */
export function readCsv<Column extends string>(
  path: string,
  columns: readonly Column[],
  required: readonly Column[],
): CsvColumns<Column> {
  const lists = columns.map(() => new Float64List());
  let rows: RowReader | undefined;
  forEachLine(path, (line, number) => {
    if (rows === undefined)
      rows = new RowReader(path, number, line, columns.map(snakeCase), required.map(snakeCase));
    else rows.read(line, number, lists);
  });
  const entries = columns.map((column, i) => [column, lists[i]!.toArray()]);
  return {
    numRows: lists[0]?.length ?? 0,
    columns: Object.fromEntries(entries) as Record<Column, Float64Array>,
  };
}

/** Reads rows of numbers below a header. */
export class RowReader {
  readonly #path: string;
  readonly #numCells: number;
  /** Cell of each wanted column, -1 for one that is not there. */
  readonly #cells: readonly number[];

  /**
   * @param header - the line `number`
   * @throws ManyhandsError `ERR_RUN_DIRECTORY` when it lacks one of `required`
   */
  constructor(
    path: string,
    number: number,
    header: string,
    names: readonly string[],
    required: readonly string[],
  ) {
    const found = header.split(',');
    if (!required.every((name) => found.includes(name)))
      throw damaged(path, number, `a header with ${required.join(', ')}`, header);
    this.#path = path;
    this.#numCells = found.length;
    this.#cells = names.map((name) => found.indexOf(name));
  }

  /**
   * Adds a row to the lists, one for each column; NaN for an empty cell and for a column that is not there.
   *
   * @throws ManyhandsError `ERR_RUN_DIRECTORY` when it does not fit the header, or a cell is no number
   */
  read(line: string, number: number, lists: readonly Float64List[]): void {
    const cells = line.split(',');
    if (cells.length !== this.#numCells) throw damaged(this.#path, number, `${this.#numCells} cells`, line);
    for (let i = 0; i < lists.length; i++) {
      const cell = this.#cells[i]!;
      const value = cell === -1 ? NaN : parseCell(cells[cell]!);
      if (value === undefined) throw damaged(this.#path, number, 'numbers', line);
      lists[i]!.push(value);
    }
  }
}

/** As we write numbers, and as Python does. @returns undefined for what is none */
function parseCell(cell: string): number | undefined {
  // What `Number` makes of blanks is 0.
  if (cell.trim() === '') return NaN;
  const value = Number(cell);
  if (!Number.isNaN(value)) return value;
  switch (cell.trim().toLowerCase()) {
    case 'nan':
      return NaN;
    case 'inf':
    case '+inf':
      return Infinity;
    case '-inf':
      return -Infinity;
    default:
      return undefined;
  }
}

/** A line of a run's file that is not what it must be. */
export function damaged(path: string, number: number, wanted: string, line: string) {
  const got = JSON.stringify(line.slice(0, SHOWN_CHARACTERS));
  return expected('ERR_RUN_DIRECTORY', `${path} line ${number}`, wanted, got);
}
