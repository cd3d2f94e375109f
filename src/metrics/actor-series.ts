import type { ActorSnapshot } from './run-metrics-source.js';
import { perActor, secondsOf, type Sample, type SeriesTable } from './series.js';

/** Where an actor's wall time goes: every nanosecond in exactly one state. */
const TIME_STATES = {
  env: 'envNanoseconds',
  policy: 'policyNanoseconds',
  wait_ring: 'waitRingNanoseconds',
  wait_weights: 'waitWeightsNanoseconds',
  other: 'otherNanoseconds',
} as const satisfies Readonly<Record<string, keyof ActorSnapshot>>;

/** What actors count about themselves, their rings, and what the supervisor knows of them. */
export const ACTOR_SERIES = {
  manyhands_env_steps_total: {
    type: 'counter',
    help: 'Environment steps made.',
    labels: ['actor'],
    read: (source) => perActor(source.actors(), (actor) => actor.envSteps),
  },
  manyhands_episodes_total: {
    type: 'counter',
    help: 'Training episodes ended.',
    labels: ['actor'],
    read: (source) => perActor(source.actors(), (actor) => actor.episodes),
  },
  manyhands_blocks_total: {
    type: 'counter',
    help: 'Blocks (unrolls) pushed into the ring to the learner.',
    labels: ['actor'],
    read: (source) => perActor(source.actors(), (actor) => actor.blocks),
  },
  manyhands_actor_time_seconds_total: {
    type: 'counter',
    help: 'Wall time of the actor thread by what it was spent on; the states add up to all of it.',
    labels: ['actor', 'state'],
    read: (source) => source.actors().flatMap(timeSamples),
  },
  manyhands_actor_policy_version: {
    type: 'gauge',
    help: 'Version of the weights the actor acts with.',
    labels: ['actor'],
    read: (source) =>
      perActor(source.actors(), ({ beats, policyVersion }) => (beats === 0 ? NaN : policyVersion)),
  },
  manyhands_epsilon: {
    type: 'gauge',
    help: 'Probability of a random action under the epsilon-greedy policy, mean over the environments of the actor.',
    labels: ['actor'],
    read: (source) => perActor(source.actors(), ({ blocks, epsilon }) => (blocks === 0 ? NaN : epsilon)),
  },
  manyhands_actor_heartbeat_timestamp_seconds: {
    type: 'gauge',
    help: 'When the actor last showed that it is alive, in Unix time.',
    labels: ['actor'],
    read: (source) =>
      perActor(source.supervision().heartbeatTimestampSeconds, (time) => (time > 0 ? time : NaN)),
  },
  manyhands_actor_restarts_total: {
    type: 'counter',
    help: 'Restarts of the actor thread, by reason.',
    labels: ['actor', 'reason'],
    read: (source) =>
      source.supervision().restarts.map(({ actor, reason, count }) => {
        return { labels: { actor: String(actor), reason }, value: count };
      }),
  },
  manyhands_actors: {
    type: 'gauge',
    help: 'Actor threads, by state.',
    labels: ['state'],
    read: (source) =>
      Object.entries(source.supervision().states).map(([state, value]) => ({ labels: { state }, value })),
  },
  manyhands_ring_blocks: {
    type: 'gauge',
    help: 'Blocks that wait in the ring of the actor for the learner.',
    labels: ['actor'],
    read: (source) => perActor(source.rings(), (ring) => ring.blocks),
  },
  manyhands_ring_capacity_blocks: {
    type: 'gauge',
    help: 'Blocks that the ring of the actor can hold; when it is full the actor waits.',
    labels: ['actor'],
    read: (source) => perActor(source.rings(), (ring) => ring.capacity),
  },
} as const satisfies SeriesTable;

function timeSamples(actor: ActorSnapshot, index: number): readonly Sample[] {
  return Object.entries(TIME_STATES).map(([state, counter]) => {
    return { labels: { actor: String(index), state }, value: secondsOf(actor[counter]) };
  });
}
