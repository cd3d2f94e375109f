import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dashboardQueries } from '../../grafana/src/queries.js';
import { RUN_SERIES } from '../../src/metrics/run-series.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { hasPrometheus, startPrometheus, type PrometheusServer } from './support/prometheus-server.js';
import { alertingRules, recordingRules } from './support/rule-files.js';
import { startScrapedRun, type ScrapedRun } from './support/scraped-run.js';

const FAULTY_MODULE = fileURLToPath(new URL('../support/faulty-environment.js', import.meta.url));
const POLL_MILLISECONDS = 200;
/** Long, for a machine that does much besides. */
const START_MILLISECONDS = 60_000;
const PATIENCE_MILLISECONDS = 45_000;

const folder = temporaryFolder();
const pathOf = (name: string): string => join(folder, name);

/** Between them they have every series: replay and epsilon, a clipped policy, negative returns, a restarted actor. */
const RUNS = [
  {
    out: pathOf('dqn-with-a-crash'),
    everySteps: 5_000,
    args: [
      ...[
        '--algo',
        'dqn',
        '--env',
        'Faulty-v0',
        '--env-module',
        FAULTY_MODULE,
        '--set',
        'env.options.fault=throw',
      ],
      ...['--set', 'env.options.atStep=300', '--set', `env.options.marker=${pathOf('has-crashed')}`],
    ],
  },
  {
    out: pathOf('impala-with-a-token'),
    everySteps: 200_000,
    args: ['--algo', 'impala'],
    token: 'not-guessed-by-anybody',
  },
  { out: pathOf('ppo-in-text'), everySteps: 50_000, args: ['--preset', 'pendulum-ppo'], isTextOnly: true },
] as const;

/** Of comparisons, 0 or 1 for all that was compared, in place of what is true: data, if the inputs are there. */
function withoutFilter(expr: string): string {
  const outsideOfMatchers = expr.split(/(\{[^}]*\})/);
  return outsideOfMatchers
    .map((part, i) => (i % 2 === 1 ? part : part.replaceAll(/==|!=|>=|<=|>|</g, '$& bool')))
    .join('')
    .replaceAll(/offset \d+m/g, 'offset 1s');
}

describe.skipIf(!hasPrometheus())('a Prometheus that scrapes runs', () => {
  let runs: readonly ScrapedRun[] = [];
  let prometheus: PrometheusServer;

  beforeAll(async () => {
    runs = await Promise.all(RUNS.map(startScrapedRun));
    prometheus = await startPrometheus(pathOf('prometheus'), runs);
  }, START_MILLISECONDS);

  afterAll(() => Promise.all([...runs, prometheus].map((started) => started.stop())));

  /** Asks until every expression has had an answer with numbers in it. @returns those answers, by expression */
  async function answers(exprs: readonly string[]): Promise<ReadonlyMap<string, readonly number[]>> {
    const answered = new Map<string, readonly number[]>();
    const giveUpAt = performance.now() + PATIENCE_MILLISECONDS;
    for (;;) {
      const waiting = exprs.filter((expr) => !answered.has(expr));
      await Promise.all(
        waiting.map(async (expr) => {
          const values = (await prometheus.query(expr)).map(({ value }) => value);
          const numbers = values.filter((value) => !Number.isNaN(value));
          if (numbers.length > 0) answered.set(expr, numbers);
        }),
      );
      if (answered.size === new Set(exprs).size || performance.now() > giveUpAt) return answered;
      await sleep(POLL_MILLISECONDS);
    }
  }

  async function unanswered(exprs: readonly string[]): Promise<readonly string[]> {
    const answered = await answers(exprs);
    return exprs.filter((expr) => !answered.has(expr));
  }

  it('has data for every panel, annotation and variable of the dashboards', async () => {
    const queries = runs.map(({ name }) => dashboardQueries({ run: name, rateInterval: '4s' }));
    // What not every algorithm has, one of the runs has.
    const exprs = queries[0]!.flatMap(({ mayStayEmpty }, i) => {
      const ofRuns = queries.map((ofRun) => ofRun[i]!.expr);
      return mayStayEmpty ? [ofRuns.map((expr) => `(${expr})`).join(' or ')] : ofRuns;
    });
    expect(await unanswered(exprs)).toEqual([]);
  });

  it('has data for every recording rule', async () => {
    expect(await unanswered(recordingRules.map(({ record }) => record))).toEqual([]);
  });

  it('has what every alert looks at', async () => {
    const exprs = alertingRules.map(({ expr }) => withoutFilter(expr));
    expect(exprs.filter((expr) => !expr.includes(' bool '))).toEqual([]);
    expect(await unanswered(exprs)).toEqual([]);
  });

  it('evaluates every rule without an error', async () => {
    const { groups } = (await prometheus.get('rules')) as {
      readonly groups: readonly { rules: readonly { name: string; health: string; lastError?: string }[] }[];
    };
    const rules = groups.flatMap(({ rules }) => rules);
    expect(rules).toHaveLength(recordingRules.length + alertingRules.length);
    expect(rules.filter(({ health }) => health !== 'ok')).toEqual([]);
  });

  it('takes every scrape, in OpenMetrics when it may choose and else in the text format', async () => {
    const { activeTargets } = (await prometheus.get('targets')) as {
      readonly activeTargets: readonly { scrapeUrl: string; health: string; lastError: string }[];
    };
    expect(activeTargets.map(({ scrapeUrl }) => new URL(scrapeUrl).host).sort()).toEqual(
      runs.map(({ target }) => target).sort(),
    );
    for (const { health, lastError } of activeTargets)
      expect({ health, lastError }).toEqual({ health: 'up', lastError: '' });
    const [dqn, impala, ppo] = runs.map(({ scrapes }) => scrapes.at(-1)!);
    expect(dqn!.accepted).toContain('application/openmetrics-text');
    expect(dqn!.contentType).toMatch(/^application\/openmetrics-text; version=1\.0\.0/);
    expect(impala!.contentType).toBe(dqn!.contentType);
    expect(ppo!.contentType).toMatch(/^text\/plain; version=0\.0\.4/);
  });

  it('knows what every series means', async () => {
    const metadata = (await prometheus.get('metadata')) as Readonly<
      Record<string, readonly { help: string }[]>
    >;
    for (const [name, { help }] of Object.entries(RUN_SERIES)) {
      // OpenMetrics names a counter without its suffix.
      const known = [name, name.replace(/_total$/, '')].flatMap((key) => metadata[key] ?? []);
      expect(
        known.map((entry) => entry.help),
        name,
      ).toContain(help);
    }
  });

  it('shows the returns of a run that loses reward with every step as they are', async () => {
    const { name } = runs[2]!;
    const panels = dashboardQueries({ run: name, rateInterval: '4s' }).map(({ expr }) => expr);
    const exprs = [...new Set(panels.filter((expr) => expr.includes('manyhands_episode_return_sum')))];
    expect(exprs.length).toBeGreaterThan(0);
    const means = await answers([...exprs, `run:manyhands_episode_return:mean5m{run="${name}"}`]);
    expect(means.size).toBe(exprs.length + 1);
    for (const [expr, [mean]] of means) {
      // An episode of Pendulum-v1 has 200 steps, of which each costs 16.3 at most.
      expect(mean, expr).toBeGreaterThan(-3260);
      expect(mean, expr).toBeLessThan(0);
    }
  });
});
