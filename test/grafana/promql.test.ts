import { describe, expect, it } from 'vitest';
import { PROCESS_SERIES } from '../../grafana/src/process-series.js';
import { dashboardQueries } from '../../grafana/src/queries.js';
import { RUN_SERIES } from '../../src/metrics/run-series.js';
import { contradictions, hasPromtool, unreadable } from './support/promtool.js';

/** The queries that show one run: all but the one that lists runs. */
const queriesOf = (run: string) => dashboardQueries({ run }).filter(({ panel }) => panel !== 'variable run');

function exprOf(panel: string, run: string): string {
  return dashboardQueries({ run }).find((query) => query.panel === panel)!.expr;
}

const PROCESS_A = 'job="manyhands",instance="a:1"';
const PROCESS_B = 'job="manyhands",instance="b:1"';

/** Every series that is exported, growing, from the process of run `a`. Actors wait for a block, the learner for data. */
const EVERYTHING = Object.fromEntries(
  Object.entries<{ type: string; labels: readonly string[] }>({ ...RUN_SERIES, ...PROCESS_SERIES }).flatMap(
    ([name, { type, labels }]) => {
      const values: Readonly<Record<string, string>> = {
        actor: '0',
        run: 'a',
        state: labels.includes('actor') ? 'wait_ring' : 'wait_data',
      };
      const inBraces = [PROCESS_A, ...labels.map((label) => `${label}="${values[label] ?? 'any'}"`)].join(
        ',',
      );
      return type === 'histogram'
        ? [
            [`${name}_bucket{${inBraces},le="1"}`, '0+1x12'],
            [`${name}_bucket{${inBraces},le="+Inf"}`, '0+2x12'],
            [`${name}_sum{${inBraces}}`, '0+3x12'],
            [`${name}_count{${inBraces}}`, '0+2x12'],
          ]
        : [[`${name}{${inBraces}}`, '1+1x12']];
    },
  ),
);

