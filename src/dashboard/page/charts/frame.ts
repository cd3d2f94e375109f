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
  /** Where the axis begins and ends; never at one place. */
  readonly begin: number;
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
  const outer = [readings, evaluations, incidents].flatMap((placed) => [placed.at(0), placed.at(-1)]);
  const places = outer.filter((placed) => placed !== undefined).map((placed) => placeOn(axis, placed));
  const [first, last] = [Math.min(...places), Math.max(...places)];
  const end = last > 0 ? last : 1;
  const begin = first < end ? first : 0;
  return { axis, moments, x, begin, end, evaluations, incidents, targetReturn };
}

/** The newest of some that are in order and not later than a place on the axis. */
export function newestUpTo<Item extends Placed>(
  items: readonly Item[],
  axis: Axis,
  place: number,
): Item | undefined {
  return items.findLast((item) => placeOn(axis, item) <= place);
}
