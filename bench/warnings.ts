import type { Machine } from './machine.js';
import type { BenchReport } from './report.js';

/** What moves figures without any change of the code. */
const CAUSES = {
  CPU: ({ cpu }) => cpu,
  cores: ({ cores }) => cores,
  platform: ({ platform }) => platform,
  governor: ({ governor }) => governor ?? 'unknown',
  Node: ({ node }) => node,
} as const satisfies Record<string, (machine: Machine) => string | number>;

/** Threads that want a core, as a share of the cores, at which a benchmark has company that shows. */
const BUSY = 0.5;

/** Why ratios of these two sides may say less than they seem to: one line each. */
export function warningsOf(before: readonly BenchReport[], after: readonly BenchReport[]): string[] {
  return [
    ...differencesOf(before, after),
    ...['before', 'after'].flatMap((side, i) => busyLine(side, [before, after][i]!)),
    ...(before.length === 1 || after.length === 1
      ? [
          'one run on a side: intervals know how its rounds differ, not how runs do; compare folders of several runs made in turns',
        ]
      : []),
  ];
}

function differencesOf(before: readonly BenchReport[], after: readonly BenchReport[]): string[] {
  const line = (subject: string, read: (report: BenchReport) => string | number): string[] => {
    const [from, to] = [distinct(before, read), distinct(after, read)];
    if (from === to && !from.includes(' | ')) return [];
    return [`${subject} differs: ${from} before, ${to} after`];
  };
  return [
    ...Object.entries(CAUSES).flatMap(([subject, read]) => line(subject, ({ machine }) => read(machine))),
    ...line('pace', ({ quick }) => (quick ? '--quick' : 'full')),
  ];
}

/** Every value once. */
function distinct(reports: readonly BenchReport[], read: (report: BenchReport) => string | number): string {
  return [...new Set(reports.map(read))].join(' | ');
}

function busyLine(side: string, reports: readonly BenchReport[]): string[] {
  const loads = reports.map(({ machine: { loadAverage, cores } }) => (loadAverage ?? 0) / cores);
  const most = reports[loads.indexOf(Math.max(...loads))]!.machine;
  if (Math.max(...loads) < BUSY) return [];
  return [
    `the machine was busy ${side}: load average ${most.loadAverage!.toFixed(2)} on ${most.cores} cores`,
  ];
}
