import type { ProgressRow } from '../../metrics/progress-csv.js';
import type { Theme } from '../drawing/look.js';
import type { RunFigures } from '../sources/run-figures.js';
import { AXES, type PlotAxis } from '../timeline.js';
import { panelOf, type Panel } from './panel.js';
import { line } from './strata.js';

interface UpdatePanel {
  readonly column: keyof ProgressRow;
  readonly title: string;
  readonly yTitle: string;
  /** Against what it is drawn unless told otherwise. */
  readonly axis: 'updates' | 'steps';
  /** Left out where the algorithm has this, which says more. */
  readonly unless?: keyof ProgressRow;
}

/** Figures of updates and of exploration, in the order of their panels. A run has those that its algorithm has. */
const PANELS: readonly UpdatePanel[] = [
  { column: 'loss', title: 'Loss', yTitle: 'loss', axis: 'updates', unless: 'policyLoss' },
  { column: 'policyLoss', title: 'Policy loss', yTitle: 'policy loss', axis: 'updates' },
  { column: 'valueLoss', title: 'Value loss', yTitle: 'value loss', axis: 'updates' },
  { column: 'epsilon', title: 'Exploration', yTitle: 'epsilon', axis: 'steps' },
  { column: 'entropy', title: 'Entropy of the policy', yTitle: 'entropy (nats)', axis: 'steps' },
  {
    column: 'explainedVariance',
    title: 'Explained variance of returns',
    yTitle: 'explained variance',
    axis: 'updates',
  },
];

/** @param axis - null: each against what is usual for it */
export function updatePanels({ progress }: RunFigures, axis: PlotAxis | null, theme: Theme): Panel[] {
  const { columns } = progress;
  const has = (column: keyof ProgressRow): boolean => columns[column].some(Number.isFinite);
  return PANELS.filter(({ column, unless }) => has(column) && !(unless !== undefined && has(unless))).map(
    (panel) => {
      const { column: xColumn, title: xTitle } = AXES[axis ?? panel.axis];
      const stratum = line(panel.yTitle, columns[xColumn], columns[panel.column], theme);
      return panelOf({ title: panel.title, xTitle, yTitle: panel.yTitle }, [stratum], theme);
    },
  );
}
