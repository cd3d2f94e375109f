import type { Threshold } from '../panel-spec.js';
import { CHOSEN_ACTORS, rate, sum, sumBy } from '../promql.js';

/** A little waiting is how threads keep in step; who waits for more than half of the time has nothing to do. */
export const WAITING: readonly Threshold[] = [
  { from: 0.15, color: 'orange' },
  { from: 0.5, color: 'red' },
];

/** Share of the learner's time, 0 to 1. */
export const waitingLearner =
  sum(rate('manyhands_learner_time_seconds_total', 'state="wait_data"')) +
  ` / ${sum(rate('manyhands_learner_time_seconds_total'))}`;

/** Share of the time of all actors, 0 to 1. */
export const waitingActors =
  sum(rate('manyhands_actor_time_seconds_total', 'state="wait_ring"')) +
  ` / ${sum(rate('manyhands_actor_time_seconds_total'))}`;

/** Share of each chosen actor's time, 0 to 1. */
export const waitingByActor =
  sumBy('actor', rate('manyhands_actor_time_seconds_total', `state="wait_ring",${CHOSEN_ACTORS}`)) +
  ` / ${sumBy('actor', rate('manyhands_actor_time_seconds_total', CHOSEN_ACTORS))}`;
