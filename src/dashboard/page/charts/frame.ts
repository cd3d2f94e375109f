import type { Evaluation, Incident, Reading, RunHistory } from '../../protocol.js';
import { ratesOf, type ReadingRates } from '../../rates.js';

/** What charts are drawn across. */
export type Axis = 'seconds' | 'steps';

/** A reading with the rates since the one before; the first has none. */
export interface Moment {
  readonly reading: Reading;
  readonly rates: ReadingRates | null;
}

/** All that charts show at one time. */
export interface Frame {
  readonly axis: Axis;
  readonly moments: readonly Moment[];
  /** Place of each moment on the axis, never falling. */
  readonly x: readonly number[];
  /** Where the axis ends; above 0. */
  readonly end: number;
  readonly evaluations: readonly Evaluation[];
  readonly incidents: readonly Incident[];
  readonly targetReturn: number | null;
}

/** Something that has a place on either axis. */
type Placed = Pick<Reading, 'timeSeconds' | 'envSteps'>;

/** Where on the axis something was. */
export const placeOn = (axis: Axis, { timeSeconds, envSteps }: Placed): number =>
  axis === 'seconds' ? timeSeconds : envSteps;

/** The history laid out across an axis. */
export function layOut(
  { readings, evaluations, incidents }: RunHistory,
  axis: Axis,
  targetReturn: number | null,
): Frame {
  const rates = ratesOf(readings);
  const moments = readings.map((reading, i) => ({ reading, rates: rates[i - 1] ?? null }));
  const x = readings.map((reading) => placeOn(axis, reading));
  const newest = [readings.at(-1), evaluations.at(-1), incidents.at(-1)].map((placed) =>
    placed ? placeOn(axis, placed) : 0,
  );
  const end = Math.max(...newest);
  return { axis, moments, x, end: end > 0 ? end : 1, evaluations, incidents, targetReturn };
}

/** The newest of some that are in order and not later than a place on the axis. */
export function newestUpTo<Item extends Placed>(
  items: readonly Item[],
  axis: Axis,
  place: number,
): Item | undefined {
  return items.findLast((item) => placeOn(axis, item) <= place);
}
