import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileDurably } from '../../src/shared/durable-file.js';
import { expected, messageOf } from '../../src/shared/errors.js';
import type { Machine } from '../machine.js';

const runSchema = z.object({
  match: z.string(),
  contestant: z.string(),
  isOurs: z.boolean(),
  seed: z.number(),
  part: z.enum(['target', 'rate']),
  /** One line; null for a run that answered. */
  error: z.string().nullable(),
  /** As the process printed it; null where it did not. */
  answer: z.record(z.string(), z.unknown()).nullable(),
});

const resultsSchema = z.object({
  date: z.string(),
  command: z.string(),
  machine: z.custom<Machine>((value) => typeof value === 'object' && value !== null),
  seeds: z.number(),
  /** In the order in which they were asked for; each has a kind, a title and its contestants in order. */
  matches: z.array(
    z.object({
      name: z.string(),
      kind: z.enum(['training', 'pace']),
      title: z.string(),
      contestants: z.array(z.object({ name: z.string(), isOurs: z.boolean() })),
    }),
  ),
  /** In the order in which they were made. */
  runs: z.array(runSchema),
});

/** One process of one contestant. */
export type Run = z.infer<typeof runSchema>;
/** Everything that is kept: tables are made of nothing else. */
export type Results = z.infer<typeof resultsSchema>;
export type ResultsMatch = Results['matches'][number];

const FILE = 'peers.json';

/**
 * Makes the folder of new results.
 *
 * @throws ManyhandsError `ERR_RUN_DIRECTORY` if there is something in it, or it cannot be made
 */
export function createResultsFolder(folder: string): void {
  let files: string[];
  try {
    mkdirSync(folder, { recursive: true });
    files = readdirSync(folder);
  } catch (cause) {
    throw expected('ERR_RUN_DIRECTORY', 'flag --out', 'a folder to write to', messageOf(cause), { cause });
  }
  if (files.length === 0) return;
  const got = `${folder}, with files in it; choose another`;
  throw expected('ERR_RUN_DIRECTORY', 'flag --out', 'a new or empty folder', got);
}

/** Replaces the file in one step, so that it can be written after every run. @returns its path */
export function writeResults(folder: string, results: Results): string {
  const path = join(folder, FILE);
  writeFileDurably(path, `${JSON.stringify(results, null, 1)}\n`);
  return path;
}

/** @throws ManyhandsError `ERR_USAGE` if there is no such file, or another kind of file */
export function readResults(path: string): Results {
  try {
    return resultsSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    const why =
      cause instanceof z.ZodError
        ? `${cause.issues[0]!.path.join('.')}: ${cause.issues[0]!.message}`
        : messageOf(cause);
    throw expected('ERR_USAGE', 'flag --render', `a ${FILE} that bench:peers wrote`, `${path} (${why})`, {
      cause,
    });
  }
}
