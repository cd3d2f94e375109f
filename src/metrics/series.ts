import type { CumulativeHistogram, RunMetricsSource } from './run-metrics-source.js';

/** One line of a scrape. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

interface Described {
  /** One sentence: what is counted or measured, and in what. */
  readonly help: string;
}

/** Totals since the start of the run. Zero at first, never smaller than before. */
export interface CounterSeries extends Described {
  readonly type: 'counter';
  readonly labels: readonly string[];
  readonly read: (source: RunMetricsSource) => readonly Sample[];
}

/** The latest value. Has no samples, and samples of NaN are left out, while there is nothing to say. */
export interface GaugeSeries extends Described {
  readonly type: 'gauge';
  readonly labels: readonly string[];
  readonly read: (source: RunMetricsSource) => readonly Sample[];
}

export interface HistogramSeries extends Described {
  readonly type: 'histogram';
  readonly labels: readonly [];
  readonly read: (source: RunMetricsSource) => CumulativeHistogram;
}

export type Series = CounterSeries | GaugeSeries | HistogramSeries;

/** By metric name. */
export type SeriesTable = Readonly<Record<`manyhands_${string}`, Series>>;

/** A sample without labels. */
export const sample = (value: number): readonly Sample[] => [{ labels: {}, value }];

/** One sample per item, labelled with its place: `actor="0"`, `actor="1"`, ... */
export function perActor<Item>(items: readonly Item[], valueOf: (item: Item) => number): readonly Sample[] {
  return items.map((item, actor) => ({ labels: { actor: String(actor) }, value: valueOf(item) }));
}

/** A sample for a moment in Unix milliseconds, none while it is 0. */
export const momentSample = (milliseconds: number): readonly Sample[] =>
  milliseconds > 0 ? sample(milliseconds / 1000) : [];

export const secondsOf = (nanoseconds: number): number => nanoseconds / 1e9;
