import { describe, expect, it } from 'vitest';
import { hasPromtool, promtool, testRules, type InputSeries } from './support/promtool.js';
import { recordingRules, RULE_FOLDER } from './support/rule-files.js';
import { buildInfo, byLabel, seriesName } from './support/series.js';

const TARGETS = [
  { instance: '127.0.0.1:9464', job: 'manyhands' },
  { instance: '127.0.0.1:9465', job: 'manyhands' },
];

const INSTANCE = 'instance="127.0.0.1:9464", job="manyhands"';

interface Recorded {
  readonly record: string;
  /** Of one target; a second has twice as much of everything and must not be mixed in. */
  readonly series: InputSeries;
  /** At 10 minutes, of that target. */
  readonly expected: Readonly<Record<string, number>>;
}

const counter = (name: string, step: number): InputSeries => ({
  [seriesName(name)]: `0${step < 0 ? '' : '+'}${step}x60`,
});

const histogram = (name: string, count: number, sum: number): InputSeries => ({
  ...counter(`${name}_count`, count),
  ...counter(`${name}_sum`, sum),
});

const actorTime = (actor: string, env: number, wait: number): InputSeries =>
  byLabel(
    'manyhands_actor_time_seconds_total',
    'state',
    { env: `0+${env}x60`, wait_ring: `0+${wait}x60` },
    { actor },
  );

const CASES: readonly Recorded[] = [
  {
    record: 'instance:manyhands_env_steps:rate1m',
    series: byLabel('manyhands_env_steps_total', 'actor', { 0: '0+30x60', 1: '0+15x60' }),
    expected: { '': 3 },
  },
  {
    record: 'instance:manyhands_episodes:rate1m',
    series: byLabel('manyhands_episodes_total', 'actor', { 0: '0+15x60', 1: '0+15x60' }),
    expected: { '': 2 },
  },
  {
    record: 'instance:manyhands_updates:rate1m',
    series: counter('manyhands_updates_total', 60),
    expected: { '': 4 },
  },
  {
    record: 'instance:manyhands_samples:rate1m',
    series: counter('manyhands_samples_total', 960),
    expected: { '': 64 },
  },
  {
    record: 'instance:manyhands_replay_samples_per_insert:ratio_rate1m',
    series: {
      ...counter('manyhands_replay_samples_total', 960),
      ...counter('manyhands_replay_inserts_total', 30),
    },
    expected: { '': 32 },
  },
  {
    record: 'instance:manyhands_update_duration_seconds:mean5m',
    series: histogram('manyhands_update_duration_seconds', 10, 5),
    expected: { '': 0.5 },
  },
  {
    record: 'instance_state:manyhands_learner_time:ratio_rate1m',
    series: byLabel('manyhands_learner_time_seconds_total', 'state', {
      train: '0+12x60',
      wait_data: '0+4x60',
    }),
    expected: { 'state="train"': 0.75, 'state="wait_data"': 0.25 },
  },
  {
    record: 'instance_state:manyhands_actor_time:ratio_rate1m',
    series: { ...actorTime('0', 12, 4), ...actorTime('1', 4, 12) },
    expected: { 'state="env"': 0.5, 'state="wait_ring"': 0.5 },
  },
  {
    record: 'instance:manyhands_ring_fill:ratio',
    series: {
      ...byLabel('manyhands_ring_blocks', 'actor', { 0: '1x60', 1: '0x60' }),
      ...byLabel('manyhands_ring_capacity_blocks', 'actor', { 0: '4x60', 1: '4x60' }),
    },
    expected: { '': 0.125 },
  },
  {
    record: 'instance:manyhands_replay_fill:ratio',
    series: {
      [seriesName('manyhands_replay_size_transitions')]: '250x60',
      [seriesName('manyhands_replay_capacity_transitions')]: '1000x60',
    },
    expected: { '': 0.25 },
  },
  {
    record: 'instance:manyhands_policy_lag_updates:mean5m',
    series: histogram('manyhands_policy_lag_updates', 10, 25),
    expected: { '': 2.5 },
  },
  {
    record: 'instance:manyhands_policy_lag_updates:p99_5m',
    // 90 of 100 within 1, all within 2: the 99th is nine tenths of the way from 1 to 2.
    series: byLabel('manyhands_policy_lag_updates_bucket', 'le', {
      1: '0+90x60',
      2: '0+100x60',
      '+Inf': '0+100x60',
    }),
    expected: { '': 1.9 },
  },
  {
    record: 'run:manyhands_policy_lag_updates:limit',
    series: buildInfo({ algorithm: 'impala' }),
    expected: { 'algorithm="impala", run="cart-1"': 10 },
  },
  {
    record: 'run:manyhands_policy_lag_updates:limit',
    series: buildInfo({ algorithm: 'actor-critic' }),
    expected: { 'algorithm="actor-critic", run="cart-1"': 1 },
  },
  {
    record: 'instance:manyhands_episode_length_steps:mean5m',
    series: histogram('manyhands_episode_length_steps', 2, 300),
    expected: { '': 150 },
  },
  {
    record: 'run:manyhands_episode_return:mean5m',
    series: { ...buildInfo(), ...histogram('manyhands_episode_return', 2, 300) },
    expected: { 'run="cart-1"': 150 },
  },
  {
    record: 'run:manyhands_episode_return:mean5m',
    series: { ...buildInfo(), ...histogram('manyhands_episode_return', 2, -300) },
    expected: { 'run="cart-1"': -150 },
  },
];

