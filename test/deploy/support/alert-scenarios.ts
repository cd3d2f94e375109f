import type { InputSeries } from './promtool.js';
import { course, DQN_SYNC } from './calm-runs.js';
import { BUILD, buildInfo, byLabel, seriesName, TARGET } from './series.js';

/** Something that goes wrong, and when its alert must and must not fire. Times in seconds; series have a value every 15. */
export interface AlertScenario {
  readonly claim: string;
  readonly alert: string;
  readonly series: InputSeries;
  /** The first evaluation at which it fires; 15 seconds earlier it is silent. */
  readonly fires: number;
  /** An evaluation at which it still fires, and one at which it is silent again. */
  readonly resolves: readonly [number, number];
  /** Besides the target's. */
  readonly labels?: Readonly<Record<string, string>>;
  /** What stands for the value in the texts. */
  readonly value?: string;
}

const { run, algorithm, environment } = BUILD;

const up = (values: string, durations: string): InputSeries => ({
  [seriesName('up')]: values,
  [seriesName('scrape_duration_seconds')]: durations,
});

/** 10 blocks and so many versions of lag every 15 seconds. */
const lag = (sums: string): InputSeries => ({
  [seriesName('manyhands_policy_lag_updates_sum')]: sums,
  [seriesName('manyhands_policy_lag_updates_count')]: '0+10x200',
});

/** 10 episodes every 15 seconds, and the sum of their returns. */
const returns = (sums: string): InputSeries => ({
  ...buildInfo({}, '1x300'),
  [seriesName('manyhands_episode_return_sum')]: sums,
  [seriesName('manyhands_episode_return_count')]: '0+10x300',
});

