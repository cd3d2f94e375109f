import { algorithmConflicts, type AlgorithmConfig } from '../../learner/algorithms/config.js';
import type { Conflict } from '../../shared/config/conflict.js';
import { isLoopback } from '../../shared/config/host.js';
import { minibatchSize } from '../../shared/config/learner.js';
import { TOKEN_WORDS } from '../../shared/config/metrics.js';
import type { RunConfig } from '../../shared/config/run-config.js';
import { smallestErrorBuffer } from './rate-limiter-bounds.js';

type Config = RunConfig<AlgorithmConfig>;

/** Algorithms whose network gives action values, and no distribution over actions. */
const VALUE_BASED: ReadonlySet<string> = new Set(['dqn']);

/** Settings that are fine one by one and impossible together, the plainest first. */
export function findConflicts(config: Config): Conflict[] {
  return [
    ...actorConflicts(config),
    ...learnerConflicts(config),
    ...budgetConflicts(config),
    ...evaluationConflicts(config),
    ...modeConflicts(config),
    ...algorithmConflicts(config),
    ...rateLimiterConflicts(config),
    ...accessConflicts(config),
  ];
}

function* actorConflicts({ env, actors }: Config): Generator<Conflict> {
  if (actors.count !== 'auto' && actors.count > env.count) {
    const why = 'an actor without an environment has nothing to do: lower actors.count or raise env.count';
    yield { path: 'actors.count', wanted: 'at most {env.count}', why };
  }
  const { exploration, restarts } = actors;
  if (
    (exploration.kind === 'linear' || exploration.kind === 'per-episode') &&
    exploration.end > exploration.start
  ) {
    const why = 'exploration does not grow';
    yield { path: 'actors.exploration.end', wanted: 'at most {actors.exploration.start}', why };
  }
  if (restarts.backoffSeconds > restarts.maxBackoffSeconds) {
    const wanted = 'at most {actors.restarts.maxBackoffSeconds}';
    const why = 'the first pause is the shortest';
    yield { path: 'actors.restarts.backoffSeconds', wanted, why };
  }
}

/** A batch whose size is left to the environment is looked at when it is settled. */
function* learnerConflicts({ learner: { engine, threads, batchSize } }: Config): Generator<Conflict> {
  if (engine !== 'simd' && engine !== 'auto' && threads > 1) {
    const why = 'only the kernels of simd divide an update among threads: other engines have their own ways';
    yield { path: 'learner.threads', wanted: '1 with {learner.engine}', why };
  }
  if (batchSize !== 'auto' && threads > batchSize) {
    const why = 'threads divide the rows of a batch: lower learner.threads or raise learner.batchSize';
    yield { path: 'learner.threads', wanted: 'at most {learner.batchSize}', why };
  }
}

function* budgetConflicts({ env, actors, evaluation, run }: Config): Generator<Conflict> {
  const round = env.count * actors.blockLength;
  if (run.steps !== 'auto' && run.steps < round) {
    const wanted = `at least ${round} with {env.count} and {actors.blockLength}`;
    const why = 'the learner gets steps in blocks of every environment: raise run.steps or lower the others';
    yield { path: 'run.steps', wanted, why };
  }
  const { criterion, targetReturn, episodes } = evaluation;
  const hasTarget = targetReturn !== null && targetReturn !== 'none';
  if (criterion === 'training' && hasTarget && run.episodes !== null && run.episodes < episodes) {
    const why =
      'the target is a mean over that many training episodes: raise run.episodes or lower evaluation.episodes';
    yield { path: 'run.episodes', wanted: 'at least {evaluation.episodes}', why };
  }
}

function* evaluationConflicts({ algorithm, evaluation }: Config): Generator<Conflict> {
  if (evaluation.actions === 'sampled' && VALUE_BASED.has(algorithm.name)) {
    const why = 'action values are no distribution to draw from';
    yield { path: 'evaluation.actions', wanted: 'greedy with {algorithm.name}', why };
  }
}

function* modeConflicts({ actors, replay, run }: Config): Generator<Conflict> {
  if (run.mode !== 'sync') return;
  if (replay.kind !== 'none' && replay.samplesPerInsert === 'unlimited') {
    const why = 'a round has a number of updates: give one, or use run.mode=async';
    yield { path: 'replay.samplesPerInsert', wanted: 'a number or auto with {run.mode}', why };
  }
  if (run.lag >= actors.ringBlocks) {
    const why = 'an actor gets no further ahead than its ring is long, so more lag only makes the data older';
    yield { path: 'run.lag', wanted: 'less than {actors.ringBlocks}', why };
  }
}

/**
 * Whether inserts and samples could wait for each other for ever. For `actors.count: auto` one actor is assumed,
 * which has the largest blocks: settings that are right on one machine are right on all.
 */
function* rateLimiterConflicts({ env, actors, replay, learner, run }: Config): Generator<Conflict> {
  if (replay.kind === 'none') return;
  const { samplesPerInsert, errorBuffer } = replay;
  if (run.mode !== 'async' || typeof samplesPerInsert !== 'number' || errorBuffer === 'auto') return;
  if (errorBuffer === null) {
    const why = 'a ratio is kept to within some error';
    const wanted = 'a number or auto with {run.mode} and {replay.samplesPerInsert}';
    yield { path: 'replay.errorBuffer', wanted, why };
    return;
  }
  const insertSize = Math.ceil(env.count / (actors.count === 'auto' ? 1 : actors.count)) * actors.blockLength;
  const batchSize = minibatchSize(learner);
  const smallest = smallestErrorBuffer({ samplesPerInsert, insertSize, batchSize });
  if (errorBuffer < smallest) {
    const wanted = `at least ${smallest} with {replay.samplesPerInsert} and {learner.batchSize}`;
    const why = `the rate limiter would deadlock: actors insert ${insertSize} transitions at once, and below that both sides can wait for each other for ever`;
    yield { path: 'replay.errorBuffer', wanted, why };
  }
}

function* accessConflicts({ metrics: { port, host, token } }: Config): Generator<Conflict> {
  if (port === 'off' || host === null || isLoopback(host) || token !== null) return;
  const why =
    'other machines can reach that host: give a token in the environment as MANYHANDS_METRICS__TOKEN';
  yield { path: 'metrics.token', wanted: `${TOKEN_WORDS}, with {metrics.host}`, why };
}
