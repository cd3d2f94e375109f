import type { SuiteOptions } from './suites.js';

/** How much time a figure is given. */
export interface Pace {
  readonly rounds: number;
  /** About what a round lasts. */
  readonly roundNanoseconds: number;
  /** Long enough for the code to reach its final tier. */
  readonly warmUpNanoseconds: number;
}

export const FULL_PACE: Pace = { rounds: 15, roundNanoseconds: 4e6, warmUpNanoseconds: 60e6 };
/** For a look, for tests and for `npm run bench:ci`: the same figures from less. */
export const QUICK_PACE: Pace = { rounds: 5, roundNanoseconds: 1e6, warmUpNanoseconds: 10e6 };

/** The pace of a suite that was given these options. */
export function paceOf({ isQuick }: SuiteOptions): Pace {
  return isQuick ? QUICK_PACE : FULL_PACE;
}
