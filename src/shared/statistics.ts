/**
 * Statistics for a handful of runs.
 *
 * Source: R. Agarwal et al., "Deep Reinforcement Learning at the Edge of the Statistical Precipice" (2021),
 * arXiv:2108.13264: the interquartile mean in place of mean or median, with stratified bootstrap intervals.
 */
import { RandomStream } from './random/random-stream.js';
import { STREAM_ROLE } from './random/stream-role.js';

/** Resamples of a bootstrap: what moves the ends of the interval from one bootstrap seed to the next is far less than its width. */
export const RESAMPLES = 2000;
/** Share of the resampled statistics that lies inside an interval. */
export const LEVEL = 0.95;

/** Ends of an interval. */
export type Interval = readonly [low: number, high: number];

/** Mean of what is left when the least and the greatest `floor(n / 4)` values are dropped; NaN for no values. */
export function interquartileMean(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort();
  const dropped = Math.floor(sorted.length / 4);
  let sum = 0;
  for (let i = dropped; i < sorted.length - dropped; i++) sum += sorted[i]!;
  return sum / (sorted.length - 2 * dropped);
}

/** The middle value, or the mean of the two in the middle; NaN for no values. */
export function median(values: ArrayLike<number>): number {
  return quantile(Float64Array.from(values).sort(), 0.5);
}

/** Standard deviation of the population that `values` were drawn from (divisor `n - 1`); NaN for fewer than two. */
export function standardDeviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return Math.sqrt(squares / (values.length - 1));
}

/**
 * Quantile with linear interpolation between order statistics; NaN for no values.
 *
 * Source: R. J. Hyndman, Y. Fan, "Sample Quantiles in Statistical Packages" (1996), doi:10.2307/2684934,
 * definition 7, which is NumPy's default.
 *
 * @param sorted - ascending
 * @param share - in [0, 1]
 */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  if (sorted.length === 0) return NaN;
  const position = share * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below]!;
  const high = sorted[Math.min(below + 1, sorted.length - 1)]!;
  // Between finite and infinite values there is nothing to interpolate: 0 * Infinity would be NaN.
  return position === below || low === high ? low : low + (position - below) * (high - low);
}

/**
 * Percentile bootstrap interval of a statistic. Each stratum is resampled by itself, to its own size, so that an
 * environment keeps its weight in every resample. The same values give the same interval, always.
 *
 * @param strata - values of each environment; a single one for figures of one environment
 * @param statistic - of all resampled values together; must not keep or change the array
 * @returns null where resampling cannot show any spread: no stratum has two values
 */
export function bootstrapInterval(
  strata: readonly (readonly number[])[],
  statistic: (values: Float64Array) => number,
): Interval | null {
  if (!strata.some(({ length }) => length > 1)) return null;
  const stream = RandomStream.derive(0, STREAM_ROLE.bootstrap, 0);
  const resample = new Float64Array(strata.reduce((sum, { length }) => sum + length, 0));
  const statistics = new Float64Array(RESAMPLES);
  for (let r = 0; r < RESAMPLES; r++) {
    let at = 0;
    for (const stratum of strata) {
      for (let i = 0; i < stratum.length; i++) resample[at++] = stratum[stream.nextInt(stratum.length)]!;
    }
    statistics[r] = statistic(resample);
  }
  statistics.sort();
  return [quantile(statistics, (1 - LEVEL) / 2), quantile(statistics, (1 + LEVEL) / 2)];
}
