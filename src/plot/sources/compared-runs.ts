import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { expected, messageOf } from '../../shared/errors.js';
import type { LabelledRun } from '../curves/group-runs.js';
import { readRun } from './run-data.js';

/** What is needed of a `comparison.json`. */
const comparisonSchema = z.object({
  runs: z.array(z.object({ contestant: z.string(), outcome: z.string(), run: z.string() })),
});

/** These count for nothing in a comparison's own charts. */
const LEFT_OUT = ['failed', 'interrupted'];

/**
 * The runs of a comparison that came to their own end, each under the name of its contestant. They are looked for beside the
 * file: a comparison may have been moved since.
 *
 * @param path - of its `comparison.json`
 * @throws ManyhandsError `ERR_USAGE` when the file is none, or there is no such run
 */
export function readComparedRuns(path: string): LabelledRun[] {
  const runs = parse(path).filter(({ outcome }) => !LEFT_OUT.includes(outcome));
  const found = runs.flatMap(({ contestant, run }) => {
    const directory = join(dirname(path), 'runs', ...run.split(/[\\/]/).slice(-3));
    return existsSync(directory) ? [{ data: readRun(directory), label: contestant }] : [];
  });
  if (found.length > 0) return found;
  throw expected('ERR_USAGE', path, 'a comparison with runs that finished, and their directories', 'none');
}

function parse(path: string): z.infer<typeof comparisonSchema>['runs'] {
  try {
    return comparisonSchema.parse(JSON.parse(readFileSync(path, 'utf8'))).runs;
  } catch (cause) {
    const got = cause instanceof z.ZodError ? cause.issues[0]!.message : messageOf(cause);
    throw expected('ERR_USAGE', path, 'what manyhands compare wrote', got, { cause });
  }
}
