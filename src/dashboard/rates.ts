import type { Reading } from './protocol.js';
import { ACTOR_STATES, LEARNER_STATES, type ActorState, type LearnerState } from '../shared/telemetry.js';

/** What happened between two readings; null where nothing was measured. */
export interface ReadingRates {
  readonly envStepsPerSecond: number | null;
  readonly updatesPerSecond: number | null;
  readonly samplesPerSecond: number | null;
  /** In published versions, mean over the blocks taken in; null if there were none. */
  readonly policyLagMean: number | null;
  /** Transitions drawn for each that was put in; null without a replay table, and if none was put in. */
  readonly replayRatio: number | null;
  /** Share of the time booked in each state, 0 to 1, adding up to 1; null if none was. */
  readonly actorShares: Readonly<Record<ActorState, number>> | null;
  readonly learnerShares: Readonly<Record<LearnerState, number>> | null;
}

/** Rates from `before` to `after`, two readings of one run. */
export function ratesBetween(before: Reading, after: Reading): ReadingRates {
  const seconds = after.timeSeconds - before.timeSeconds;
  const envSteps = after.envSteps - before.envSteps;
  const samples = after.samples - before.samples;
  return {
    envStepsPerSecond: ratio(envSteps, seconds),
    updatesPerSecond: ratio(after.updates - before.updates, seconds),
    samplesPerSecond: ratio(samples, seconds),
    policyLagMean: ratio(after.policyLagSum - before.policyLagSum, after.blocks - before.blocks),
    replayRatio: after.replayCapacity === null ? null : ratio(samples, envSteps),
    actorShares: sharesOf(ACTOR_STATES, before.actorSeconds, after.actorSeconds),
    learnerShares: sharesOf(LEARNER_STATES, before.learnerSeconds, after.learnerSeconds),
  };
}

/** Rates from each reading to the next: one fewer than readings. Those at `i` are of the time up to reading `i + 1`. */
export function ratesOf(readings: readonly Reading[]): ReadingRates[] {
  return readings.slice(1).map((after, i) => ratesBetween(readings[i]!, after));
}

/**
 * Rates of late, to be read as numbers: from the newest reading that is at least `windowSeconds` old, or the first, to the last.
 *
 * @returns null of fewer than two readings
 */
export function latestRates(readings: readonly Reading[], windowSeconds: number): ReadingRates | null {
  const last = readings.at(-1);
  if (last === undefined || readings.length < 2) return null;
  const earlier = readings.slice(0, -1);
  const isBefore = ({ timeSeconds }: Reading): boolean => last.timeSeconds - timeSeconds >= windowSeconds;
  return ratesBetween(earlier.findLast(isBefore) ?? earlier[0]!, last);
}

/**
 * Of what was booked in between and not of the clock: threads show their times a block or a few milliseconds at a time, so that
 * in a short interval the clock would make shares above 1.
 */
function sharesOf<State extends string>(
  states: readonly State[],
  before: Readonly<Record<State, number>> | null,
  after: Readonly<Record<State, number>> | null,
): Record<State, number> | null {
  if (before === null || after === null) return null;
  const spent = states.map((state) => after[state] - before[state]);
  const all = spent.reduce((sum, seconds) => sum + seconds, 0);
  if (all <= 0) return null;
  return Object.fromEntries(states.map((state, i) => [state, spent[i]! / all])) as Record<State, number>;
}

const ratio = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);
