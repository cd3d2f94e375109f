import { mkdirSync, readdirSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { SettledConfig } from '../shared/config/run-config.js';
import { writeFileDurably } from '../shared/durable-file.js';
import { expected, messageOf } from '../shared/errors.js';

/** Where runs are kept that were given no place, in the current folder. */
export const RUNS_FOLDER = 'runs';

/** Where a run keeps its files. */
export interface RunDirectory {
  /** Absolute. */
  readonly path: string;
  /** Its last part: the name of the run. */
  readonly name: string;
  readonly config: string;
  /** How `learner.engine: auto` was settled; only there if it was asked for. */
  readonly engineChoice: string;
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
    engineChoice: join(root, 'engine-choice.json'),
    progress: join(root, 'progress.csv'),
    episodes: join(root, 'episodes.monitor.csv'),
    evaluations: join(root, 'evaluations.csv'),
    tensorboard: join(root, 'tb'),
    checkpoints: join(root, 'checkpoints'),
    summary: join(root, 'summary.json'),
  };
}

/**
 * Makes the directory of a new run. Nobody else gets the same, in this process or in another.
 *
 * @param now - names the run when the config does not
 * @throws ManyhandsError `ERR_RUN_DIRECTORY` if it holds something already, or cannot be made: what is stored stays
 */
export function createRunDirectory({ env, algorithm, run }: SettledConfig, now: Date): RunDirectory {
  const time = now.toISOString().replace(/[-:]/g, '').replace(/\..*/, 'Z');
  const named = join(RUNS_FOLDER, `${env.id}-${algorithm.name}-${run.seed}-${time}`);
  for (let number = 1; ; number++) {
    // Two runs of one second get numbers.
    const directory = runDirectoryAt(run.out ?? (number === 1 ? named : `${named}-${number}`));
    if (claim(directory)) return directory;
    if (run.out === null) continue;
    throw expected(
      'ERR_RUN_DIRECTORY',
      `run directory ${directory.path}`,
      'a new or empty folder',
      'one with files in it; choose another with --out',
    );
  }
}

/** @returns false if the directory belongs to another run or holds something else */
function claim({ path, checkpoints }: RunDirectory): boolean {
  try {
    mkdirSync(path, { recursive: true });
    if (readdirSync(path).length > 0) return false;
    // Of two runs that both find it empty, one makes this folder and the other learns that it is there.
    return mkdirSync(checkpoints, { recursive: true }) !== undefined;
  } catch (cause) {
    const got = messageOf(cause);
    throw expected('ERR_RUN_DIRECTORY', `run directory ${path}`, 'a folder to write to', got, { cause });
  }
}

/** Writes the settled config, every default written out. */
export async function writeConfig(directory: RunDirectory, config: SettledConfig): Promise<void> {
  const { toYaml } = await import('./config/to-yaml.js');
  writeFileDurably(directory.config, toYaml(config));
}
