import { closeSync, openSync, readSync } from 'node:fs';
import { expected, messageOf } from '../shared/errors.js';

const CHUNK_BYTES = 1024 * 1024;
const NEWLINE = 0x0a;

/**
 * Visits the whole lines of a text file that grows, without their line ends (LF or CRLF). What follows the last line end
 * is still being written, or was torn off with its process: it is no line yet.
 *
 * @param visit - `number` counts from 1
 * @returns whether the file is there; a run that has just begun has not made all of its own
 * @throws ManyhandsError `ERR_RUN_DIRECTORY` when it cannot be read; and what `visit` throws
 */
export function forEachLine(path: string, visit: (line: string, number: number) => void): boolean {
  const file = open(path);
  if (file === undefined) return false;
  try {
    let number = 0;
    let held: Buffer = Buffer.alloc(0);
    for (;;) {
      const chunk = Buffer.allocUnsafe(held.length + CHUNK_BYTES);
      held.copy(chunk);
      const numRead = read(path, file, chunk, held.length);
      if (numRead === 0) return true;
      const bytes = chunk.subarray(0, held.length + numRead);
      const end = bytes.lastIndexOf(NEWLINE) + 1;
      held = bytes.subarray(end);
      if (end === 0) continue;
      for (const line of bytes.toString('utf8', 0, end - 1).split('\n')) {
        number += 1;
        visit(line.endsWith('\r') ? line.slice(0, -1) : line, number);
      }
    }
  } finally {
    closeSync(file);
  }
}

function open(path: string): number | undefined {
  try {
    return openSync(path, 'r');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw unreadable(path, error);
  }
}

function read(path: string, file: number, into: Buffer, offset: number): number {
  try {
    return readSync(file, into, offset, into.length - offset, null);
  } catch (error) {
    throw unreadable(path, error);
  }
}

const unreadable = (path: string, cause: unknown) =>
  expected('ERR_RUN_DIRECTORY', path, 'a file to read', messageOf(cause), { cause });