/** The same series of a second target, with twice the values. */
function besides(series: InputSeries): InputSeries {
  return Object.fromEntries(
    Object.entries(series).map(([name, values]) => [
      name.replace(TARGETS[0]!.instance, TARGETS[1]!.instance),
      values.replace(/^(-?\d+)([+-])(\d+)/, (_, first: string, sign: string, step: string) => {
        return `${first}${sign}${2 * Number(step)}`;
      }),
    ]),
  );
}

const queryAt = (record: string, seconds: number) => ({
  expr: `round(${record}{instance="${TARGETS[0]!.instance}"}, 1e-6)`,
  eval_time: `${seconds}s`,
});

describe.skipIf(!hasPromtool('what promtool says of the recording rules'))('recording rules', () => {
  it('pass promtool check rules', () => {
    const { status, output } = promtool(
      ...['check', 'rules', '--lint=all', '--lint-fatal', `${RULE_FOLDER}/recording.yaml`],
    );
    expect(output).toContain(`SUCCESS: ${recordingRules.length} rules found`);
    expect(status).toBe(0);
  });

  it.each(CASES.map((recorded) => [recorded.record, recorded] as const))(
    '%s is what its name says, of each run by itself',
    (record, { series, expected }) => {
      const exp_samples = Object.entries(expected).map(([labels, value]) => ({
        labels: `{${INSTANCE}${labels && `, ${labels}`}}`,
        value,
      }));
      const promql_expr_test = [{ ...queryAt(record, 600), exp_samples }];
      expect(testRules({ ...series, ...besides(series) }, { promql_expr_test })).toBe('SUCCESS');
    },
  );

  it.each([
    'instance:manyhands_replay_samples_per_insert:ratio_rate1m',
    'instance:manyhands_update_duration_seconds:mean5m',
    'instance:manyhands_policy_lag_updates:mean5m',
    'instance:manyhands_episode_length_steps:mean5m',
    'run:manyhands_episode_return:mean5m',
  ])('%s says nothing while nothing happens, and not NaN', (record) => {
    const series: InputSeries = {
      ...buildInfo(),
      ...counter('manyhands_replay_samples_total', 0),
      ...counter('manyhands_replay_inserts_total', 0),
      ...histogram('manyhands_update_duration_seconds', 0, 0),
      ...histogram('manyhands_policy_lag_updates', 0, 0),
      ...histogram('manyhands_episode_length_steps', 0, 0),
      ...histogram('manyhands_episode_return', 0, 0),
    };
    expect(testRules(series, { promql_expr_test: [{ ...queryAt(record, 600), exp_samples: [] }] })).toBe(
      'SUCCESS',
    );
  });

  it('says nothing of the returns of a run younger than 5 minutes, which an earlier run could be in', () => {
    const series: InputSeries = {
      ...buildInfo({ run: 'first' }, '1x39 stale'),
      ...buildInfo({ run: 'second' }, '_x40 1x60'),
      [seriesName('manyhands_episode_return_count')]: '0+1x39 0+10x60',
      [seriesName('manyhands_episode_return_sum')]: '0+500x39 0+100x60',
    };
    const record = 'run:manyhands_episode_return:mean5m';
    const labels = `{${INSTANCE}, run="second"}`;
    expect(
      testRules(series, {
        promql_expr_test: [
          // The second run begins at 600 s.
          ...[615, 750, 885].map((seconds) => ({ ...queryAt(record, seconds), exp_samples: [] })),
          { ...queryAt(record, 915), exp_samples: [{ labels, value: 10 }] },
        ],
      }),
    ).toBe('SUCCESS');
  });
});

describe('recording rules', () => {
  it('each have a case', () => {
    expect(new Set(CASES.map(({ record }) => record))).toEqual(
      new Set(recordingRules.map(({ record }) => record)),
    );
  });

  it('are named level:metric:operation, and keep the level', () => {
    for (const { record } of recordingRules) {
      expect(record).toMatch(/^(?:instance|instance_state|run):manyhands_[a-z_]+:[a-z0-9_]+$/);
    }
  });
});
