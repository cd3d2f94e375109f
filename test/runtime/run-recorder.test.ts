import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CsvFile } from '../../src/metrics/csv.js';
import { resolveConfig } from '../../src/runtime/config/resolve.js';
import { prepareRun } from '../../src/runtime/prepare-run.js';
import { runDirectoryAt, type RunDirectory } from '../../src/runtime/run-directory.js';
import { RunMeter } from '../../src/runtime/run-meter.js';
import { RunRecorder } from '../../src/runtime/run-recorder.js';
import { ManyhandsError } from '../../src/shared/errors.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { readRows } from './support/run-files.js';

const folder = temporaryFolder();

describe('RunRecorder', () => {
  let directory: RunDirectory;
  let meter: RunMeter;
  let recorder: RunRecorder;
  beforeEach(async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    directory = runDirectoryAt(join(folder, String(readdirSync(folder).length)));
    mkdirSync(directory.path);
    const { memory, config, unroll } = await prepareRun(resolveConfig());
    meter = new RunMeter(memory, config, unroll);
    const settings = { environmentId: 'CartPole-v1', learningRate: 0.5, intervalSeconds: 2 };
    recorder = await RunRecorder.create(meter, directory, settings);
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.useRealTimers();
  });

  it('writes a row of progress every interval and one at the end', () => {
    meter.learner.set('envSteps', 100);
    vi.advanceTimersByTime(1999);
    vi.advanceTimersByTime(1);
    meter.learner.set('envSteps', 300);
    meter.learner.set('updates', 7);
    meter.learner.set('loss', 0.25);
    vi.advanceTimersByTime(2000);
    meter.learner.set('envSteps', 350);
    recorder.close();
    vi.advanceTimersByTime(10_000);
    const rows = readRows(directory.progress);
    expect(rows.map((row) => row['env_steps'])).toEqual(['100', '300', '350']);
    // Before the first update a loss of zero would be a lie.
    expect(rows.map((row) => row['loss'])).toEqual(['', '0.25', '0.25']);
    expect(rows.map((row) => row['learning_rate'])).toEqual(['0.5', '0.5', '0.5']);
  });

  it('keeps every episode and every evaluation', () => {
    const episodes = Float64Array.of(0, 11.5, 11, 3, 1, -2, 7, 3);
    recorder.recordReport({ envSteps: 10, updates: 1, episodes, meanReturn: 4.75 });
    recorder.recordReport({ envSteps: 20, updates: 2, episodes: new Float64Array(), meanReturn: 4.75 });
    const evaluation = {
      ...{ policyVersion: 3, envSteps: 18, episodes: 5, seed: 7 },
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
    vi.advanceTimersByTime(2000);
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
