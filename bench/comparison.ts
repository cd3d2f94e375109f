import type { Interval } from '../src/shared/statistics.js';
import type { Measurement } from './measure.js';
import { medianOf, ratioInterval, ratioOf, type RunsOfRounds } from './ratio.js';
import { figureKey, type BenchReport } from './report.js';
import { warningsOf } from './warnings.js';

/** One or several runs of the benchmark with one state of the code. */
export interface Side {
  /** What was asked for: a file, or a folder of them. */
  readonly path: string;
  readonly reports: readonly BenchReport[];
}

/** How a figure changed. JSON has no infinity: `null` stands for it. */
export interface RoundsComparison {
  /** Median of all rounds. */
  readonly before: number;
  readonly after: number;
  /** How many times as good: above 1 is better, whichever way the unit points. */
  readonly ratio: number;
  /** 95 % interval of the ratio; null: too few rounds to tell. */
  readonly interval: Interval | null;
  /** `none`: the interval holds 1; null: there is no interval. */
  readonly change: 'better' | 'worse' | 'none' | null;
  /** Whether the whole interval lies beyond the greatest loss that was allowed. */
  readonly isRegression: boolean;
}

/** A figure of both sides. */
export interface ComparedFigure extends RoundsComparison {
  readonly suite: string;
  readonly name: string;
  readonly unit: string;
  readonly better: Measurement['better'];
}

/** What `--compare` prints. */
export interface BenchComparison {
  readonly before: SideSummary;
  readonly after: SideSummary;
  /** Greatest loss allowed, in percent of the ratio; null: any. */
  readonly maxRegression: number | null;
  readonly warnings: readonly string[];
  readonly figures: readonly ComparedFigure[];
  /** `suite: name (unit)`. */
  readonly onlyBefore: readonly string[];
  readonly onlyAfter: readonly string[];
}

export interface SideSummary {
  readonly path: string;
  readonly runs: readonly Pick<BenchReport, 'date' | 'machine' | 'quick'>[];
}

interface FigureRuns {
  readonly suite: string;
  readonly figure: Measurement;
  readonly runs: number[][];
}

/** Puts the figures of both sides together. @param maxRegression - percent, null for no limit */
export function compareReports(before: Side, after: Side, maxRegression: number | null): BenchComparison {
  const [earlier, later] = [figuresOf(before), figuresOf(after)];
  const figures = [...later].flatMap(([key, { suite, figure, runs }]) => {
    const counterpart = earlier.get(key);
    if (counterpart === undefined) return [];
    const { name, unit, better } = figure;
    return { suite, name, unit, better, ...compareRounds(counterpart.runs, runs, better, maxRegression) };
  });
  return {
    before: summarize(before),
    after: summarize(after),
    maxRegression,
    warnings: warningsOf(before.reports, after.reports),
    figures,
    onlyBefore: without(earlier, later),
    onlyAfter: without(later, earlier),
  };
}

/** @param maxRegression - percent: with 10, a regression is a ratio whose whole interval lies below 0.9 */
export function compareRounds(
  before: RunsOfRounds,
  after: RunsOfRounds,
  better: Measurement['better'],
  maxRegression: number | null,
): RoundsComparison {
  const [from, to] = [medianOf(before), medianOf(after)];
  const interval = ratioInterval(before, after, better);
  const [low, high] = interval ?? [0, Infinity];
  const change = low > 1 ? 'better' : high < 1 ? 'worse' : 'none';
  return {
    before: from,
    after: to,
    ratio: ratioOf(from, to, better),
    interval,
    change: interval && change,
    isRegression: maxRegression !== null && high < 1 - maxRegression / 100,
  };
}

function figuresOf({ reports }: Side): Map<string, FigureRuns> {
  const all = new Map<string, FigureRuns>();
  for (const { suites } of reports) {
    for (const [suite, { figures }] of Object.entries(suites)) {
      for (const figure of figures) {
        const key = figureKey(suite, figure);
        const runs = [...(all.get(key)?.runs ?? []), [...figure.figures]];
        all.set(key, { suite, figure, runs });
      }
    }
  }
  return all;
}

function without(all: Map<string, FigureRuns>, others: Map<string, FigureRuns>): string[] {
  return [...all].flatMap(([key, { suite, figure }]) =>
    others.has(key) ? [] : `${suite}: ${figure.name} (${figure.unit})`,
  );
}

function summarize({ path, reports }: Side): SideSummary {
  return { path, runs: reports.map(({ date, machine, quick }) => ({ date, machine, quick })) };
}
