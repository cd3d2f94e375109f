import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openEvaluationsCsv } from '../../../src/metrics/evaluations-csv.js';
import { MonitorCsv } from '../../../src/metrics/monitor-csv.js';
import { openProgressCsv, PROGRESS_COLUMNS, type ProgressRow } from '../../../src/metrics/progress-csv.js';

/** What the directory of a made-up run holds. */
export interface RunOptions {
  readonly algorithm?: string;
  readonly environment?: string;
  readonly seed?: number;
  readonly targetReturn?: number | null;
  /** Makes the criterion one of training, over so many episodes. */
  readonly criterionEpisodes?: number;
  readonly learningRate?: number;
  /** Return, length and seconds since the first line of the file. */
  readonly episodes?: readonly (readonly [number, number, number])[];
  /** Env steps, seconds and mean return. */
  readonly evaluations?: readonly (readonly [number, number, number])[];
  readonly progress?: readonly Partial<ProgressRow>[];
}

/** Writes a run's directory, its files with the writers that runs have. @returns its path */
export function writeRun(folder: string, name: string, options: RunOptions = {}): string {
  const path = join(folder, name);
  mkdirSync(path, { recursive: true });
  writeConfig(path, options);
  writeEpisodes(path, options);
  const evaluations = openEvaluationsCsv(join(path, 'evaluations.csv'));
  for (const [envSteps, timeSeconds, meanReturn] of options.evaluations ?? []) {
    const counts = { updates: 1, policyVersion: 1, episodes: 10, seed: 7 };
    evaluations.append({ timeSeconds, envSteps, meanReturn, stdReturn: 0, minReturn: 0, ...counts });
  }
  evaluations.close();
  const progress = openProgressCsv(join(path, 'progress.csv'));
  const empty = Object.fromEntries(PROGRESS_COLUMNS.map((column) => [column, null]));
  for (const row of options.progress ?? []) progress.append({ ...empty, ...row } as ProgressRow);
  progress.close();
  return path;
}

function writeConfig(path: string, options: RunOptions): void {
  const { algorithm = 'dqn', environment = 'Cliff-v0', seed = 0, targetReturn = 90 } = options;
  const { criterionEpisodes, learningRate = 0.001 } = options;
  const config = {
    env: { id: environment },
    algorithm: { name: algorithm, hidden: [64, 64] },
    optimizer: { learningRate },
    evaluation: {
      criterion: criterionEpisodes === undefined ? 'greedy' : 'training',
      targetReturn,
      episodes: criterionEpisodes ?? 100,
    },
    metrics: { port: 9000 + seed },
    run: { seed, out: path },
  };
  // JSON is YAML.
  writeFileSync(join(path, 'config.yaml'), JSON.stringify(config));
}

function writeEpisodes(path: string, { episodes = [], environment = 'Cliff-v0' }: RunOptions): void {
  let now = 0;
  const file = new MonitorCsv(join(path, 'episodes.monitor.csv'), environment, () => now);
  for (const [episodeReturn, length, time] of episodes) {
    now = time * 1000;
    file.append(1, [episodeReturn], [length]);
  }
  file.close();
}

/** A run that learns for `count` episodes of ten steps, half a second each. */
export function learning(count: number, about: RunOptions = {}): RunOptions {
  return {
    episodes: Array.from({ length: count }, (_, i) => [i + 1, 10, i / 2] as const),
    evaluations: [
      [5 * count, count / 4, count / 2],
      [10 * count, count / 2, count],
    ],
    progress: [1, 2, 3, 4].map((quarter) => ({
      timeSeconds: (quarter * count) / 8 + 0.25,
      envSteps: (quarter * 10 * count) / 4,
      episodes: (quarter * count) / 4,
      updates: quarter * 100,
      loss: 1 / quarter,
      epsilon: 1 - quarter / 4,
    })),
    ...about,
  };
}
