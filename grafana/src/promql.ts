import type { RUN_SERIES } from '../../src/metrics/run-series.js';
import type { PROCESS_SERIES } from './process-series.js';

type Exported = typeof RUN_SERIES & typeof PROCESS_SERIES;
type NameOf<Type extends string> = {
  [Name in keyof Exported]: Exported[Name]['type'] extends Type ? Name : never;
}[keyof Exported];

export type CounterName = NameOf<'counter'>;
export type GaugeName = NameOf<'gauge'>;
export type HistogramName = NameOf<'histogram'>;

/**
 * Of a vector, what belongs to the chosen run.
 *
 * Only `manyhands_build_info` carries a run's name; every other series is known by the process it was scraped from. Runs that
 * follow each other on one port have that in common too, so it is asked of every moment which run was there.
 */
export const ofRun = (vector: string): string =>
  `${vector} and on (job, instance) manyhands_build_info{run="$run"}`;

/** Matchers for the actors that are chosen at the top of the page. */
export const CHOSEN_ACTORS = 'actor=~"$actor"';

/** @param matchers - as in PromQL, without the braces: `state="env"` */
export const gauge = (name: GaugeName, matchers?: string): string => ofRun(select(name, matchers));

/** A counter as it stands. */
export const total = (name: CounterName, matchers?: string): string => ofRun(select(name, matchers));

/** How much a counter grows per second. */
export const rate = (name: CounterName, matchers?: string): string => perSecond(select(name, matchers));

/** Seconds that had passed since a moment when the series was scraped: Prometheus adds nothing of its own by looking later. */
export function age(name: GaugeName, matchers?: string): string {
  const moment = select(name, matchers);
  return ofRun(`timestamp(${moment}) - ${moment}`);
}

/** One gauge as a share of another that has the same labels. */
export const ratio = (part: GaugeName, whole: GaugeName, matchers?: string): string =>
  ofRun(`${select(part, matchers)} / ${select(whole, matchers)}`);

/**
 * How much a counter grew lately. Other than `increase` it counts what a series is born with: one that is labelled with a rare
 * event appears with the first.
 */
export function growth(name: CounterName): string {
  return ofRun(`(clamp_min(${name} - ${name} offset $__rate_interval, 0) or ${name})`);
}

export const sum = (vector: string): string => `sum(${vector})`;

export const sumBy = (label: string, vector: string): string => `sum by (${label}) (${vector})`;

/** How large a part of the whole each value of a label is, 0 to 1. */
export const sharesBy = (label: string, vector: string): string =>
  `${sumBy(label, vector)} / on () group_left () ${sum(vector)}`;

/** Mean of what a histogram observed lately. */
export const mean = (name: HistogramName): string =>
  `${sum(perSecond(`${name}_sum`))} / ${sum(perSecond(`${name}_count`))}`;

/**
 * The same of what may be negative, such as returns: their sum falls, which `rate` would take for a restart and add to. Says nothing
 * of a run younger than the interval, in which another may have been on its port.
 */
export function meanOfSigned(name: HistogramName): string {
  const before = `manyhands_build_info{run="$run"} offset $__rate_interval`;
  const change = (part: 'sum' | 'count') =>
    `sum(${ofRun(`delta(${name}_${part}[$__rate_interval])`)} and on (job, instance) ${before})`;
  return `${change('sum')} / (${change('count')} > 0)`;
}

/** Observations per second up to each bound. */
export const buckets = (name: HistogramName): string => sumBy('le', perSecond(`${name}_bucket`));

/** @param q - 0 to 1 */
export const quantile = (q: number, name: HistogramName): string =>
  `histogram_quantile(${q}, ${buckets(name)})`;

/** What a histogram's sum or count grows per second. */
export const histogramRate = (name: HistogramName, part: 'sum' | 'count'): string =>
  perSecond(`${name}_${part}`);

const perSecond = (selected: string): string => ofRun(`rate(${selected}[$__rate_interval])`);

const select = (name: string, matchers?: string): string =>
  matchers === undefined ? name : `${name}{${matchers}}`;
