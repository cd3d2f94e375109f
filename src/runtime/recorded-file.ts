import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import type { z } from 'zod';
import { expected, messageOf } from '../shared/errors.js';

/**
 * The text of a file of a run.
 *
 * @returns undefined if there is no such file
 * @throws ManyhandsError `ERR_RUN_DIRECTORY` if it cannot be read
 */
export function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    if (isMissing(cause)) return undefined;
    throw unreadable(path, cause);
  }
}

/**
 * The first bytes of a file of a run, as text: none if there is no such file.
 *
 * @throws ManyhandsError `ERR_RUN_DIRECTORY` if it cannot be read
 */
export function readFirstBytes(path: string, numBytes: number): string {
  let file;
  try {
    file = openSync(path, 'r');
    const bytes = Buffer.alloc(numBytes);
    return bytes.toString('utf8', 0, readSync(file, bytes));
  } catch (cause) {
    if (isMissing(cause)) return '';
    throw unreadable(path, cause);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/**
 * Reads a value from the text of a file and holds it against a schema.
 *
 * @param path - of the file, for the message
 * @throws ManyhandsError `ERR_RUN_DIRECTORY`, in one line, if the text or the value is something else
 */
export function parseRecorded<Schema extends z.ZodType>(
  schema: Schema,
  path: string,
  read: () => unknown,
): z.infer<Schema> {
  let value: unknown;
  try {
    value = read();
  } catch (cause) {
    const got = messageOf(cause).split('\n', 1)[0];
    throw expected('ERR_RUN_DIRECTORY', path, 'what manyhands train writes', got, { cause });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const { path: keys, message } = parsed.error.issues[0]!;
  const got = `${keys.join('.') || 'the file'}: ${message.replaceAll(/\s+/g, ' ')}`;
  throw expected('ERR_RUN_DIRECTORY', path, 'what manyhands train writes', got);
}

/** A path that goes on below a file is missing too. */
const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR');

const unreadable = (path: string, cause: unknown) =>
  expected('ERR_RUN_DIRECTORY', path, 'a file to read', messageOf(cause), { cause });
