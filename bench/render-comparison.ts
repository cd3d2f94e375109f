import { alignColumns } from '../src/compare/table.js';
import type { BenchComparison, ComparedFigure, SideSummary } from './comparison.js';
import { formatFigure, formatRatio } from './format.js';

/** How lines stand out; each the identity where there is no terminal. */
export interface Style {
  readonly heading: (text: string) => string;
  readonly note: (text: string) => string;
  readonly better: (text: string) => string;
  readonly worse: (text: string) => string;
}

/** The comparison as a reader sees it: a table for all suites, what is in one of them alone, and what to keep in mind. */
export function renderComparison(comparison: BenchComparison, style: Style): string {
  const { before, after, figures, warnings, onlyBefore, onlyAfter } = comparison;
  const blocks = [
    `${sideLine('before', before)}\n${sideLine('after', after)}`,
    ...(figures.length === 0 ? ['no figure is in both'] : [table(figures, style)]),
    ...[
      { side: 'before', only: onlyBefore },
      { side: 'after', only: onlyAfter },
    ].flatMap(({ side, only }) =>
      only.length === 0 ? [] : [[`only ${side}:`, ...only.map((name) => `  ${name}`)].join('\n')],
    ),
    ...(warnings.length === 0 ? [] : [style.note(warnings.join('\n'))]),
    verdict(comparison, style),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function sideLine(name: string, { path, runs }: SideSummary): string {
  const commits = new Set(
    runs.map(({ machine: { commit, dirty } }) => `${commit ?? '-'}${dirty === true ? '+' : ''}`),
  );
  const dates = runs.map(({ date }) => date).sort();
  const span = dates.length === 1 ? dates[0]! : `${dates.length} runs, ${dates[0]!} to ${dates.at(-1)!}`;
  return `${name.padEnd(6)}  ${path}  ${[...commits].join(', ')}  ${span}`;
}

function table(figures: readonly ComparedFigure[], style: Style): string {
  const rows = figures.map((figure) => [
    `  ${figure.name}`,
    formatFigure(figure.before),
    formatFigure(figure.after),
    figure.unit,
    formatRatio(figure.ratio),
    figure.interval === null ? '-' : `[${figure.interval.map(formatRatio).join(', ')}]`,
    figure.interval === null ? 'too few rounds' : figure.isRegression ? 'REGRESSION' : markOf(figure),
  ]);
  const [head, ...lines] = alignColumns([['', 'before', 'after', '', 'times as good', '95 %', ''], ...rows]);
  const colored = lines.map((line, i) => {
    const { change } = figures[i]!;
    return change === 'better' ? style.better(line) : change === 'worse' ? style.worse(line) : line;
  });
  const suites = [...new Set(figures.map(({ suite }) => suite))];
  return [
    style.heading(head!),
    ...suites.flatMap((suite) => [suite, ...colored.filter((_, i) => figures[i]!.suite === suite)]),
  ].join('\n');
}

function markOf({ change }: ComparedFigure): string {
  return change === 'better' || change === 'worse' ? change : '';
}

function verdict({ figures, maxRegression }: BenchComparison, style: Style): string {
  const count = (of: ComparedFigure['change']): number =>
    figures.filter(({ change }) => change === of).length;
  const unjudged = count(null);
  const line =
    `${figures.length} figures: ${count('better')} better, ${count('worse')} worse, ${count('none')} without a change that shows` +
    (unjudged > 0 ? `, ${unjudged} with too few rounds` : '');
  if (maxRegression === null) return line;
  const numRegressions = figures.filter(({ isRegression }) => isRegression).length;
  const limit = `whole interval below ${formatRatio(1 - maxRegression / 100)}, the greatest loss of ${maxRegression} %`;
  if (numRegressions === 0) return `${line}\nno regression (${limit})`;
  return style.worse(
    `${line}\n${numRegressions === 1 ? '1 regression' : `${numRegressions} regressions`} (${limit})`,
  );
}
