import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { writeFileDurably } from '../../src/shared/durable-file.js';
import { expected, messageOf } from '../../src/shared/errors.js';
import type { Machine } from '../machine.js';
import { machineSchema } from '../report.js';
import type { RatiosOfRuns } from './judge.js';

/** The committed one. */
export const BASELINE_PATH = fileURLToPath(new URL('../../../bench/baseline.json', import.meta.url));

/** What `npm run bench:ci` compares with, and where that was measured. */
export interface Baseline {
  readonly machine: Machine;
  /** ISO 8601. */
  readonly date: string;
  readonly ratios: RatiosOfRuns;
}

const baselineSchema = z.object({
  machine: machineSchema,
  date: z.string(),
  ratios: z.record(z.string(), z.array(z.array(z.number().positive()).min(1)).min(1)),
});

/** @throws ManyhandsError `ERR_USAGE` when it cannot be read, or is something else */
export function readBaseline(path: string): Baseline {
  try {
    return baselineSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    const [issue] = cause instanceof z.ZodError ? cause.issues : [];
    const got = issue ? `${issue.path.join('.') || 'the file'}: ${issue.message}` : messageOf(cause);
    const cure = 'npm run bench:ci -- --update makes one';
    throw expected('ERR_USAGE', path, 'a baseline of bench:ci', `${got}; ${cure}`, { cause });
  }
}

/**
 * A process a line, and numbers to five digits, which their noise is far above: the file is committed, and read by people.
 *
 * @throws ManyhandsError `ERR_RUN_DIRECTORY` when it cannot be written
 */
export function writeBaseline(path: string, { machine, date, ratios }: Baseline): void {
  const figures = Object.entries(ratios).map(([name, runs]) => {
    const lines = runs.map((run) => JSON.stringify(run.map((ratio) => Number(ratio.toPrecision(5)))));
    return `    ${JSON.stringify(name)}: [\n      ${lines.join(',\n      ')}\n    ]`;
  });
  const text = `{
  "machine": ${JSON.stringify(machine)},
  "date": ${JSON.stringify(date)},
  "ratios": {
${figures.join(',\n')}
  }
}
`;
  try {
    writeFileDurably(path, text);
  } catch (cause) {
    throw expected('ERR_RUN_DIRECTORY', path, 'a file to write', messageOf(cause), { cause });
  }
}
