import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { SettledConfig } from '../shared/config/run-config.js';
import { writeFileDurably } from '../shared/durable-file.js';
import { expected, messageOf } from '../shared/errors.js';

/** Where a run keeps its files. */
export interface RunDirectory {
  /** Absolute. */
  readonly path: string;
  /** Its last part: the name of the run. */
  readonly name: string;
  readonly config: string;
  readonly progress: string;
  readonly episodes: string;
  readonly evaluations: string;
  readonly tensorboard: string;
  readonly checkpoints: string;
  readonly summary: string;
}

/** The files of a run at `path`. */
export function runDirectoryAt(path: string): RunDirectory {
  const root = resolve(path);
  return {
    path: root,
    name: basename(root),
    config: join(root, 'config.yaml'),
    progress: join(root, 'progress.csv'),
    episodes: join(root, 'episodes.monitor.csv'),
    evaluations: join(root, 'evaluations.csv'),
    tensorboard: join(root, 'tb'),
    checkpoints: join(root, 'checkpoints'),
    summary: join(root, 'summary.json'),
  };
}

/**
 * Makes the directory of a new run.
 *
 * @param now - names the run when the config does not
 * @throws ManyhandsError `ERR_RUN_DIRECTORY` if it holds something already, or cannot be made: what is stored stays
 */
export function createRunDirectory({ env, algorithm, run }: SettledConfig, now: Date): RunDirectory {
  const time = now.toISOString().replace(/[-:]/g, '').replace(/\..*/, 'Z');
  const wanted = run.out ?? unusedPath(join('runs', `${env.id}-${algorithm.name}-${run.seed}-${time}`));
  const directory = runDirectoryAt(wanted);
  try {
    mkdirSync(directory.path, { recursive: true });
    if (readdirSync(directory.path).length === 0) return directory;
  } catch (cause) {
    throw expected(
      'ERR_RUN_DIRECTORY',
      `run directory ${directory.path}`,
      'a folder to write to',
      messageOf(cause),
      { cause },
    );
  }
  const fix = 'choose another with --out';
  throw expected(
    'ERR_RUN_DIRECTORY',
    `run directory ${directory.path}`,
    'a new or empty folder',
    `one with files in it; ${fix}`,
  );
}

/** Two runs of one second get numbers. */
function unusedPath(path: string): string {
  for (let number = 1; ; number++) {
    const candidate = number === 1 ? path : `${path}-${number}`;
    if (!existsSync(candidate)) return candidate;
  }
}

/** Writes the settled config, every default written out. */
export async function writeConfig(directory: RunDirectory, config: SettledConfig): Promise<void> {
  const { toYaml } = await import('./config/to-yaml.js');
  writeFileDurably(directory.config, toYaml(config));
}
