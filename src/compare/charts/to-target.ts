import type { ChartSpec } from '../../plot/drawing/artist.js';
import { PADDING, scaleFor, SCHEMA } from '../../plot/drawing/look.js';
import type { Entry } from '../entries.js';
import { envStepsToTarget, secondsToTarget } from '../figures.js';
import { colorOf, rowOf, THEME, type ChartContestant } from './scales.js';

/** Env steps and seconds to the target, every seed a point. */
export function toTarget(environment: string, contestants: readonly ChartContestant[]): ChartSpec {
  const values = contestants
    .filter(({ entry }) => entry.target !== null)
    .flatMap(({ label, runs }) =>
      runs.map((run) => ({
        label,
        envSteps: envStepsToTarget(run).value,
        seconds: secondsToTarget(run).value,
        end: run.outcome === 'solved' ? 'target met' : 'ended without',
      })),
    );
  const panel = (field: 'envSteps' | 'seconds', title: string, isFirst: boolean) => ({
    width: 300,
    height: { step: 34 },
    mark: { type: 'point' as const, size: 60, opacity: 0.75, strokeWidth: 2 },
    encoding: {
      x: {
        field,
        type: 'quantitative' as const,
        title,
        scale: { ...scaleFor(values.map((value) => value[field])), padding: PADDING },
      },
      y: rowOf(contestants, isFirst),
      color: { ...colorOf(contestants), legend: null },
      shape: {
        field: 'end',
        type: 'nominal' as const,
        title: 'one point a seed',
        scale: { domain: ['target met', 'ended without'], range: ['circle', 'triangle-right'] },
      },
    },
  });
  return {
    $schema: SCHEMA,
    config: THEME.config,
    title: {
      text: `${environment}: what it takes to meet the target`,
      subtitle: contestants.map(({ label, entry }) => `${label}: ${goalOf(entry)}`),
    },
    data: { values },
    hconcat: [
      panel('envSteps', 'environment steps', true),
      panel('seconds', 'time since process start (s)', false),
    ],
  };
}

function goalOf({ target }: Entry): string {
  if (target === null) return 'no target';
  const what = target.criterion === 'greedy' ? 'greedy' : 'training';
  return `mean return ${target.meanReturn} over ${target.episodes} ${what} episodes`;
}
