import type { ACTOR_COUNTERS, LEARNER_COUNTERS } from '../shared/telemetry.js';
import type { RunMeter } from './run-meter.js';

/** Share of their time that actors may wait for the learner before it is said not to keep up. */
export const MAX_ACTOR_WAIT_RATIO = 0.15;

/** Where a run's time went and how old its data was: means over the whole run, null where nothing was measured. */
export interface RunShares {
  /** Published versions by which the weights that made a block were behind when the learner took it, mean over blocks. */
  readonly policyLagMean: number | null;
  /** Share of an actor's time in its environments and its policy, 0 to 1, mean over actors. */
  readonly actorBusyRatio: number | null;
  /** Share of an actor's time waiting for the learner to free a block of its ring, 0 to 1, mean over actors. */
  readonly actorWaitRatio: number | null;
  /** Share of the learner's time that it did not wait for data, 0 to 1. */
  readonly learnerBusyRatio: number | null;
}

type Counters<Table> = Readonly<Record<keyof Table, number>>;

/** Computes the shares from what the threads have counted up to now; an actor has counted up to its latest block or wait. */
export function runShares({
  actors,
  learner,
  histograms,
}: Pick<RunMeter, 'actors' | 'learner' | 'histograms'>): RunShares {
  const acted = actors.map((line) => line.snapshot()).filter((actor) => wallNanoseconds(actor) > 0);
  const overActors = (timeOf: (actor: Counters<typeof ACTOR_COUNTERS>) => number): number | null => {
    const sum = acted.reduce((total, actor) => total + timeOf(actor) / wallNanoseconds(actor), 0);
    return ratio(sum, acted.length);
  };
  const learned: Counters<typeof LEARNER_COUNTERS> = learner.snapshot();
  const learnerNanoseconds = wallNanoseconds(learned);
  const lag = histograms.policyLagUpdates.snapshot();
  return {
    policyLagMean: ratio(lag.sum, lag.count),
    actorBusyRatio: overActors(({ envNanoseconds, policyNanoseconds }) => envNanoseconds + policyNanoseconds),
    actorWaitRatio: overActors(({ waitRingNanoseconds }) => waitRingNanoseconds),
    learnerBusyRatio: ratio(learnerNanoseconds - learned.waitDataNanoseconds, learnerNanoseconds),
  };
}

/**
 * Whether an async run's actors spent more than {@link MAX_ACTOR_WAIT_RATIO} of their time waiting for the learner.
 * Never so in sync runs, where waiting is by design.
 */
export function learnerFellBehind({
  mode,
  actorWaitRatio,
}: Pick<RunShares, 'actorWaitRatio'> & { readonly mode: 'sync' | 'async' }): boolean {
  return mode === 'async' && actorWaitRatio !== null && actorWaitRatio > MAX_ACTOR_WAIT_RATIO;
}

const wallNanoseconds = ({ wallMicroseconds }: { readonly wallMicroseconds: number }): number =>
  wallMicroseconds * 1e3;

const ratio = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null);
