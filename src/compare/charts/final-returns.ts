import type { ChartSpec } from '../../plot/drawing/artist.js';
import { PADDING, SCHEMA } from '../../plot/drawing/look.js';
import { figuresOf } from '../figures.js';
import { colorOf, INTERVAL, rowOf, THEME, type ChartContestant } from './scales.js';

/** How the final returns of the seeds are distributed. */
export function finalReturns(environment: string, contestants: readonly ChartContestant[]): ChartSpec {
  const values = contestants.flatMap(({ label, runs }) =>
    runs.flatMap(({ summary }) => {
      if (summary.evaluation === null) return [];
      return { label, meanReturn: summary.evaluation.meanReturn };
    }),
  );
  const summaries = contestants.flatMap(({ label, entry, records }) => {
    const { finalReturn } = figuresOf(entry, records, []);
    if (finalReturn === null) return [];
    const { iqm, interval } = finalReturn;
    return { label, iqm, low: interval?.[0] ?? iqm, high: interval?.[1] ?? iqm };
  });
  const x = {
    type: 'quantitative' as const,
    title: 'mean return of the evaluation of the final weights',
    scale: { zero: false, padding: PADDING },
  };
  return {
    $schema: SCHEMA,
    config: THEME.config,
    width: 560,
    height: { step: 44 },
    title: {
      text: `${environment}: final returns`,
      subtitle: `each point is one seed; bar and tick: ${INTERVAL} and interquartile mean`,
    },
    encoding: { y: rowOf(contestants, true), color: { ...colorOf(contestants), legend: null } },
    layer: [
      {
        data: { values: summaries },
        mark: { type: 'rule', strokeWidth: 10, opacity: 0.25 },
        encoding: { x: { ...x, field: 'low' }, x2: { field: 'high' } },
      },
      {
        data: { values: summaries },
        mark: { type: 'tick', thickness: 3, size: 22 },
        encoding: { x: { ...x, field: 'iqm' } },
      },
      {
        data: { values },
        mark: { type: 'point', size: 50, opacity: 0.75, strokeWidth: 2 },
        encoding: { x: { ...x, field: 'meanReturn' } },
      },
    ],
  };
}
