import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { UPDATE_METRIC_NAMES } from '../../src/learner/update-metrics.js';
import { CsvFile, snakeCase } from '../../src/metrics/csv.js';
import { PROGRESS_COLUMNS } from '../../src/metrics/progress-csv.js';
import { TensorBoardWriter } from '../../src/metrics/tensorboard.js';
import { resolveConfig } from '../../src/runtime/config/resolve.js';
import { prepareRun } from '../../src/runtime/prepare-run.js';
import { runDirectoryAt, type RunDirectory } from '../../src/runtime/run-directory.js';
import { RunMeter } from '../../src/runtime/run-meter.js';
import { RunRecorder } from '../../src/runtime/run-recorder.js';
import { ManyhandsError } from '../../src/shared/errors.js';
import { ACTOR_STATES, LEARNER_STATES } from '../../src/shared/telemetry.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { readRows } from './support/run-files.js';

const folder = temporaryFolder();

describe('RunRecorder', () => {
  let directory: RunDirectory;
  let meter: RunMeter;
  let recorder: RunRecorder;
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: 0 });
    directory = runDirectoryAt(join(folder, String(readdirSync(folder).length)));
    mkdirSync(directory.path);
    const { memory, config, unroll } = await prepareRun(resolveConfig());
    meter = new RunMeter(memory, config, unroll);
    const read = meter.read.bind(meter);
    vi.spyOn(meter, 'read').mockImplementation(() => ({ ...read(), timeSeconds: Date.now() / 1000 }));
    const settings = { environmentId: 'CartPole-v1', maxIntervalSeconds: 0.08 };
    recorder = await RunRecorder.create(meter, directory, settings);
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.useRealTimers();
  });

  it('writes rows of progress at growing intervals and one at the end', () => {
    for (let millisecond = 0; millisecond < 1000; millisecond++) {
      meter.learner.set('envSteps', millisecond);
      vi.advanceTimersByTime(1);
    }
    meter.learner.set('envSteps', 5000);
    recorder.close();
    vi.advanceTimersByTime(10_000);
    const steps = readRows(directory.progress).map((row) => Number(row['env_steps']));
    const early = Array.from({ length: 10 }, (_, i) => 50 * i + 49);
    // From half a second on a tenth of the time so far, in whole milliseconds, until that is more than the 80 asked for.
    const later = [549, 604, 664, 730, 803, 883, 963];
    expect(steps).toEqual([...early, ...later, 5000]);
  });

  it('has no figures of updates before the first', () => {
    vi.advanceTimersByTime(50);
    meter.learner.set('updates', 7);
    meter.learner.set('loss', 0.25);
    meter.learner.set('learningRate', 0.5);
    vi.advanceTimersByTime(50);
    recorder.close();
    const rows = readRows(directory.progress);
    // Before the first update a loss of zero would be a lie.
    expect(rows.map((row) => row['loss'])).toEqual(['', '0.25', '0.25']);
    expect(rows.map((row) => row['learning_rate'])).toEqual(['', '0.5', '0.5']);
  });

  it('leaves the cells of what an algorithm does not have empty', () => {
    // As a policy gradient without replay and without epsilon would count.
    meter.learner.set('updates', 1);
    meter.learner.set('replayCapacity', 0);
    for (const name of UPDATE_METRIC_NAMES) meter.learner.set(name, NaN);
    meter.learner.set('policyLoss', -0.5);
    meter.learner.set('klDivergence', 0.125);
    meter.actors[0]!.set('blocks', 1);
    meter.actors[0]!.set('epsilon', NaN);
    recorder.close();
    const [row] = readRows(directory.progress);
    expect(row).toMatchObject({ policy_loss: '-0.5', kl_divergence: '0.125' });
    for (const name of [
      'loss',
      'q_value_mean',
      'td_error_mean',
      'entropy',
      'epsilon',
      'replay_size',
      'replay_capacity',
    ])
      expect(row![name], name).toBe('');
  });

  it('has a cell for every figure of an update', () => {
    meter.learner.set('updates', 1);
    const wanted = UPDATE_METRIC_NAMES.map((name, i) => {
      meter.learner.set(name, (i + 1) / 8);
      return [snakeCase(name), String((i + 1) / 8)] as const;
    });
    recorder.close();
    expect(readRows(directory.progress)[0]).toMatchObject(Object.fromEntries(wanted));
  });

  it('says where the time of every interval went, and how full the rings and the table are', () => {
    meter.learner.set('replayCapacity', 1000);
    meter.learner.set('replaySize', 250);
    const states = { learner: LEARNER_STATES, actor: ACTOR_STATES };
    for (const [i, state] of states.learner.entries()) meter.learner.set(`${state}Nanoseconds`, 2 ** i * 1e9);
    for (const [i, state] of states.actor.entries())
      for (const actor of meter.actors) actor.set(`${state}Nanoseconds`, 2 ** i * 1e9);
    vi.advanceTimersByTime(50);
    meter.learner.set('trainNanoseconds', 5e9);
    recorder.close();
    const [row, last] = readRows(directory.progress);
    const columns = (thread: string): string[] =>
      PROGRESS_COLUMNS.map(snakeCase).filter((name) => name.startsWith(thread));
    expect(columns('learner_').map((name) => Number(row![name]) * 63)).toEqual([1, 2, 4, 8, 16, 32]);
    expect(columns('actor_').map((name) => Number(row![name]) * 31)).toEqual(
      [1, 2, 4, 8, 16].map((x) => expect.closeTo(x, 9) as number),
    );
    expect(row).toMatchObject({ replay_size: '250', replay_capacity: '1000', ring_fill_ratio: '0' });
    // Of the interval alone; and of actors that counted nothing in it there is nothing to say.
    expect(last).toMatchObject({ learner_train_ratio: '1', learner_wait_ratio: '0', actor_env_ratio: '' });
  });

  it('tags for TensorBoard what is a number, and the loss of what learns action values as a TD loss', () => {
    const append = vi.spyOn(TensorBoardWriter.prototype, 'append');
    meter.learner.set('updates', 1);
    for (const name of UPDATE_METRIC_NAMES) meter.learner.set(name, NaN);
    meter.learner.set('loss', 0.25);
    const policyGradient = {
      ...{ learningRate: 0.5, policyLoss: 1, valueLoss: 2, entropy: 3, klDivergence: 4, clipRatio: 5 },
      explainedVariance: 6,
    };
    for (const [name, value] of Object.entries(policyGradient))
      meter.learner.set(name as keyof typeof policyGradient, value);
    vi.advanceTimersByTime(50);
    expect(append.mock.lastCall![1]).toMatchObject({ ...policyGradient, tdLoss: NaN, qValueMean: NaN });
    meter.learner.set('qValueMean', 8);
    recorder.close();
    expect(append.mock.lastCall![1]).toMatchObject({ tdLoss: 0.25, qValueMean: 8 });
  });

  it('keeps every episode and every evaluation', () => {
    const episodes = Float64Array.of(0, 11.5, 11, 3, 1, -2, 7, 3);
    recorder.recordReport({ envSteps: 10, updates: 1, episodes, meanReturn: 4.75 });
    recorder.recordReport({ envSteps: 20, updates: 2, episodes: new Float64Array(), meanReturn: 4.75 });
    const evaluation = {
      ...{ policyVersion: 3, envSteps: 18, episodes: 5, seed: 7, actions: 'greedy' as const },
      ...{ meanReturn: 80, stdReturn: 2, minReturn: 77 },
    };
    recorder.recordEvaluation(evaluation, 1.5, 40);
    recorder.close();
    const monitor = readFileSync(directory.episodes, 'utf8').split('\r\n');
    expect(monitor.slice(1, -1).map((line) => line.split(',').slice(0, 2))).toEqual([
      ['11.5', '11'],
      ['-2.0', '7'],
    ]);
    expect(readRows(directory.evaluations)).toEqual([
      {
        ...{ time_seconds: '1.5', env_steps: '18', updates: '40', policy_version: '3', episodes: '5' },
        ...{ seed: '7', mean_return: '80', std_return: '2', min_return: '77' },
      },
    ]);
    expect(readRows(directory.progress)).toMatchObject([
      { episode_return_mean: '4.75', evaluation_return_mean: '80' },
    ]);
  });

  it('lets the run go on when a row cannot be written, and says so at the end, with every file closed', () => {
    const full = new ManyhandsError('ERR_RUN_DIRECTORY', 'no space left on device');
    vi.spyOn(CsvFile.prototype, 'append').mockImplementation(() => {
      throw full;
    });
    vi.advanceTimersByTime(50);
    recorder.recordReport({
      envSteps: 10,
      updates: 1,
      episodes: Float64Array.of(0, 11, 11, 3),
      meanReturn: 11,
    });
    expect(() => recorder.close()).toThrow(full);
    // Closed, so what was in its buffer is in the file.
    expect(readFileSync(directory.episodes, 'utf8')).toMatch(/\r\n11\.0,11,[\d.]+\r\n$/);
  });
});
