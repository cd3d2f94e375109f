import { performance } from 'node:perf_hooks';
import { closeSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { ManyhandsError, messageOf } from '../shared/errors.js';
import { logInterval } from './log-interval.js';

const BUFFER_BYTES = 64 * 1024;

/** How old an appended chunk can get before it is in the file, and less while the file is young: see {@link logInterval}. */
const MAX_FLUSH_SECONDS = 2;

const NEWLINE = 0x0a;

/**
 * A file that only grows, written in large pieces: full buffers at once, the rest within a tenth of the file's age, at least
 * 50 ms and at most two seconds.
 *
 * Chunks are whole lines or records, and every write holds whole chunks, so a killed process loses at most a tail. A write
 * that the kernel itself cut short leaves a torn last line, which {@link AppendFile.openLines} removes.
 *
 * An error of a write in the background is thrown by the next call: `ERR_RUN_DIRECTORY`.
 */
export class AppendFile {
  readonly #path: string;
  readonly #file: number;
  readonly #openedAt = performance.now();
  readonly #buffer = Buffer.allocUnsafe(BUFFER_BYTES);
  #numBuffered = 0;
  #timer: NodeJS.Timeout | undefined;
  #failure: ManyhandsError | undefined;
  #isOpen = true;

  private constructor(path: string, file: number) {
    this.#path = path;
    this.#file = file;
  }

  /**
   * Makes a file that must not exist yet.
   *
   * @throws ManyhandsError `ERR_RUN_DIRECTORY` when it does, or cannot be made
   */
  static create(path: string): AppendFile {
    return new AppendFile(
      path,
      guarded(path, () => openSync(path, 'wx')),
    );
  }

  /**
   * Opens a text file to go on after its last whole line, or makes it.
   *
   * @param numHeaderLines - a file with fewer whole lines starts over
   * @param checkHeader - throws when the lines, with their line ends, are not those of such a file, which then stays as
   *   it is; not called for a file that starts over
   * @returns `isNew` when the header is still to be written
   * @throws ManyhandsError `ERR_RUN_DIRECTORY` when it cannot be opened; and the ManyhandsError that `checkHeader` throws
   */
  static openLines(
    path: string,
    numHeaderLines: number,
    checkHeader: (header: string) => void,
  ): { readonly file: AppendFile; readonly isNew: boolean } {
    return guarded(path, () => {
      const file = openSync(path, 'a+');
      try {
        const header = readHeader(file, numHeaderLines);
        if (header === '') ftruncateSync(file, 0);
        else {
          checkHeader(header);
          removeTornLine(file);
        }
        return { file: new AppendFile(path, file), isNew: header === '' };
      } catch (error) {
        closeSync(file);
        throw error;
      }
    });
  }

  /**
   * Adds whole lines or records.
   *
   * @throws ManyhandsError `ERR_RUN_DIRECTORY` when this or an earlier write failed, or the file is closed
   */
  append(chunk: string | Uint8Array): void {
    if (this.#failure) throw this.#failure;
    if (!this.#isOpen)
      throw new ManyhandsError('ERR_RUN_DIRECTORY', `${this.#path}: expected an open file, got a closed one`);
    // UTF-8 needs at most three bytes for each UTF-16 unit.
    const maxBytes = typeof chunk === 'string' ? chunk.length * 3 : chunk.length;
    if (maxBytes > BUFFER_BYTES - this.#numBuffered) this.flush();
    if (maxBytes > BUFFER_BYTES) {
      this.#write(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
      return;
    }
    if (typeof chunk === 'string') this.#numBuffered += this.#buffer.write(chunk, this.#numBuffered);
    else {
      this.#buffer.set(chunk, this.#numBuffered);
      this.#numBuffered += chunk.length;
    }
    // The timer keeps no process alive: whoever opened the file closes it.
    this.#timer ??= setTimeout(() => this.#flushInBackground(), this.#flushMilliseconds()).unref();
  }

  #flushMilliseconds(): number {
    const ageSeconds = (performance.now() - this.#openedAt) / 1000;
    return 1000 * logInterval(ageSeconds, MAX_FLUSH_SECONDS);
  }

  /**
   * Hands everything to the operating system, from where it survives this process.
   *
   * @throws ManyhandsError `ERR_RUN_DIRECTORY` when this or an earlier write failed
   */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#failure) throw this.#failure;
    const numBytes = this.#numBuffered;
    this.#numBuffered = 0;
    if (numBytes > 0) this.#write(this.#buffer.subarray(0, numBytes));
  }

  /**
   * Flushes and closes. A second call does nothing.
   *
   * @throws ManyhandsError `ERR_RUN_DIRECTORY` when this or an earlier write failed; the file is closed all the same
   */
  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    try {
      this.flush();
    } finally {
      closeSync(this.#file);
    }
  }

  #flushInBackground(): void {
    try {
      this.flush();
    } catch {
      // Kept in `#failure`; thrown to the next caller, who can act on it.
    }
  }

  #write(bytes: Uint8Array): void {
    try {
      writeFully(this.#file, bytes);
    } catch (error) {
      this.#failure = unwritable(this.#path, error);
      throw this.#failure;
    }
  }
}

/** One `write` as a rule; more only when the kernel takes part of it. */
function writeFully(file: number, bytes: Uint8Array): void {
  for (let position = 0; position < bytes.length;) position += writeSync(file, bytes, position);
}

/** Ends the file at its last line end; its header has one. */
function removeTornLine(file: number): void {
  const chunk = Buffer.alloc(BUFFER_BYTES);
  let end = fstatSync(file).size;
  while (end > 0) {
    const start = Math.max(0, end - BUFFER_BYTES);
    const numRead = readSync(file, chunk, 0, end - start, start);
    const newline = chunk.lastIndexOf(NEWLINE, numRead - 1);
    if (newline !== -1) {
      ftruncateSync(file, start + newline + 1);
      return;
    }
    end = start;
  }
}

/** The first lines, `''` when there are not as many. Headers of ours are shorter than the buffer. */
function readHeader(file: number, numLines: number): string {
  const chunk = Buffer.alloc(BUFFER_BYTES);
  const text = chunk.toString('utf8', 0, readSync(file, chunk, 0, BUFFER_BYTES, 0));
  const lines = text.split('\n', numLines + 1);
  return lines.length > numLines ? `${lines.slice(0, numLines).join('\n')}\n` : '';
}

function guarded<Result>(path: string, open: () => Result): Result {
  try {
    return open();
  } catch (error) {
    throw unwritable(path, error);
  }
}

function unwritable(path: string, error: unknown): ManyhandsError {
  if (error instanceof ManyhandsError) return error;
  const message = `${path}: expected a file to write to, got ${messageOf(error)}`;
  return new ManyhandsError('ERR_RUN_DIRECTORY', message, { cause: error });
}
