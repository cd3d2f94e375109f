import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { register as globalRegistry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { createRunRegistry } from '../../src/metrics/prometheus.js';
import type { RunMetricsSource } from '../../src/metrics/run-metrics-source.js';
import { RUN_SERIES } from '../../src/metrics/run-series.js';
import type { Series } from '../../src/metrics/series.js';
import { ACTOR_COUNTERS, LEARNER_COUNTERS, UPDATE_FIGURES } from '../../src/shared/telemetry.js';
import { actor0, actor1, busySource, freshSource, learner } from './support/sample-source.js';

/** Sample lines of our own prefix as a map from `name{labels}` to value. */
async function scrape(source: RunMetricsSource): Promise<Map<string, number>> {
  const text = await createRunRegistry(source).metrics();
  const lines = text.split('\n').filter((line) => line.startsWith('manyhands_'));
  return new Map(
    lines.map((line) => [
      line.slice(0, line.lastIndexOf(' ')),
      Number(line.slice(line.lastIndexOf(' ') + 1)),
    ]),
  );
}

/** Rows of the tables of docs/metrics.md that describe a series. */
const documented = readFileSync('docs/metrics.md', 'utf8')
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .filter((cells) => /^`(?:manyhands|process|nodejs)_[a-z0-9_]+`$/.test(cells[1] ?? ''))
  .map((cells) => ({
    name: cells[1]!.replaceAll('`', ''),
    type: cells[2]!,
    labels: [...(cells[3] ?? '').matchAll(/`(\w+)`/g)].map((match) => match[1]!),
    numCells: cells.length - 2,
    isComplete: cells.slice(4, -1).every((cell) => cell !== ''),
  }));

describe('createRunRegistry', () => {
  it('shows every counter of the actors under its own name', async () => {
    const samples = await scrape(busySource);
    for (const [actor, counters] of [actor0, actor1].entries()) {
      const label = `{actor="${actor}"}`;
      expect(samples.get(`manyhands_env_steps_total${label}`)).toBe(counters.envSteps);
      expect(samples.get(`manyhands_episodes_total${label}`)).toBe(counters.episodes);
      expect(samples.get(`manyhands_blocks_total${label}`)).toBe(counters.blocks);
      expect(samples.get(`manyhands_actor_policy_version${label}`)).toBe(counters.policyVersion);
      expect(samples.get(`manyhands_epsilon${label}`)).toBe(counters.epsilon);
      const seconds = (state: string) =>
        samples.get(`manyhands_actor_time_seconds_total{actor="${actor}",state="${state}"}`);
      expect(seconds('env')).toBe(counters.envNanoseconds / 1e9);
      expect(seconds('policy')).toBe(counters.policyNanoseconds / 1e9);
      expect(seconds('wait_ring')).toBe(counters.waitRingNanoseconds / 1e9);
      expect(seconds('wait_weights')).toBe(counters.waitWeightsNanoseconds / 1e9);
      expect(seconds('other')).toBe(counters.otherNanoseconds / 1e9);
    }
    expect(samples.get('manyhands_ring_blocks{actor="0"}')).toBe(3);
    expect(samples.get('manyhands_ring_capacity_blocks{actor="1"}')).toBe(8);
    expect(samples.get('manyhands_actor_heartbeat_timestamp_seconds{actor="0"}')).toBe(1_700_000_000.5);
    expect(samples.get('manyhands_actor_restarts_total{actor="1",reason="heartbeat"}')).toBe(2);
    expect(samples.get('manyhands_actors{state="running"}')).toBe(2);
    expect(samples.get('manyhands_actors{state="stopped"}')).toBe(1);
  });

  it('shows every counter of the learner under its own name', async () => {
    const samples = await scrape(busySource);
    expect(
      Object.fromEntries([...samples].filter(([name]) => /^manyhands_(learner|nonfinite)/.test(name))),
    ).toEqual({
      'manyhands_learner_time_seconds_total{state="train"}': learner.trainNanoseconds / 1e9,
      'manyhands_learner_time_seconds_total{state="wait_data"}': learner.waitDataNanoseconds / 1e9,
      'manyhands_learner_time_seconds_total{state="ingest"}': learner.ingestNanoseconds / 1e9,
      'manyhands_learner_time_seconds_total{state="publish"}': learner.publishNanoseconds / 1e9,
      'manyhands_learner_time_seconds_total{state="checkpoint"}': learner.checkpointNanoseconds / 1e9,
      'manyhands_learner_time_seconds_total{state="other"}': learner.otherNanoseconds / 1e9,
      'manyhands_nonfinite_total{where="loss"}': learner.nonFiniteLoss,
      'manyhands_nonfinite_total{where="gradient"}': learner.nonFiniteGradient,
      'manyhands_nonfinite_total{where="weights"}': learner.nonFiniteWeights,
    });
    expect(samples.get('manyhands_updates_total')).toBe(learner.updates);
    expect(samples.get('manyhands_samples_total')).toBe(learner.samples);
    expect(samples.get('manyhands_policy_version')).toBe(learner.policyVersion);
    expect(samples.get('manyhands_weights_published_timestamp_seconds')).toBe(
      learner.publishedAtMilliseconds / 1000,
    );
    expect(samples.get('manyhands_weights_published_bytes_total')).toBe(learner.publishedBytes);
    expect(samples.get('manyhands_replay_size_transitions')).toBe(learner.replaySize);
    expect(samples.get('manyhands_replay_capacity_transitions')).toBe(learner.replayCapacity);
    expect(samples.get('manyhands_replay_inserts_total')).toBe(learner.envSteps);
    expect(samples.get('manyhands_replay_samples_total')).toBe(learner.samples);
    expect(samples.get('manyhands_loss{kind="total"}')).toBe(learner.loss);
    expect(samples.get('manyhands_loss{kind="policy"}')).toBe(learner.policyLoss);
    expect(samples.get('manyhands_loss{kind="value"}')).toBe(learner.valueLoss);
    expect(samples.get('manyhands_gradient_norm')).toBe(learner.gradientNorm);
    expect(samples.get('manyhands_entropy')).toBe(learner.entropy);
    expect(samples.get('manyhands_kl_divergence')).toBe(learner.klDivergence);
    expect(samples.get('manyhands_clip_ratio')).toBe(learner.clipRatio);
    expect(samples.get('manyhands_explained_variance_ratio')).toBe(learner.explainedVariance);
    expect(samples.get('manyhands_learning_rate')).toBe(learner.learningRate);
    expect(samples.get('manyhands_q_value_mean')).toBe(learner.qValueMean);
    expect(samples.get('manyhands_td_error_mean')).toBe(learner.tdErrorMean);
    expect(samples.get('manyhands_checkpoints_total')).toBe(learner.checkpoints);
    expect(samples.get('manyhands_checkpoint_failures_total')).toBe(learner.checkpointFailures);
    expect(samples.get('manyhands_checkpoint_last_success_timestamp_seconds')).toBe(
      learner.checkpointedAtMilliseconds / 1000,
    );
    expect(samples.get('manyhands_checkpoint_duration_seconds')).toBe(learner.checkpointMilliseconds / 1000);
    expect(samples.get('manyhands_evaluation_return_mean')).toBe(480.5);
    expect(samples.get('manyhands_evaluation_return_min')).toBe(200);
  });

  it('puts every nanosecond that a thread counts into exactly one state', async () => {
    const samples = await scrape(busySource);
    const total = (prefix: string) =>
      [...samples].filter(([name]) => name.startsWith(prefix)).reduce((sum, [, value]) => sum + value, 0);
    const counted = (counters: Readonly<Record<string, number>>, table: object) =>
      Object.keys(table)
        .filter((name) => name.endsWith('Nanoseconds'))
        .reduce((sum, name) => sum + counters[name]!, 0) / 1e9;
    // Rounding of a handful of float64 additions of numbers near 1e-6.
    expect(total('manyhands_learner_time_seconds_total')).toBeCloseTo(counted(learner, LEARNER_COUNTERS), 18);
    expect(total('manyhands_actor_time_seconds_total{actor="0"')).toBeCloseTo(
      counted(actor0, ACTOR_COUNTERS),
      18,
    );
  });

  it('shows histograms with cumulative buckets up to infinity', async () => {
    const text = await createRunRegistry(busySource).metrics();
    const lines = text.split('\n').filter((line) => line.includes('manyhands_update_duration_seconds'));
    expect(lines.slice(1)).toEqual([
      '# TYPE manyhands_update_duration_seconds histogram',
      'manyhands_update_duration_seconds_bucket{le="0.00001"} 2',
      'manyhands_update_duration_seconds_bucket{le="0.5"} 5',
      'manyhands_update_duration_seconds_bucket{le="+Inf"} 6',
      'manyhands_update_duration_seconds_sum 1.25',
      'manyhands_update_duration_seconds_count 6',
    ]);
  });

  it('reads each histogram under its own name, and takes one with a bucket for infinity', async () => {
    const sums = { updateDurationSeconds: 1, policyLagUpdates: 2, episodeReturn: 3, episodeLengthSteps: 4 };
    const samples = await scrape({
      ...busySource,
      histogram: (name) => ({
        buckets: [
          { le: 1, count: 4 },
          { le: Infinity, count: 9 },
        ],
        sum: sums[name],
        count: 9,
      }),
    });
    expect(samples.get('manyhands_update_duration_seconds_sum')).toBe(1);
    expect(samples.get('manyhands_policy_lag_updates_sum')).toBe(2);
    expect(samples.get('manyhands_episode_return_sum')).toBe(3);
    expect(samples.get('manyhands_episode_length_steps_sum')).toBe(4);
    expect([...samples.keys()].filter((name) => name.startsWith('manyhands_episode_return_bucket'))).toEqual([
      'manyhands_episode_return_bucket{le="1"}',
      'manyhands_episode_return_bucket{le="+Inf"}',
    ]);
  });

  it('leaves out what nobody measured yet, and starts counters at 0', async () => {
    const samples = await scrape(freshSource);
    const names = new Set([...samples.keys()].map((name) => name.replace(/\{.*|_(?:bucket|sum|count)$/, '')));
    const absent = Object.keys(RUN_SERIES).filter((name) => !names.has(name));
    expect(absent).toEqual([
      'manyhands_actor_policy_version',
      'manyhands_epsilon',
      'manyhands_actor_heartbeat_timestamp_seconds',
      'manyhands_actor_restarts_total',
      'manyhands_weights_published_timestamp_seconds',
      'manyhands_replay_size_transitions',
      'manyhands_replay_capacity_transitions',
      'manyhands_replay_inserts_total',
      'manyhands_replay_samples_total',
      'manyhands_loss',
      'manyhands_gradient_norm',
      'manyhands_q_value_mean',
      'manyhands_td_error_mean',
      'manyhands_entropy',
      'manyhands_kl_divergence',
      'manyhands_clip_ratio',
      'manyhands_explained_variance_ratio',
      'manyhands_learning_rate',
      'manyhands_checkpoint_last_success_timestamp_seconds',
      'manyhands_checkpoint_duration_seconds',
      'manyhands_evaluation_return_mean',
      'manyhands_evaluation_return_min',
    ]);
    expect(samples.get('manyhands_updates_total')).toBe(0);
    expect(samples.get('manyhands_env_steps_total{actor="0"}')).toBe(0);
  });

  it('leaves out the figures that an algorithm does not have', async () => {
    const figures = Object.fromEntries(Object.keys(UPDATE_FIGURES).map((name) => [name, NaN]));
    const samples = await scrape({
      ...busySource,
      learner: () => ({ ...learner, ...figures, policyLoss: -0.5, entropy: 0.25 }),
      actors: () => [actor0, { ...actor1, epsilon: NaN }],
    });
    const figureNames =
      /^manyhands_(?:loss|gradient|q_value|td_error|entropy|kl_|clip_|explained|learning_rate|epsilon)/;
    expect([...samples].filter(([name]) => figureNames.test(name))).toEqual([
      ['manyhands_epsilon{actor="0"}', actor0.epsilon],
      ['manyhands_loss{kind="policy"}', -0.5],
      ['manyhands_entropy', 0.25],
    ]);
  });

  it('leaves out a gauge of NaN and shows one of infinity', async () => {
    const samples = await scrape({
      ...busySource,
      learner: () => ({ ...learner, loss: NaN, gradientNorm: Infinity }),
    });
    expect(samples.has('manyhands_loss{kind="total"}')).toBe(false);
    const text = await createRunRegistry({
      ...busySource,
      learner: () => ({ ...learner, gradientNorm: Infinity }),
    }).metrics();
    expect(text).toContain('\nmanyhands_gradient_norm +Inf\n');
  });

  it('follows the totals from scrape to scrape', async () => {
    let updates = 10;
    const registry = createRunRegistry({ ...busySource, learner: () => ({ ...learner, updates }) });
    expect(await registry.metrics()).toContain('\nmanyhands_updates_total 10\n');
    updates = 25;
    expect(await registry.metrics()).toContain('\nmanyhands_updates_total 25\n');
    expect(await registry.metrics()).toContain('\nmanyhands_updates_total 25\n');
  });

  it('forgets an actor or a restart reason that the source no longer has', async () => {
    let numActors = 2;
    const registry = createRunRegistry({ ...busySource, actors: () => [actor0, actor1].slice(0, numActors) });
    expect(await registry.metrics()).toContain('manyhands_env_steps_total{actor="1"}');
    numActors = 1;
    expect(await registry.metrics()).not.toContain('manyhands_env_steps_total{actor="1"}');
  });

  it('reads the counters once a scrape, so that all series are of one moment', async () => {
    let numReads = 0;
    const registry = createRunRegistry({
      ...busySource,
      learner: () => {
        numReads += 1;
        return learner;
      },
    });
    await registry.metrics();
    expect(numReads).toBe(1);
    await registry.metrics();
    expect(numReads).toBe(2);
  });

  it('escapes label values', async () => {
    expect(await createRunRegistry(busySource).metrics()).toContain('run="a\\"b\\\\c"');
  });

  it('keeps away from the global registry and from other runs', async () => {
    const first = createRunRegistry(busySource);
    const second = createRunRegistry(freshSource);
    expect(globalRegistry.getMetricsAsArray()).toEqual([]);
    expect(await first.metrics()).toContain(`manyhands_updates_total ${learner.updates}\n`);
    expect(await second.metrics()).toContain('manyhands_updates_total 0\n');
  });

  it('gives the same as JSON', async () => {
    const metrics = await createRunRegistry(busySource).getMetricsAsJSON();
    const lag = metrics.find(({ name }) => name === 'manyhands_policy_lag_updates');
    expect(lag?.values.map(({ value }) => value)).toEqual([2, 5, 6, 1.25, 6]);
  });

  const promtool = spawnSync('promtool', ['--version']).error === undefined;
  if (!promtool)
    console.warn(
      'promtool is not installed (Debian package prometheus): its check of our metrics is skipped',
    );
  it.skipIf(!promtool)('passes promtool check metrics', async () => {
    const text = await createRunRegistry(busySource).metrics();
    // Three of prom-client's default metrics break rules of promtool; ours keep them all.
    const ours = text.split('\n').filter((line) => /^(?:# \w+ )?manyhands_/.test(line));
    const { status, stderr, stdout } = spawnSync('promtool', ['check', 'metrics'], {
      input: `${ours.join('\n')}\n`,
      encoding: 'utf8',
    });
    expect(stderr + stdout).toBe('');
    expect(status).toBe(0);
  });
});

describe('docs/metrics.md', () => {
  it('describes every series of a run once, with its type and labels, and no other', () => {
    const ours = documented.filter(({ name }) => name.startsWith('manyhands_'));
    const series: [string, Series][] = Object.entries(RUN_SERIES);
    expect(ours.map(({ name, type, labels }) => ({ name, type, labels })).sort(byName)).toEqual(
      series.map(([name, { type, labels }]) => ({ name, type, labels: [...labels] })).sort(byName),
    );
    for (const { name, numCells, isComplete } of ours)
      expect({ name, numCells, isComplete }).toEqual({ name, numCells: 6, isComplete: true });
  });

  it.runIf(process.platform === 'linux')(
    'describes every default metric once, with its type, and no other',
    () => {
      const registered = createRunRegistry(freshSource)
        .getMetricsAsArray()
        .filter(({ name }) => !name.startsWith('manyhands_'))
        .map(({ name, type }) => ({ name, type: String(type) }));
      const described = documented.filter(({ name }) => !name.startsWith('manyhands_'));
      expect(described.map(({ name, type }) => ({ name, type })).sort(byName)).toEqual(
        registered.sort(byName),
      );
    },
  );
});

const byName = (a: { readonly name: string }, b: { readonly name: string }) => (a.name < b.name ? -1 : 1);
