import { FULL_PACE, QUICK_PACE, type Pace } from '../../pace.js';
import type { SuiteOptions } from '../../suites.js';

/** How much time a case is given on an engine: some are a thousand times slower than others. */
export interface EnginePace extends Pace {
  /** Longest that a single update may take. */
  readonly updateNanoseconds: number;
  /** Of a case: beyond it, rounds are left out. */
  readonly caseNanoseconds: number;
  /** Rounds that are never left out. */
  readonly fewestRounds: number;
}

const FULL: EnginePace = {
  ...FULL_PACE,
  warmUpNanoseconds: 300e6,
  roundNanoseconds: 100e6,
  updateNanoseconds: 10e9,
  caseNanoseconds: 15e9,
  fewestRounds: 3,
};

const QUICK: EnginePace = {
  ...QUICK_PACE,
  warmUpNanoseconds: 30e6,
  roundNanoseconds: 10e6,
  updateNanoseconds: 0.5e9,
  caseNanoseconds: 1e9,
  fewestRounds: 2,
};

export function enginePaceOf({ isQuick }: SuiteOptions): EnginePace {
  return isQuick ? QUICK : FULL;
}
