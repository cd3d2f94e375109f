import { statSync } from 'node:fs';
import { z } from 'zod';
import { environmentOptions } from '../actors/environment-options.js';
import { loadEnvironmentModule } from '../actors/envs/load-module.js';
import { environmentSpec } from '../actors/envs/registry.js';
import type { RunDescription } from '../dashboard/protocol.js';
import { networksOf } from '../learner/algorithms/networks.js';
import { readManifest } from '../learner/checkpoints/read-checkpoint.js';
import { envSchema } from '../shared/config/env.js';
import { expected, ManyhandsError } from '../shared/errors.js';
import { resolveConfig } from './config/resolve.js';
import { loadYaml } from './config/yaml-text.js';
import { describeRun } from './describe-run.js';
import type { EndingSummary } from './ending.js';
import type { ProgressFacts } from './progress-readings.js';
import { actingPart, networkOf } from './read-policy-checkpoint.js';
import { parseRecorded, readFirstBytes, readIfThere } from './recorded-file.js';
import { runDirectoryAt, type RunDirectory } from './run-directory.js';

/** What the directory of a run says of it, apart from what happened. */
export interface RecordedRun {
  readonly directory: RunDirectory;
  readonly description: RunDescription;
  readonly facts: ProgressFacts;
  /** Most time between two rows of progress. */
  readonly logIntervalSeconds: number;
}

/** What is read of a settled config. Older and newer versions may have other settings beside. */
const recordedConfig = z.object({
  env: z.object(envSchema.shape),
  algorithm: z.object({ name: z.string() }),
  actors: z.object({ count: z.int().positive(), blockLength: z.int().positive() }),
  replay: z.object({ capacity: z.int().positive().nullable().default(null) }),
  learner: z.object({ engine: z.string() }),
  evaluation: z.object({
    actions: z.enum(['greedy', 'sampled']).default('greedy'),
    targetReturn: z.number().nullable(),
  }),
  metrics: z.object({ logIntervalSeconds: z.number().positive() }),
  run: z.object({ mode: z.enum(['sync', 'async']), seed: z.int(), steps: z.int().positive() }),
});

/** What is read of `summary.json`. */
const recordedSummary = z.object({
  environment: z.string(),
  reason: z.enum(['solved', 'steps', 'episodes', 'stopped', 'non-finite']),
  envSteps: z.int(),
  solvedAtEnvSteps: z.int().nullable(),
  evaluation: z
    .object({
      episodes: z.int(),
      actions: z.enum(['greedy', 'sampled']).default('greedy'),
      meanReturn: z.number(),
    })
    .nullable(),
});

/**
 * Reads what a run's directory says that does not change any more.
 *
 * @param path - of a run that is over or under way, in this or another process
 * @throws ManyhandsError `ERR_USAGE` if `path` is no run directory, `ERR_RUN_DIRECTORY` or `ERR_CHECKPOINT_*` if a file in it
 *   is damaged, `ERR_ENV_*` if there is no checkpoint yet and the environment, which says what the network is, is not to be had
 */
export async function openRecordedRun(path: string): Promise<RecordedRun> {
  const directory = runDirectoryAt(path);
  const text = readIfThere(directory.config);
  if (text === undefined) {
    const got =
      statSync(path, { throwIfNoEntry: false }) === undefined ? 'nothing there' : 'no config.yaml in it';
    throw expected('ERR_USAGE', path, 'the directory of a run that manyhands train wrote', got);
  }
  const config = parseRecorded(recordedConfig, directory.config, () =>
    loadYaml().parse(text, { logLevel: 'error' }),
  );
  const { actors, env, metrics, replay } = config;
  return {
    directory,
    description: describeRun(config, {
      name: directory.name,
      ...(await readPolicy(directory)),
      ...readStart(directory),
    }),
    facts: {
      stepsPerBlock: (env.count * actors.blockLength) / actors.count,
      replayCapacity: replay.capacity,
    },
    logIntervalSeconds: metrics.logIntervalSeconds,
  };
}

/**
 * How a run ended.
 *
 * @returns undefined if it has not, or was killed
 * @throws ManyhandsError `ERR_RUN_DIRECTORY` if `summary.json` is damaged
 */
export function readSummary({ summary }: RunDirectory): EndingSummary | undefined {
  const text = readIfThere(summary);
  return text === undefined
    ? undefined
    : parseRecorded(recordedSummary, summary, () => JSON.parse(text) as unknown);
}

/** What acts, and the version that made it: a checkpoint says both. Before the first, the config says what it will be. */
async function readPolicy(directory: RunDirectory): Promise<Pick<RunDescription, 'network' | 'version'>> {
  try {
    const { manifest } = readManifest(directory.checkpoints);
    const network = actingPart(networkOf(directory.checkpoints, manifest));
    return { network, version: manifest.manyhandsVersion };
  } catch (error) {
    if (!(error instanceof ManyhandsError) || error.code !== 'ERR_CHECKPOINT_MISSING') throw error;
  }
  const { env, algorithm } = resolveConfig({ file: directory.config });
  if (env.module !== null) await loadEnvironmentModule(env.module);
  const { observationSpace, actionSpace } = environmentSpec(env.id, environmentOptions(env));
  return { network: networksOf(algorithm, observationSpace, actionSpace).acting, version: 'unknown' };
}

const MONITOR_START = /^#\{"t_start": ([0-9.]+), /;
/** Enough for the start of the file. */
const START_BYTES = 256;

/** When the run began: its list of episodes says so, and once it is there, the config was just written. */
function readStart({ episodes, config }: RunDirectory): Pick<RunDescription, 'startedAtMilliseconds'> {
  const match = MONITOR_START.exec(readFirstBytes(episodes, START_BYTES));
  return { startedAtMilliseconds: match === null ? statSync(config).mtimeMs : 1000 * Number(match[1]) };
}
