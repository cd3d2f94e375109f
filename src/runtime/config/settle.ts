import type { RunConfig, SettledConfig } from '../../shared/config/run-config.js';
import { SYNC_SAMPLES_PER_INSERT } from '../../shared/config/replay.js';
import { DEFAULT_STEPS, DEFAULT_UNLIMITED_STEPS } from '../../shared/config/run.js';
import { deepFreeze } from './deep-freeze.js';
import { autoErrorBuffer } from './rate-limiter-bounds.js';
import type { AlgorithmConfig } from './schema.js';

/** What settings may leave to the environment. */
export interface EnvironmentFacts {
  /** Its time limit; null if it has none. */
  readonly maxEpisodeSteps: number | null;
  /** Mean return at which it counts as solved; null if nobody has said. */
  readonly returnThreshold: number | null;
}

/**
 * Replaces every `auto` and `threshold` by what it stands for. Settling a settled config changes nothing, on any
 * machine, so one read back from `config.yaml` gives the same run.
 *
 * @param cores - cores of the machine, for `actors.count: auto`
 */
export function settle(
  config: RunConfig<AlgorithmConfig>,
  environment: EnvironmentFacts,
  cores: number,
): SettledConfig<AlgorithmConfig> {
  const { env, actors, replay, evaluation, run } = config;
  const round = env.count * actors.blockLength;
  const samplesPerInsert = settleSamplesPerInsert(config);
  const steps = settleSteps(run.steps, samplesPerInsert, round);
  return deepFreeze({
    ...config,
    env: { ...env, maxEpisodeSteps: env.maxEpisodeSteps ?? environment.maxEpisodeSteps },
    actors: {
      ...actors,
      count: actors.count === 'auto' ? Math.min(env.count, Math.max(1, cores - 1)) : actors.count,
    },
    replay: { ...replay, samplesPerInsert, errorBuffer: settleErrorBuffer(config, samplesPerInsert, round) },
    evaluation: {
      ...evaluation,
      targetReturn: settleTarget(evaluation.targetReturn, environment.returnThreshold),
      everySteps:
        evaluation.everySteps === 'auto' ? round * Math.ceil(steps / 200 / round) : evaluation.everySteps,
    },
    run: { ...run, steps },
  });
}

function settleSteps(
  steps: RunConfig['run']['steps'],
  samplesPerInsert: number | 'unlimited',
  round: number,
): number {
  if (steps !== 'auto') return steps;
  return Math.max(round, samplesPerInsert === 'unlimited' ? DEFAULT_UNLIMITED_STEPS : DEFAULT_STEPS);
}

function settleSamplesPerInsert({ replay, run }: RunConfig): number | 'unlimited' {
  if (replay.samplesPerInsert !== 'auto') return replay.samplesPerInsert;
  return run.mode === 'sync' ? SYNC_SAMPLES_PER_INSERT : 'unlimited';
}

function settleErrorBuffer(
  { replay, learner, run }: RunConfig,
  samplesPerInsert: number | 'unlimited',
  round: number,
): number | null {
  if (run.mode === 'sync' || samplesPerInsert === 'unlimited') return null;
  if (replay.errorBuffer !== 'auto') return replay.errorBuffer;
  // A whole round, not one actor's block of it: what a config settles to must fit any number of actors.
  const traffic = { samplesPerInsert, insertSize: round, batchSize: learner.batchSize };
  return autoErrorBuffer(traffic, replay.minSize);
}

function settleTarget(
  target: RunConfig['evaluation']['targetReturn'],
  threshold: number | null,
): number | null {
  if (target === 'threshold') return threshold;
  return target === 'none' ? null : target;
}
