import { writeFileSync } from 'node:fs';
import type { Machine } from '../../../bench/machine.js';
import { summarizeRounds, type Measurement } from '../../../bench/measure.js';
import type { BenchReport } from '../../../bench/report.js';

export const MACHINE: Machine = {
  cpu: 'A CPU',
  cores: 16,
  memoryBytes: 64e9,
  governor: null,
  platform: 'linux x64',
  node: 'v20.20.0',
  v8: '11.3',
  manyhands: '0.1.0',
  commit: 'abc1234',
  dirty: false,
  loadAverage: 0,
};

/** What `manyhands bench --json` prints, of suites that measured this. */
export function exampleReport(
  figures: Readonly<Record<string, readonly Measurement[]>>,
  machine: Partial<Machine> = {},
): BenchReport {
  const suites = Object.fromEntries(
    Object.entries(figures).map(([name, figures]) => [name, { about: `What ${name} times.`, figures }]),
  );
  return { machine: { ...MACHINE, ...machine }, date: '2026-01-02T03:04:05.000Z', quick: false, suites };
}

/** @returns the path */
export function writeReport(path: string, ...report: Parameters<typeof exampleReport>): string {
  writeFileSync(path, JSON.stringify(exampleReport(...report)));
  return path;
}

/** Rounds around `value`, as many as there are deviations. */
export function around(
  name: string,
  unit: string,
  value: number,
  deviations: readonly number[] = [-0.02, 0.01, 0, -0.01, 0.02],
): Measurement {
  return summarizeRounds(
    name,
    unit,
    deviations.map((deviation) => value * (1 + deviation)),
  );
}