describe.skipIf(!hasPromtool)('the queries of the dashboards, asked of Prometheus', () => {
  it('can be read', () => {
    expect(unreadable(dashboardQueries({ run: 'a "run" \\ of mine' }).map(({ expr }) => expr))).toBe('');
  });

  it('return something for a run that exports everything, and nothing for a run that is not there', () => {
    expect(
      contradictions(EVERYTHING, [
        ...queriesOf('a').map(({ expr }) => ({
          expr: `clamp_max(count(${expr}), 1)`,
          at: 60,
          samples: { '{}': 1 },
        })),
        ...queriesOf('nobody').map(({ expr }) => ({ expr, at: 60, samples: {} })),
      ]),
    ).toBe('');
  });

  it('tell apart two runs at once', () => {
    const series = {
      [`manyhands_build_info{${PROCESS_A},run="a"}`]: '1x24',
      [`manyhands_build_info{${PROCESS_B},run="b"}`]: '1x24',
      [`manyhands_env_steps_total{${PROCESS_A},actor="0"}`]: '0+100x24',
      [`manyhands_env_steps_total{${PROCESS_A},actor="1"}`]: '0+50x24',
      [`manyhands_env_steps_total{${PROCESS_B},actor="0"}`]: '0+1000x24',
    };
    expect(
      contradictions(series, [
        { expr: exprOf('Environment steps/s', 'a'), at: 60, samples: { '{}': 30 } },
        { expr: exprOf('Environment steps/s', 'b'), at: 60, samples: { '{}': 200 } },
      ]),
    ).toBe('');
  });

  it('tell apart two runs that followed each other on one port, and know when each began', () => {
    const series = {
      [`manyhands_build_info{${PROCESS_A},run="a"}`]: '1x11 stale',
      [`manyhands_build_info{${PROCESS_A},run="b"}`]: '_x12 1x12',
      [`manyhands_updates_total{${PROCESS_A}}`]: '0+10x11 0+100x12',
    };
    const updates = (run: string) => exprOf('Updates/s', run);
    expect(
      contradictions(series, [
        { expr: updates('a'), at: 55, samples: { '{}': 2 } },
        { expr: updates('b'), at: 55, samples: {} },
        { expr: updates('a'), at: 115, samples: {} },
        { expr: updates('b'), at: 115, samples: { '{}': 20 } },
        { expr: exprOf('variable run', 'a'), at: 115, samples: { '{run="b"}': 60, '{run="a"}': 0 } },
      ]),
    ).toBe('');
  });

  it('count the first restart, with which its series begins, and no restart twice', () => {
    const restarts = `manyhands_actor_restarts_total{${PROCESS_A},actor="1",reason="hung"}`;
    const series = {
      [`manyhands_build_info{${PROCESS_A},run="a"}`]: '1x24',
      // The first after 30 s, two more after 90 s.
      [restarts]: '_x6 1x11 3x6',
    };
    const expr = exprOf('Restarts by reason', 'a');
    const marked = exprOf('annotation Restarts', 'a');
    expect(
      contradictions(series, [
        { expr, at: 25, samples: {} },
        { expr, at: 30, samples: { '{reason="hung"}': 1 } },
        { expr: marked, at: 30, samples: { '{actor="1",reason="hung"}': 1 } },
        { expr, at: 60, samples: { '{reason="hung"}': 0 } },
        { expr: marked, at: 60, samples: {} },
        { expr, at: 90, samples: { '{reason="hung"}': 2 } },
      ]),
    ).toBe('');
  });

  it('give shares of time that add up to 1', () => {
    const time = (state: string) => `manyhands_learner_time_seconds_total{${PROCESS_A},state="${state}"}`;
    const series = {
      [`manyhands_build_info{${PROCESS_A},run="a"}`]: '1x24',
      [time('train')]: '0+3x24',
      [time('wait_data')]: '0+1x24',
    };
    // Rates are extrapolated to the ends of their window, which rounds.
    const rounded = (expr: string) => `round(${expr}, 0.001)`;
    expect(
      contradictions(series, [
        {
          expr: rounded(exprOf('Learner', 'a')),
          at: 60,
          samples: { '{state="train"}': 0.75, '{state="wait_data"}': 0.25 },
        },
        { expr: rounded(exprOf('Learner waits', 'a')), at: 60, samples: { '{}': 0.25 } },
        { expr: rounded(`sum(${exprOf('Learner', 'a')})`), at: 60, samples: { '{}': 1 } },
      ]),
    ).toBe('');
  });

  it('count the age of what happened up to the scrape, not up to the look', () => {
    const series = {
      [`manyhands_build_info{${PROCESS_A},run="a"}`]: '1x24',
      [`manyhands_actor_heartbeat_timestamp_seconds{${PROCESS_A},actor="0"}`]: '57x24',
    };
    const labels = `{${PROCESS_A},actor="0"}`;
    expect(
      contradictions(series, [
        { expr: exprOf('Since the last sign of life', 'a'), at: 60, samples: { [labels]: 3 } },
        { expr: exprOf('Since the last sign of life', 'a'), at: 64, samples: { [labels]: 3 } },
      ]),
    ).toBe('');
  });

  it('compare the versions of weights of actors with the newest', () => {
    const series = {
      [`manyhands_build_info{${PROCESS_A},run="a"}`]: '1x24',
      [`manyhands_policy_version{${PROCESS_A}}`]: '50x24',
      [`manyhands_actor_policy_version{${PROCESS_A},actor="0"}`]: '49x24',
      [`manyhands_actor_policy_version{${PROCESS_A},actor="1"}`]: '20x24',
    };
    expect(
      contradictions(series, [
        {
          expr: exprOf('Versions behind', 'a'),
          at: 60,
          samples: { [`{${PROCESS_A},actor="0"}`]: 1, [`{${PROCESS_A},actor="1"}`]: 30 },
        },
      ]),
    ).toBe('');
  });
});
