import { PerformanceObserver } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import { openMetricsText } from '../../src/metrics/open-metrics.js';
import { createRunRegistry } from '../../src/metrics/prometheus.js';
import type { RunMetricsSource } from '../../src/metrics/run-metrics-source.js';
import { RUN_SERIES } from '../../src/metrics/run-series.js';
import { parseOpenMetrics } from './support/parse-open-metrics.js';
import { busySource, freshSource } from './support/sample-source.js';

const returns = {
  buckets: [
    { le: -500, count: 1 },
    { le: 0, count: 4 },
  ],
  sum: -1200,
  count: 5,
};

/** Returns below zero, as Pendulum has them. */
const negativeSource: RunMetricsSource = {
  ...busySource,
  histogram: (name) => (name === 'episodeReturn' ? returns : busySource.histogram(name)),
};

/** Series of our own and their values, bounds as numbers. */
function seriesOf(text: string): ReadonlyMap<string, number> {
  const lines = text.split('\n').filter((line) => line.startsWith('manyhands_'));
  return new Map(
    lines.map((line) => {
      const end = line.lastIndexOf(' ');
      const name = line
        .slice(0, end)
        .replace(/le="([-\d.e]+)"/, (_, bound: string) => `le="${Number(bound)}"`);
      return [name, Number(line.slice(end + 1))];
    }),
  );
}

describe('openMetricsText', () => {
  it.each([
    ['a run in full swing', busySource],
    ['a run that has not begun', freshSource],
    ['returns below zero', negativeSource],
  ])('is what OpenMetrics is: %s', async (_, source) => {
    const families = parseOpenMetrics(await openMetricsText(createRunRegistry(source)));
    expect(families.length).toBeGreaterThanOrEqual(Object.keys(RUN_SERIES).length);
    expect(families.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['process_cpu_seconds', 'nodejs_eventloop_lag_seconds', 'nodejs_version']),
    );
  });

  it.each([
    ['a run in full swing', busySource],
    ['returns below zero', negativeSource],
  ])('has the same series with the same values as the older format: %s', async (_, source) => {
    const registry = createRunRegistry(source);
    const before = await registry.metrics();
    expect(seriesOf(await openMetricsText(registry))).toEqual(seriesOf(before));
    // Nothing of the registry is changed by it.
    expect(seriesOf(await registry.metrics())).toEqual(seriesOf(before));
    expect(await registry.metrics()).toContain('# TYPE manyhands_updates_total counter\n');
  });

  it('names a counter without its ending, with its unit', async () => {
    const text = await openMetricsText(createRunRegistry(busySource));
    expect(text).toContain(
      '# TYPE manyhands_learner_time_seconds counter\n' +
        '# UNIT manyhands_learner_time_seconds seconds\n' +
        `# HELP manyhands_learner_time_seconds ${RUN_SERIES.manyhands_learner_time_seconds_total.help}\n` +
        'manyhands_learner_time_seconds_total{state="train"} ',
    );
  });

  it('tells what runs as information, quotes and backslashes included', async () => {
    const text = await openMetricsText(createRunRegistry(busySource));
    expect(text).toContain('# TYPE manyhands_build info\n');
    expect(text).toMatch(/^manyhands_build_info\{.*run="a\\"b\\\\c"\} 1$/m);
  });

  it('takes a histogram apart whose sum can fall', async () => {
    const text = await openMetricsText(createRunRegistry(negativeSource));
    const families = parseOpenMetrics(text).filter(({ name }) => name.startsWith('manyhands_episode_return'));
    expect(families.map(({ name, type }) => [name, type])).toEqual([
      ['manyhands_episode_return_bucket', 'unknown'],
      ['manyhands_episode_return_sum', 'gauge'],
      ['manyhands_episode_return_count', 'unknown'],
    ]);
    expect(text).toContain('manyhands_episode_return_bucket{le="-500.0"} 1\n');
    expect(text).toContain('manyhands_episode_return_sum -1200\n');
  });

  it.each([
    [1, '1.0'],
    [0, '0.0'],
    [0.5, '0.5'],
    [1e-4, '0.0001'],
    [1e-5, '1e-05'],
    [2.5e-5, '2.5e-05'],
    [1e5, '100000.0'],
    [1e6, '1e+06'],
    [1e10, '1e+10'],
  ])('writes the bound %d as Go does', async (le, text) => {
    const histogram = () => ({ buckets: [{ le, count: 1 }], sum: 1, count: 1 });
    expect(await openMetricsText(createRunRegistry({ ...busySource, histogram }))).toContain(
      `manyhands_policy_lag_updates_bucket{le="${text}"} 1\n`,
    );
  });

  it('has what the process counts in histograms, too', async () => {
    const registry = createRunRegistry(busySource);
    const collected = new Promise<void>((resolve) => {
      const observer = new PerformanceObserver(() => {
        observer.disconnect();
        resolve();
      });
      observer.observe({ entryTypes: ['gc'] });
    });
    let garbage: unknown[] = [];
    const timer = setInterval(
      () => (garbage = Array.from({ length: 100_000 }, (_, i) => [i, garbage.length])),
    );
    await collected;
    clearInterval(timer);
    const families = parseOpenMetrics(await openMetricsText(registry));
    const collections = families.find(({ name }) => name === 'nodejs_gc_duration_seconds')!;
    expect(collections.type).toBe('histogram');
    expect(collections.samples.length).toBeGreaterThan(0);
  });
});
