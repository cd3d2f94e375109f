import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { expected, messageOf } from '../src/shared/errors.js';
import type { Machine } from './machine.js';
import type { Measurement } from './measure.js';

/** What a suite measured. */
export interface SuiteFigures {
  readonly about: string;
  readonly figures: readonly Measurement[];
  /** What was asked for and could not be measured, and why. Absent where nothing is missing. */
  readonly leftOut?: Readonly<Record<string, string>>;
}

/** What `manyhands bench` measured: the object of `--json` and of the file of `--out`. */
export interface BenchReport {
  readonly machine: Machine;
  /** When it began, ISO 8601. */
  readonly date: string;
  /** Whether it was a quick look. */
  readonly quick: boolean;
  readonly suites: Readonly<Record<string, SuiteFigures>>;
}

/** JSON has no infinity, which is what it takes to reach a target that was not reached: `null` stands for it. */
const figureSchema = z
  .number()
  .nullable()
  .transform((figure) => figure ?? Infinity);

const measurementSchema = z
  .object({
    name: z.string(),
    unit: z.string(),
    value: figureSchema,
    min: figureSchema,
    max: figureSchema,
    rounds: z.int().positive(),
    figures: z.array(figureSchema).min(1),
    better: z.enum(['higher', 'lower']),
    parameters: z.record(z.string(), z.union([z.number(), z.string()])).optional(),
    note: z.string().optional(),
  })
  // What is not given is left out, as the type has it.
  .transform(({ parameters, note, ...rest }): Measurement => ({
    ...rest,
    ...(parameters && { parameters }),
    ...(note !== undefined && { note }),
  }));

export const machineSchema = z.object({
  cpu: z.string(),
  cores: z.int().positive(),
  memoryBytes: z.number(),
  governor: z.string().nullable(),
  platform: z.string(),
  node: z.string(),
  v8: z.string(),
  manyhands: z.string(),
  commit: z.string().nullable(),
  dirty: z.boolean().nullable(),
  loadAverage: z.number().nullable(),
});

const suiteSchema = z
  .object({
    about: z.string(),
    figures: z.array(measurementSchema),
    leftOut: z.record(z.string(), z.string()).optional(),
  })
  .transform(({ leftOut, ...rest }): SuiteFigures => ({ ...rest, ...(leftOut && { leftOut }) }));

const reportSchema = z.object({
  machine: machineSchema,
  date: z.string(),
  quick: z.boolean(),
  suites: z.record(z.string(), suiteSchema),
});

/** Files of before figures of every round were kept. */
const oldSchema = z.object({ suites: z.record(z.string(), z.array(z.unknown())) });

/**
 * Reads what `--out` wrote, or `--json` printed.
 *
 * @param wanted - what the message says was expected, where the reader would have taken something else as well
 * @throws ManyhandsError `ERR_USAGE` when it cannot be read, or is something else
 */
export function readReport(path: string, wanted = 'a file of manyhands bench --out'): BenchReport {
  try {
    const content: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (oldSchema.safeParse(content).success && !reportSchema.safeParse(content).success)
      throw new Error('one of an older version, without the figures of its rounds; measure again');
    const report = reportSchema.parse(content);
    for (const [suite, { figures }] of Object.entries(report.suites)) {
      const repeated = repeatedFigure(suite, figures);
      if (repeated !== undefined) throw new Error(`${suite} with '${repeated}' twice`);
    }
    return report;
  } catch (cause) {
    const [issue] = cause instanceof z.ZodError ? cause.issues : [];
    const got = issue ? `${issue.path.join('.') || 'the file'}: ${issue.message}` : messageOf(cause);
    throw expected('ERR_USAGE', path, wanted, got, { cause });
  }
}

/**
 * What tells a figure from every other of its file, and finds it in another file.
 *
 * Names alone do not: what it takes to a target is measured in seconds and in environment steps.
 */
export function figureKey(suite: string, { name, unit, parameters }: Measurement): string {
  const settings = Object.entries(parameters ?? {}).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([suite, name, unit, settings]);
}

/** @returns the name of a figure that no reader could tell from one before it, if there is one */
export function repeatedFigure(suite: string, figures: readonly Measurement[]): string | undefined {
  const seen = new Set<string>();
  return figures.find((figure) => {
    const key = figureKey(suite, figure);
    return seen.size === seen.add(key).size;
  })?.name;
}