export const ALERT_SCENARIOS: readonly AlertScenario[] = [
  {
    claim: 'an actor has shown no sign of life for more than 30 s, for 30 s',
    alert: 'ManyhandsActorHeartbeatStale',
    series: byLabel('manyhands_actor_heartbeat_timestamp_seconds', 'actor', {
      0: '0+15x4 60x19 375+15x10',
      1: '0+15x50',
      // Down and being restarted: nothing to be old.
      2: '0+15x4 _x19 375+15x10',
    }),
    fires: 135,
    resolves: [360, 375],
    labels: { actor: '0' },
    value: '1m 15s',
  },
  {
    claim: 'an actor has been down for 2 minutes',
    alert: 'ManyhandsActorDown',
    series: byLabel('manyhands_actors', 'state', {
      running: '4x3 3x19 4x20',
      restarting: '0x3 1x19 0x20',
      stopped: '0x50',
    }),
    fires: 180,
    resolves: [345, 360],
    value: '1',
  },
  {
    claim: 'there were 3 restarts in 10 minutes, each the first of its kind',
    alert: 'ManyhandsRestartStorm',
    series: {
      [seriesName('manyhands_actor_restarts_total', { actor: '0', reason: 'exception' })]: '_x4 1x80',
      [seriesName('manyhands_actor_restarts_total', { actor: '1', reason: 'exception' })]: '_x8 1x80',
      [seriesName('manyhands_actor_restarts_total', { actor: '1', reason: 'hung' })]: '_x12 1x80',
    },
    fires: 180,
    resolves: [645, 660],
    value: '3',
  },
  {
    claim: 'scrapes of a run have timed out for a minute',
    alert: 'ManyhandsRunUnresponsive',
    series: { ...up('1x3 0x9 1x20', '0.01x3 3x9 0.01x20'), ...buildInfo({}, '1x3 stale _x9 1x20') },
    fires: 120,
    resolves: [195, 210],
  },
  {
    claim: 'nobody has been at the address of a run for a minute',
    alert: 'ManyhandsRunGone',
    series: {
      ...course({ ...DQN_SYNC, length: 40, returns: '0+200x39 stale' }),
      ...up('1x39 0x100', '0.01x39 2.9x100'),
    },
    fires: 660,
    resolves: [1470, 1500],
    labels: { run, algorithm, environment },
  },
  {
    claim: 'there was no update for 5 minutes, for 1 minute',
    alert: 'ManyhandsNoUpdates',
    series: { [seriesName('manyhands_updates_total')]: '0+100x20 2000x39 2100+100x10' },
    fires: 660,
    resolves: [900, 915],
  },
  {
    claim: 'the learner has waited for data more than half of its time for 5 minutes',
    alert: 'ManyhandsLearnerStarved',
    series: byLabel('manyhands_learner_time_seconds_total', 'state', {
      train: '0+16x20 325+5x39 589+64x20',
      wait_data: '0x20 11+11x39 440x20',
    }),
    fires: 645,
    resolves: [900, 915],
    labels: { state: 'wait_data' },
    value: '68.75%',
  },
  {
    claim: 'the actors have waited for free blocks more than half of their time for 5 minutes',
    alert: 'ManyhandsActorsStarved',
    series: {
      ...byLabel(
        'manyhands_actor_time_seconds_total',
        'state',
        { env: '0+16x20 325+5x39 589+64x20', wait_ring: '0x20 11+11x39 440x20' },
        { actor: '0' },
      ),
      ...byLabel(
        'manyhands_actor_time_seconds_total',
        'state',
        { env: '0+16x20 325+5x39 589+64x20', wait_ring: '0x20 11+11x39 440x20' },
        { actor: '1' },
      ),
    },
    fires: 645,
    resolves: [900, 915],
    labels: { state: 'wait_ring' },
    value: '68.75%',
  },
  {
    claim: 'the lag of IMPALA has been above 10 versions for 5 minutes',
    alert: 'ManyhandsPolicyLagHigh',
    series: { ...buildInfo({ algorithm: 'impala' }), ...lag('0+50x20 1200+200x59 13000x60') },
    fires: 705,
    resolves: [1335, 1350],
    labels: { run, algorithm: 'impala' },
    value: '20.0',
  },
  {
    claim: 'PPO learns from data that is two rounds old',
    alert: 'ManyhandsPolicyLagHigh',
    series: { ...buildInfo({ algorithm: 'ppo' }), ...lag('0+20x60 1210+10x60') },
    fires: 315,
    // The mean of 5 minutes is 1 when all of them are.
    resolves: [900, 1215],
    labels: { run, algorithm: 'ppo' },
    value: '2.0',
  },
  {
    claim: 'the lag of DQN has been above 1,000 versions for 5 minutes',
    alert: 'ManyhandsPolicyLagHigh',
    series: { ...buildInfo(), ...lag('0+20000x60 1200000x60') },
    fires: 315,
    resolves: [900, 1215],
    labels: { run, algorithm },
    value: '2000.0',
  },
  {
    claim: 'a value was not finite, also when the run has ended by then',
    alert: 'ManyhandsNonFinite',
    series: byLabel('manyhands_nonfinite_total', 'where', { loss: '0x20 1x3 stale', weights: '0x24 stale' }),
    fires: 315,
    resolves: [1245, 1275],
    labels: { where: 'loss' },
  },
  {
    claim: 'returns have been below half of their best for 5 minutes',
    alert: 'ManyhandsReturnCollapsed',
    // A mean of 20, of 400, of 60, of 400.
    series: returns('0+200x40 12000+4000x79 328600+600x59 368000+4000x60'),
    fires: 2280,
    resolves: [2805, 2835],
    labels: { run },
    value: '60.0',
  },
  {
    claim: 'negative returns have lost more than half of what they had gained',
    alert: 'ManyhandsReturnCollapsed',
    // A mean of -500, of -80, of -410, of -80: the sum falls all the time.
    series: returns('0-5000x40 -200800-800x79 -268100-4100x59 -510800-800x60'),
    fires: 2295,
    resolves: [2790, 2850],
    labels: { run },
    value: '-410.0',
  },
  {
    claim: 'the latest checkpoint is more than 10 minutes old, for 1 minute',
    alert: 'ManyhandsCheckpointOld',
    series: {
      [seriesName('manyhands_checkpoint_last_success_timestamp_seconds')]: '_x4 60x55 900x20',
      [seriesName('manyhands_checkpoints_total')]: '0x3 1x55 2x20',
    },
    fires: 735,
    resolves: [885, 900],
  },
  {
    claim: 'there was no checkpoint at all in the first 10 minutes',
    alert: 'ManyhandsCheckpointOld',
    series: {
      [seriesName('manyhands_checkpoints_total')]: '0x59 1x20',
      [seriesName('manyhands_checkpoint_last_success_timestamp_seconds')]: '_x60 900x20',
    },
    fires: 660,
    resolves: [885, 900],
  },
  {
    claim: 'a checkpoint could not be written',
    alert: 'ManyhandsCheckpointFailing',
    series: { [seriesName('manyhands_checkpoint_failures_total')]: '0x20 1x100' },
    fires: 315,
    resolves: [1170, 1215],
  },
];

/** Every label that an alert of the scenario has, apart from its name and severity. */
export const labelsOf = ({ labels }: AlertScenario): Readonly<Record<string, string>> => ({
  ...TARGET,
  ...labels,
});
