import type { RunData } from '../sources/run-data.js';

/** A run, and the name under which it took part in a comparison. */
export interface LabelledRun {
  readonly data: RunData;
  /** Null: named by what it is. */
  readonly label: string | null;
}

/** Runs of one environment that differ in their seeds alone. */
export interface RunGroup {
  readonly label: string;
  readonly runs: readonly RunData[];
}

/** What two runs of a group may differ in: who they are, and who looks at them. */
const isOwn = (path: string): boolean =>
  path === 'run.seed' || path === 'run.out' || path.startsWith('metrics.');

/**
 * Groups the runs of one environment by algorithm and settings. A label names the algorithm and, of the settings, those in
 * which the algorithm's runs differ among each other.
 */
export function groupRuns(runs: readonly LabelledRun[]): RunGroup[] {
  const groups = new Map<string, RunData[]>();
  for (const { data, label } of runs) {
    const key = label ?? describe(data, runs);
    groups.set(key, [...(groups.get(key) ?? []), data]);
  }
  return [...groups].map(([label, members]) => ({ label, runs: members }));
}

function describe(run: RunData, all: readonly LabelledRun[]): string {
  const peers = all.filter(({ data }) => data.algorithm === run.algorithm);
  const differing = [...run.settings].filter(
    ([path, value]) => !isOwn(path) && peers.some(({ data }) => data.settings.get(path) !== value),
  );
  return [run.algorithm, ...differing.map(([path, value]) => `${path}=${value}`)].join(' ');
}
