import type { Measurement } from '../../../bench/measure.js';
import { readReport, type BenchReport } from '../../../bench/report.js';

export type BenchMeasurement = Measurement;

/** Figures of a benchmark, and where they were measured. */
export type BenchFile = BenchReport & { readonly path: string };

/** @throws ManyhandsError `ERR_USAGE` when it cannot be read, or is something else */
export function readBenchFile(path: string): BenchFile {
  const wanted = 'a run, a folder of runs, a comparison or a file of manyhands bench --out';
  return { ...readReport(path, wanted), path };
}
