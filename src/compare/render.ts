import type { Bounded, BoundedSpread } from './bounded.js';
import type { Comparison, EnvironmentFigures } from './comparison.js';
import type { ContestantFigures } from './figures.js';
import type { RunRecord } from './run-record.js';
import type { Interval } from '../shared/statistics.js';
import { alignColumns, formatCount, formatFigure, formatReturn } from './table.js';

/** How lines stand out; each the identity where there is no terminal. */
export interface Style {
  readonly title: (text: string) => string;
  readonly heading: (text: string) => string;
  readonly note: (text: string) => string;
  readonly failure: (text: string) => string;
}

/** What is not known, or does not apply. */
const NONE = '-';
const MEGABYTE = 1e6;

/** The tables a reader sees, one block an environment. */
export function renderComparison(comparison: Comparison, style: Style): string {
  const blocks = comparison.environments.map((figures) => environmentBlock(figures, comparison, style));
  const overall = comparison.overall.length === 0 ? [] : [overallBlock(comparison, style)];
  const notes = [
    ...comparison.leftOut.map(({ reason }) => `left out: ${reason}`),
    ...(comparison.jobs > 1
      ? [`${comparison.jobs} runs at a time: seconds and rates are not comparable`]
      : []),
    ...(comparison.interrupted ? ['interrupted: only the runs that had ended count'] : []),
  ].map(style.note);
  return [...blocks, ...overall, ...(notes.length > 0 ? [notes.join('\n')] : [])].join('\n\n') + '\n';
}

function environmentBlock(
  { environment, marks, contestants }: EnvironmentFigures,
  { seeds, runs }: Comparison,
  style: Style,
): string {
  const table = (heads: readonly string[], cells: (figures: ContestantFigures) => readonly string[]) => {
    const rows = contestants.map((figures) => [`  ${figures.contestant}`, ...cells(figures)]);
    const [head, ...lines] = alignColumns([['', ...heads], ...rows]);
    return [style.heading(head!), ...lines];
  };
  const failures = runs.filter((run) => run.environment === environment && run.outcome === 'failed');
  const span = seeds.length === 1 ? `seed ${seeds[0]!}` : `seeds ${seeds[0]!} to ${seeds.at(-1)!}`;
  return [
    style.title(`${environment}, ${span}`),
    ...finishLines(contestants).map((line) => style.note(`  ${line}`)),
    '',
    ...table(['solved', 'env steps to target', 'seconds to target'], (figures) => [
      figures.solved === null ? NONE : `${figures.solved} of ${figures.runs}`,
      spread(figures.envStepsToTarget, formatCount),
      spread(figures.secondsToTarget, formatFigure),
    ]),
    '',
    ...table(
      ['final return, IQM', 'spread', 'least', 'env steps/s', 'updates/s', 'peak memory'],
      (figures) => [
        withInterval(figures.finalReturn?.iqm, figures.finalReturn?.interval),
        or(figures.finalReturn?.standardDeviation, formatReturn),
        or(figures.finalReturn?.least, formatReturn),
        or(figures.envStepsPerSecond, formatCount),
        or(figures.updatesPerSecond, formatCount),
        or(figures.maxRssBytes, (bytes) => `${formatCount(bytes / MEGABYTE)} MB`),
      ],
    ),
    ...(marks.length === 0
      ? []
      : [
          '',
          ...table(
            marks.map((mark, i) => `${i === 0 ? 'return at ' : ''}${formatCount(mark)} steps`),
            ({ returnAtEnvSteps }) =>
              returnAtEnvSteps.map((point) => withInterval(point?.iqm, point?.interval)),
          ),
        ]),
    ...(failures.length === 0 ? [] : ['', ...failures.map((run) => style.failure(`  ${failureLine(run)}`))]),
  ].join('\n');
}

/** What runs had to reach, and within what: once if all had the same, otherwise for each. */
function finishLines(contestants: readonly ContestantFigures[]): string[] {
  const lines = contestants.map(finishLine);
  if (new Set(lines).size === 1) return [lines[0]!];
  const each = contestants.map(({ contestant }, i) => `${contestant}: ${lines[i]!}`);
  const isSameTarget = new Set(contestants.map(({ target }) => JSON.stringify(target))).size === 1;
  if (isSameTarget) return each;
  const cure = '--set evaluation.criterion=greedy with --target-return and --eval-episodes makes them one';
  return [...each, `the targets differ, and so does what it takes to meet them: ${cure}`];
}

function finishLine({ target, budgetEnvSteps }: ContestantFigures): string {
  const budget = `budget ${formatCount(budgetEnvSteps)} env steps`;
  if (target === null) return `no target, ${budget}`;
  const { meanReturn, criterion, episodes } = target;
  const what = criterion === 'greedy' ? 'greedy episodes' : 'latest training episodes';
  return `target: mean return ${meanReturn} over ${episodes} ${what}, ${budget}`;
}

function overallBlock({ overall }: Comparison, style: Style): string {
  const rows = overall.map(({ contestant, environments, solved, runs, budgetShare, interval }) => [
    `  ${contestant}`,
    String(environments),
    `${solved} of ${runs}`,
    withInterval(100 * budgetShare, interval && [100 * interval[0], 100 * interval[1]]),
  ]);
  const heads = ['', 'environments', 'solved', '% of the budget to target, IQM'];
  const [head, ...lines] = alignColumns([heads, ...rows]);
  return [style.title('All environments'), '', style.heading(head!), ...lines].join('\n');
}

/** `12,288 (9,216 to 25,600)`; `>` before what was not reached. */
function spread(figures: BoundedSpread | null, format: (value: number) => string): string {
  if (figures === null) return NONE;
  const show = ({ value, isBound }: Bounded): string => `${isBound ? '>' : ''}${format(value)}`;
  return `${show(figures.median)} (${show(figures.min)} to ${show(figures.max)})`;
}

/** `489.2 [480.1, 495.0]`. */
function withInterval(value: number | undefined, interval: Interval | null | undefined): string {
  if (value === undefined) return NONE;
  const ends = interval ? ` [${formatReturn(interval[0])}, ${formatReturn(interval[1])}]` : '';
  return `${formatReturn(value)}${ends}`;
}

function or(value: number | null | undefined, format: (value: number) => string): string {
  return value === null || value === undefined ? NONE : format(value);
}

function failureLine({ contestant, seed, error }: RunRecord): string {
  return `${contestant}, seed ${seed}: failed: ${error ?? ''}`;
}
