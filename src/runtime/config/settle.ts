import type { AlgorithmConfig } from '../../learner/algorithms/config.js';
import { minibatchSize } from '../../shared/config/learner.js';
import type { RunConfig, SettledConfig, SettledReplayConfig } from '../../shared/config/run-config.js';
import { expected } from '../../shared/errors.js';
import { MAX_BATCH } from '../../shared/network/batch.js';
import { SYNC_SAMPLES_PER_INSERT, type UniformReplayConfig } from '../../shared/config/replay.js';
import { DEFAULT_STEPS, DEFAULT_UNLIMITED_STEPS } from '../../shared/config/run.js';
import { deepFreeze } from './deep-freeze.js';
import { autoErrorBuffer } from './rate-limiter-bounds.js';

/** What settings may leave to the environment. */
export interface EnvironmentFacts {
  /** Its time limit; null if it has none. */
  readonly maxEpisodeSteps: number | null;
  /** Mean return at which it counts as solved; null if nobody has said. */
  readonly returnThreshold: number | null;
}

/**
 * Replaces every `auto` and `threshold` by what it stands for. Settling a settled config changes nothing, on any
 * machine, so one read back from `config.yaml` gives the same run. `learner.engine: auto` is `simd` until engines have been timed.
 *
 * @param cores - cores of the machine, for `actors.count: auto`
 */
export function settle(
  config: RunConfig<AlgorithmConfig>,
  environment: EnvironmentFacts,
  cores: number,
): SettledConfig<AlgorithmConfig> {
  const { env, actors, learner, evaluation, run } = config;
  const round = env.count * actors.blockLength;
  const maxEpisodeSteps = env.maxEpisodeSteps ?? environment.maxEpisodeSteps;
  const batchSize = settleBatchSize(config, round, maxEpisodeSteps);
  expectRowsForThreads(learner.threads, batchSize);
  const replay = settleReplay(config, batchSize, round);
  const steps = settleSteps(run.steps, replay, round);
  return deepFreeze({
    ...config,
    env: { ...env, maxEpisodeSteps },
    actors: {
      ...actors,
      count:
        actors.count === 'auto' ? Math.min(env.count, Math.max(1, cores - learner.threads)) : actors.count,
    },
    replay,
    learner: { ...learner, engine: learner.engine === 'auto' ? 'simd' : learner.engine, batchSize },
    evaluation: {
      ...evaluation,
      targetReturn: settleTarget(evaluation.targetReturn, environment.returnThreshold),
      everySteps:
        evaluation.everySteps === 'auto' ? round * Math.ceil(steps / 200 / round) : evaluation.everySteps,
    },
    run: { ...run, steps },
  });
}

function settleSteps(steps: RunConfig['run']['steps'], replay: SettledReplayConfig, round: number): number {
  if (steps !== 'auto') return steps;
  const isUnlimited = replay.kind !== 'none' && replay.samplesPerInsert === 'unlimited';
  return Math.max(round, isUnlimited ? DEFAULT_UNLIMITED_STEPS : DEFAULT_STEPS);
}

/** @throws ManyhandsError `ERR_CONFIG` if whole episodes are learned from and this is not how many steps they can have */
function settleBatchSize(
  { algorithm, learner }: RunConfig<AlgorithmConfig>,
  round: number,
  maxEpisodeSteps: number | null,
): number {
  switch (algorithm.name) {
    case 'dqn':
      return minibatchSize(learner);
    case 'ppo':
      return learner.batchSize === 'auto' ? Math.min(minibatchSize(learner), round) : learner.batchSize;
    case 'a2c':
    case 'impala':
      return learner.batchSize === 'auto' ? round : learner.batchSize;
    case 'reinforce':
    case 'actor-critic': {
      if (maxEpisodeSteps === null) {
        const fix = `an update of ${algorithm.name} takes whole episodes, and every one has to end`;
        throw expected('ERR_CONFIG', 'env.maxEpisodeSteps', 'a time limit', `none; ${fix}`);
      }
      const longest = algorithm.episodesPerUpdate * maxEpisodeSteps;
      if (longest > MAX_BATCH) {
        const subject = 'algorithm.episodesPerUpdate * env.maxEpisodeSteps';
        const fix = `an update of ${algorithm.name} takes whole episodes: lower one of the two`;
        throw expected('ERR_CONFIG', subject, `at most ${MAX_BATCH}`, `${longest}; ${fix}`);
      }
      if (learner.batchSize === 'auto' || learner.batchSize === longest) return longest;
      const fix = `an update of ${algorithm.name} takes whole episodes`;
      throw expected('ERR_CONFIG', 'learner.batchSize', `${longest} or auto`, `${learner.batchSize}; ${fix}`);
    }
  }
}

/** @throws ManyhandsError `ERR_CONFIG` if a thread would be without a row */
function expectRowsForThreads(threads: number, batchSize: number): void {
  if (threads <= batchSize) return;
  const wanted = `at most the ${batchSize} rows of a batch`;
  throw expected('ERR_CONFIG', 'learner.threads', wanted, `${threads}; threads divide them among themselves`);
}

function settleReplay({ replay, run }: RunConfig, batchSize: number, round: number): SettledReplayConfig {
  if (replay.kind === 'none') return replay;
  const samplesPerInsert = settleSamplesPerInsert(replay.samplesPerInsert, run.mode);
  const isLimited = run.mode === 'async' && samplesPerInsert !== 'unlimited';
  // A whole round, not one actor's block of it: what a config settles to must fit any number of actors.
  const errorBuffer =
    replay.errorBuffer === 'auto' && isLimited
      ? autoErrorBuffer({ samplesPerInsert, insertSize: round, batchSize }, replay.minSize)
      : replay.errorBuffer;
  return { ...replay, samplesPerInsert, errorBuffer: isLimited ? (errorBuffer as number) : null };
}

function settleSamplesPerInsert(
  samplesPerInsert: UniformReplayConfig['samplesPerInsert'],
  mode: RunConfig['run']['mode'],
): number | 'unlimited' {
  if (samplesPerInsert !== 'auto') return samplesPerInsert;
  return mode === 'sync' ? SYNC_SAMPLES_PER_INSERT : 'unlimited';
}

function settleTarget(
  target: RunConfig['evaluation']['targetReturn'],
  threshold: number | null,
): number | null {
  if (target === 'threshold') return threshold;
  return target === 'none' ? null : target;
}
