import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { expected, messageOf } from '../../shared/errors.js';

const measurementSchema = z.object({
  unit: z.string(),
  /** Median over the rounds. */
  value: z.number(),
  min: z.number(),
  max: z.number(),
  parameters: z.record(z.string(), z.union([z.number(), z.string()])).optional(),
});

/** What is needed of what `manyhands bench --json` prints. */
const benchSchema = z.object({
  machine: z.object({ cpu: z.string(), cores: z.number(), node: z.string() }),
  suites: z.record(z.string(), z.object({ figures: z.array(measurementSchema) })),
});

export type BenchMeasurement = z.infer<typeof measurementSchema>;

/** Figures of a benchmark, and where they were measured. */
export type BenchFile = z.infer<typeof benchSchema> & { readonly path: string };

/** @throws ManyhandsError `ERR_USAGE` when it cannot be read, or is something else */
export function readBenchFile(path: string): BenchFile {
  try {
    return { ...benchSchema.parse(JSON.parse(readFileSync(path, 'utf8'))), path };
  } catch (cause) {
    const [issue] = cause instanceof z.ZodError ? cause.issues : [];
    const got = issue ? `${issue.path.join('.') || 'the file'}: ${issue.message}` : messageOf(cause);
    const wanted = 'a run, a folder of runs, a comparison or what bench --json printed';
    throw expected('ERR_USAGE', path, wanted, got, { cause });
  }
}
