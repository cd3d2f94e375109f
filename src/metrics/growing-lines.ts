import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { expected, ManyhandsError, messageOf } from '../shared/errors.js';

const CHUNK_BYTES = 1024 * 1024;
const NEWLINE = 0x0a;

/**
 * Follows a text file that another process appends to: each call visits the whole lines that came since the last.
 *
 * What follows the last line end is still being written, or was torn off with its process: it is no line yet.
 */
export class GrowingLines {
  readonly #path: string;
  /** Where the first line begins that was not visited. */
  #offset = 0;
  #numVisited = 0;

  constructor(path: string) {
    this.#path = path;
  }

  /**
   * Visits new lines, without their line ends (LF or CRLF). There are none in a file that is not there yet.
   *
   * @param visit - `number` counts from 1
   * @throws ManyhandsError `ERR_RUN_DIRECTORY` when the file cannot be read, has become shorter, or has a line that is
   *   none; and what `visit` throws
   */
  read(visit: (line: string, number: number) => void): void {
    const file = this.#open();
    if (file === undefined) return;
    try {
      const { size } = fstatSync(file);
      if (size < this.#offset) {
        const wanted = `a file that only grows, with at least ${this.#offset} bytes`;
        throw expected('ERR_RUN_DIRECTORY', this.#path, wanted, size);
      }
      this.#visitUpTo(size, file, visit);
    } catch (error) {
      throw error instanceof ManyhandsError ? error : this.#unreadable(error);
    } finally {
      closeSync(file);
    }
  }

  #visitUpTo(size: number, file: number, visit: (line: string, number: number) => void): void {
    const chunk = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, size - this.#offset));
    while (this.#offset < size) {
      const numRead = readSync(file, chunk, 0, chunk.length, this.#offset);
      const end = chunk.lastIndexOf(NEWLINE, numRead - 1);
      if (numRead === 0 || end === -1) {
        if (numRead < CHUNK_BYTES) return;
        const wanted = `lines of at most ${CHUNK_BYTES} bytes`;
        throw expected(
          'ERR_RUN_DIRECTORY',
          `${this.#path} line ${this.#numVisited + 1}`,
          wanted,
          'a longer one',
        );
      }
      this.#offset += end + 1;
      for (const line of chunk.toString('utf8', 0, end).split('\n')) {
        this.#numVisited += 1;
        visit(line.endsWith('\r') ? line.slice(0, -1) : line, this.#numVisited);
      }
    }
  }

  #open(): number | undefined {
    try {
      return openSync(this.#path, 'r');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw this.#unreadable(error);
    }
  }

  #unreadable(cause: unknown): ManyhandsError {
    return expected('ERR_RUN_DIRECTORY', this.#path, 'a file to read', messageOf(cause), { cause });
  }
}
