/** The charts of an environment, as Vega-Lite specifications: data in, marks out, nothing drawn yet. */
import type { ChartSpec } from '../../plot/drawing/artist.js';
import type { Entry } from '../entries.js';
import { finishedRuns, type RunRecord } from '../run-record.js';
import { curves } from './curves.js';
import { finalReturns } from './final-returns.js';
import { toTarget } from './to-target.js';

/** A chart and the name of its file, without an ending. */
export interface Chart {
  readonly name: string;
  readonly spec: ChartSpec;
}

/** Charts of one environment; none where no run has finished. */
export function chartsOf(environment: string, entries: readonly Entry[], all: readonly RunRecord[]): Chart[] {
  const contestants = entries
    .filter((entry) => entry.environment === environment)
    .map((entry) => {
      const { label } = entry.contestant;
      const records = all.filter((run) => run.contestant === label && run.environment === environment);
      return { label, entry, records, runs: finishedRuns(records) };
    })
    .filter(({ runs }) => runs.length > 0);
  if (contestants.length === 0) return [];
  const hasTarget = contestants.some(({ entry }) => entry.target !== null);
  const charts: readonly (Chart | null)[] = [
    { name: 'return-by-env-steps', spec: curves(environment, contestants, 'envSteps') },
    { name: 'return-by-seconds', spec: curves(environment, contestants, 'seconds') },
    hasTarget ? { name: 'to-target', spec: toTarget(environment, contestants) } : null,
    { name: 'final-returns', spec: finalReturns(environment, contestants) },
  ];
  return charts
    .flatMap((chart) => chart ?? [])
    .map(({ name, spec }) => ({ name: `${environment}-${name}`, spec }));
}
