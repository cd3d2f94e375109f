import type { Theme } from '../drawing/look.js';
import { everyNth } from '../thin.js';
import type { RunFigures } from '../sources/run-figures.js';
import { AXES, Timeline, type PlotAxis } from '../timeline.js';
import { panelOf, type Panel, type Stratum } from './panel.js';
import { average, scatter } from './strata.js';

const MAX_EVALUATIONS = 300;

export interface EpisodePanelOptions {
  readonly axis: PlotAxis;
  /** Episodes of the moving average. */
  readonly window: number;
  readonly targetReturn: number | null;
}

/** Return and length of training episodes, with evaluations and the target; none of what there is not. */
export function episodePanels(
  { episodes, progress, evaluations }: RunFigures,
  { axis, window, targetReturn }: EpisodePanelOptions,
  theme: Theme,
): Panel[] {
  const timeline = new Timeline({ episodes, progress, evaluations });
  const x = timeline.episodes(axis);
  const ofEpisodes = (y: Float64Array): Stratum[] =>
    y.some(Number.isFinite) ? [scatter('episode', x, y, theme), average(window, x, y, theme)] : [];
  const points = evaluations
    .map((row) => ({ x: timeline.evaluation(row, axis), y: row.meanReturn }))
    .filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y));
  const returns = [...ofEpisodes(episodes.returns), ...evaluationStrata(points, theme)];
  if (returns.length > 0) returns.push(...targetStrata(targetReturn, theme));
  const text = { xTitle: AXES[axis].title };
  return [
    { strata: returns, text: { ...text, title: 'Episode return', yTitle: 'return' } },
    {
      strata: ofEpisodes(episodes.lengths),
      text: { ...text, title: 'Episode length', yTitle: 'environment steps' },
    },
  ].flatMap(({ strata, text }) => (strata.length === 0 ? [] : [panelOf(text, strata, theme)]));
}

function evaluationStrata(points: readonly { x: number; y: number }[], { colors }: Theme): Stratum[] {
  if (points.length === 0) return [];
  const stride = Math.ceil(points.length / MAX_EVALUATIONS);
  const values = everyNth(points.length, stride).map((i) => points[i]!);
  const mark = { type: 'point' as const, shape: 'diamond', filled: true, size: 45, opacity: 1, aria: false };
  return [
    {
      label: stride === 1 ? 'evaluation' : `one of ${stride} evaluations`,
      color: colors[1]!,
      heights: values.map(({ y }) => y),
      layer: (y) => ({ data: { values }, mark, encoding: { y: { ...y, field: 'y' } } }),
    },
  ];
}

function targetStrata(targetReturn: number | null, { colors }: Theme): Stratum[] {
  if (targetReturn === null) return [];
  const values = [{ y: targetReturn }];
  return [
    {
      label: `target ${targetReturn}`,
      color: colors[2]!,
      heights: [targetReturn],
      layer: (y) => ({
        data: { values },
        mark: { type: 'rule', strokeDash: [6, 4], strokeWidth: 1.5 },
        // Across the whole panel, whatever the others span.
        encoding: { x: { value: 0 }, x2: { value: 'width' }, y: { ...y, field: 'y' } },
      }),
    },
  ];
}
