import type {
  ActorSnapshot,
  LearnerSnapshot,
  RunMetricsSource,
} from '../../../src/metrics/run-metrics-source.js';
import { ACTOR_COUNTERS, LEARNER_COUNTERS } from '../../../src/shared/telemetry.js';

/** Every counter another number, so that two that are mixed up are noticed: 1001, 1002, ... in the order of the table. */
function numbered<Name extends string>(
  table: Readonly<Record<Name, string>>,
  start: number,
): Record<Name, number> {
  return Object.fromEntries(Object.keys(table).map((name, i) => [name, start + i + 1])) as Record<
    Name,
    number
  >;
}

const zeros = <Name extends string>(table: Readonly<Record<Name, string>>) =>
  Object.fromEntries(Object.keys(table).map((name) => [name, 0])) as Record<Name, number>;

export const actor0: ActorSnapshot = numbered(ACTOR_COUNTERS, 1000);
export const actor1: ActorSnapshot = numbered(ACTOR_COUNTERS, 2000);
export const learner: LearnerSnapshot = numbered(LEARNER_COUNTERS, 3000);

const histogram = {
  buckets: [
    { le: 1e-5, count: 2 },
    { le: 0.5, count: 5 },
  ],
  sum: 1.25,
  count: 6,
};

/** A run in full swing. */
export const busySource: RunMetricsSource = {
  info: {
    version: '0.1.0',
    node: 'v20',
    algorithm: 'dqn',
    environment: 'CartPole-v1',
    engine: 'simd',
    run: 'a"b\\c',
  },
  actors: () => [actor0, actor1],
  learner: () => learner,
  histogram: () => histogram,
  rings: () => [
    { blocks: 3, capacity: 8 },
    { blocks: 0, capacity: 8 },
  ],
  supervision: () => ({
    heartbeatTimestampSeconds: [1_700_000_000.5, 1_700_000_001],
    restarts: [{ actor: 1, reason: 'heartbeat', count: 2 }],
    states: { running: 2, restarting: 0, stopped: 1 },
  }),
  evaluation: () => ({ meanReturn: 480.5, minReturn: 200 }),
};

/** A run whose threads have not begun. */
export const freshSource: RunMetricsSource = {
  ...busySource,
  actors: () => [zeros(ACTOR_COUNTERS)],
  learner: () => zeros(LEARNER_COUNTERS),
  histogram: () => ({ buckets: [{ le: 1e-5, count: 0 }], sum: 0, count: 0 }),
  rings: () => [{ blocks: 0, capacity: 8 }],
  supervision: () => ({
    heartbeatTimestampSeconds: [NaN],
    restarts: [],
    states: { running: 0, restarting: 0, stopped: 0 },
  }),
  evaluation: () => null,
};
