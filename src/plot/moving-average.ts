import type { RunData } from './sources/run-data.js';

const DEFAULT_WINDOW = 50;

/**
 * Mean of the latest `window` values at each of them, of all so far at the beginning. Values that are not finite count for
 * nothing; NaN where there are only such.
 */
export function movingAverage(values: Float64Array, window: number): Float64Array {
  const means = new Float64Array(values.length);
  let sum = 0;
  let count = 0;
  const add = (value: number | undefined, sign: 1 | -1): void => {
    if (value === undefined || !Number.isFinite(value)) return;
    sum += sign * value;
    count += sign;
  };
  for (let i = 0; i < values.length; i++) {
    add(values[i], 1);
    add(values[i - window], -1);
    means[i] = count === 0 ? NaN : sum / count;
  }
  return means;
}

/**
 * Episodes of the moving average of a run's returns.
 *
 * @param window - null: as many as its criterion takes the mean over, otherwise 50
 */
export function windowOf({ criterionEpisodes }: RunData, window: number | null): number {
  return window ?? criterionEpisodes ?? DEFAULT_WINDOW;
}
