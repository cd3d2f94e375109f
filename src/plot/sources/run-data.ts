import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { loadYaml } from '../../runtime/config/yaml-text.js';
import { runDirectoryAt, type RunDirectory } from '../../runtime/run-directory.js';
import { expected, messageOf } from '../../shared/errors.js';

/** What a plot says of a run beside its figures, as its `config.yaml` has it. */
export interface RunData {
  readonly directory: RunDirectory;
  readonly algorithm: string;
  readonly environment: string;
  readonly seed: number;
  /** Episodes that the criterion takes the mean over, where it is the latest of training; null for another criterion. */
  readonly criterionEpisodes: number | null;
  readonly targetReturn: number | null;
  /** Every setting by its path, such as `optimizer.learningRate`. */
  readonly settings: ReadonlyMap<string, string>;
}

/** What is needed of a config; versions to come may add to it. */
const configSchema = z.object({
  env: z.object({ id: z.string() }),
  algorithm: z.object({ name: z.string() }),
  run: z.object({ seed: z.number() }),
  evaluation: z.object({
    criterion: z.string(),
    targetReturn: z.number().nullable(),
    episodes: z.number(),
  }),
});

/**
 * Reads what a run is. Its figures are read when they are drawn.
 *
 * @throws ManyhandsError `ERR_RUN_DIRECTORY` when its `config.yaml` cannot be read or is none
 */
export function readRun(path: string): RunData {
  const directory = runDirectoryAt(path);
  const settings = parse(directory.config);
  const { data, error } = configSchema.safeParse(settings);
  if (error) {
    const { path: key, message } = error.issues[0]!;
    throw notAConfig(directory.config, `${key.join('.') || 'the file'}: ${message}`);
  }
  const { env, algorithm, run, evaluation } = data;
  return {
    directory,
    algorithm: algorithm.name,
    environment: env.id,
    seed: run.seed,
    criterionEpisodes: evaluation.criterion === 'training' ? evaluation.episodes : null,
    targetReturn: evaluation.targetReturn,
    settings: new Map(flatten(settings, [])),
  };
}

function parse(path: string): unknown {
  try {
    return loadYaml().parse(readFileSync(path, 'utf8'), { logLevel: 'error' });
  } catch (cause) {
    throw notAConfig(path, messageOf(cause).split('\n', 1)[0]!, cause);
  }
}

const notAConfig = (path: string, got: string, cause?: unknown) =>
  expected('ERR_RUN_DIRECTORY', path, 'the config of a run', got, { cause });

function* flatten(value: unknown, path: readonly string[]): Generator<[string, string]> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
    for (const [key, child] of Object.entries(value)) yield* flatten(child, [...path, key]);
  } else {
    yield [path.join('.'), typeof value === 'string' ? value : JSON.stringify(value)];
  }
}
