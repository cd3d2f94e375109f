import type { Measurement } from '../../measure.js';
import type { Pace } from '../../pace.js';
import { runWorker } from './run-worker.js';

/** Figures of one kind of code. */
export type ApartCase = (pace: Pace) => readonly Measurement[] | Promise<readonly Measurement[]>;

/** What a module exports that is measured apart. */
export interface ApartModule {
  readonly CASES: readonly ApartCase[];
}

/** What the thread of a case is told. */
export interface ApartTask {
  /** URL of an {@link ApartModule}. */
  readonly module: string;
  readonly index: number;
  readonly pace: Pace;
}

/**
 * Measures every case in a thread of its own, one after the other, as the threads of a run each have one environment, one policy, one
 * algorithm: what else a thread has run changes what the code is compiled to, and makes it slower.
 *
 * @param module - URL of the module whose `CASES` they are
 */
export async function measureApart(module: string, pace: Pace): Promise<Measurement[]> {
  const { CASES } = (await import(module)) as ApartModule;
  const measurements: Measurement[] = [];
  for (let index = 0; index < CASES.length; index++) {
    const task: ApartTask = { module, index, pace };
    measurements.push(...((await runWorker('apart-thread', task)) as Measurement[]));
  }
  return measurements;
}
