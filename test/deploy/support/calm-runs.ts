import type { InputSeries } from './promtool.js';
import { buildInfo, byLabel, seriesName, TARGET } from './series.js';

/** A run, or none, that nobody need be called for. */
export interface CalmRun {
  readonly claim: string;
  readonly series: InputSeries;
}

interface Course {
  readonly algorithm: string;
  /** Seconds of every 16 in each state. */
  readonly learner: Readonly<Record<'train' | 'wait_data', number>>;
  readonly actor: Readonly<Record<'env' | 'wait_ring' | 'wait_weights', number>>;
  readonly lag: number;
  /** Values of the sum of returns, 10 episodes every 15 seconds. */
  readonly returns: string;
  /** Values, of 15 seconds each, for which it lasts. */
  readonly length: number;
}

/** Every series that alerts look at, of a run that lasts a while and ends. */
export function course(
  { algorithm, learner, actor, lag, returns, length }: Course,
  target = TARGET,
): InputSeries {
  const last = length - 1;
  const grows = (step: number) => `0+${step}x${last} stale`;
  const named = (name: string) => seriesName(name, {}, target);
  const perState = (name: string, shares: Readonly<Record<string, number>>, labels = {}) =>
    byLabel(
      name,
      'state',
      Object.fromEntries(Object.entries(shares).map(([state, share]) => [state, grows(share)])),
      { ...labels, ...target },
    );
  return {
    ...buildInfo({ algorithm }, `1x${last} stale`, target),
    ...perState('manyhands_learner_time_seconds_total', learner),
    ...perState('manyhands_actor_time_seconds_total', actor, { actor: '0' }),
    [seriesName('manyhands_actor_heartbeat_timestamp_seconds', { actor: '0' }, target)]: grows(15),
    [seriesName('manyhands_actors', { state: 'running' }, target)]: `1x${last} stale`,
    [seriesName('manyhands_actors', { state: 'restarting' }, target)]: `0x${last} stale`,
    // All actors have stopped when the last evaluation is over.
    [seriesName('manyhands_actors', { state: 'stopped' }, target)]: `0x${last - 1} 1 stale`,
    [seriesName('manyhands_actor_restarts_total', { actor: '0', reason: 'hung' }, target)]:
      `_x20 2x${last - 20} stale`,
    [named('manyhands_updates_total')]: grows(100),
    [named('manyhands_policy_lag_updates_count')]: grows(10),
    [named('manyhands_policy_lag_updates_sum')]: grows(10 * lag),
    [named('manyhands_episode_return_count')]: grows(10),
    [named('manyhands_episode_return_sum')]: returns,
    [seriesName('manyhands_nonfinite_total', { where: 'loss' }, target)]: `0x${last} stale`,
    [named('manyhands_checkpoint_failures_total')]: `0x${last} stale`,
    [named('manyhands_checkpoints_total')]: grows(0.25),
    [named('manyhands_checkpoint_last_success_timestamp_seconds')]: `_x4 0+15x${last - 4} stale`,
    [named('up')]: `1x${last}`,
    [named('scrape_duration_seconds')]: `0.01x${last}`,
  };
}

export const DQN_SYNC: Course = {
  algorithm: 'dqn',
  learner: { train: 15, wait_data: 1 },
  // The learner makes 32 samples of every step: actors have little to do.
  actor: { env: 1, wait_ring: 0, wait_weights: 15 },
  lag: 1,
  returns: '0+200x100 20000+4000x298 stale',
  length: 400,
};

const IMPALA_ASYNC: Course = {
  algorithm: 'impala',
  learner: { train: 12, wait_data: 4 },
  actor: { env: 10, wait_ring: 6, wait_weights: 0 },
  lag: 7,
  // Returns that never leave their noise: 0, 1, 0, -1 in the mean.
  returns: `${'0 0 10 0 -10 '.repeat(80)} stale`,
  length: 400,
};

const PPO_SYNC: Course = {
  algorithm: 'ppo',
  learner: { train: 9, wait_data: 7 },
  actor: { env: 7, wait_ring: 0, wait_weights: 9 },
  lag: 0,
  // From -1400 to -150, and the sum falls all the time.
  returns: '0-14000x40 -561500-1500x358 stale',
  length: 400,
};

const SECOND = { instance: '127.0.0.1:9465', job: 'manyhands' };

export const CALM_RUNS: readonly CalmRun[] = [
  { claim: 'a sync run of DQN', series: course(DQN_SYNC) },
  { claim: 'an async run of IMPALA', series: course(IMPALA_ASYNC) },
  { claim: 'a sync run of PPO, which has no replay', series: course(PPO_SYNC) },
  {
    claim: 'several runs at once',
    series: { ...course(PPO_SYNC), ...course(IMPALA_ASYNC, SECOND) },
  },
  {
    claim: 'a run that starts where one with better returns has ended',
    series: {
      ...course({ ...DQN_SYNC, length: 200, returns: '0+4000x199 stale' }),
      ...buildInfo({ run: 'cart-1' }, '1x199 stale'),
      ...buildInfo({ run: 'cart-2' }, '_x200 1x199'),
      [seriesName('manyhands_episode_return_count')]: '0+10x199 0+10x199',
      [seriesName('manyhands_episode_return_sum')]: '0+4000x199 0+200x199',
    },
  },
  {
    claim: 'an address where no run has been yet',
    series: { [seriesName('up')]: '0x480', [seriesName('scrape_duration_seconds')]: '0.001x480' },
  },
];
