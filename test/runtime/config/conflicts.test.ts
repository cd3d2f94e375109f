import { describe, expect, it } from 'vitest';
import { resolveConfig, type ConfigLayers } from '../../../src/runtime/config/resolve.js';
import { configFailure } from './support/failure.js';

type Case = readonly [name: string, layers: ConfigLayers, message: string];

const CONFLICTS: readonly Case[] = [
  [
    'a host that others reach without a token',
    { flags: { host: '0.0.0.0' } },
    'metrics.token (default): expected a secret of 16 to 256 letters, digits, - . _ ~ (such as `node -p "crypto.randomUUID()"` prints), with metrics.host 0.0.0.0 (flag --host), got null; other machines can reach that host: give a token in the environment as MANYHANDS_METRICS__TOKEN',
  ],
  [
    'more actors than environments',
    { flags: { actors: '9' } },
    'actors.count (flag --actors): expected at most env.count 8 (default), got 9; an actor without an environment has nothing to do: lower actors.count or raise env.count',
  ],
  [
    'threads for an engine that has its own ways',
    { flags: { engine: 'webgpu' }, set: ['learner.threads=2'] },
    'learner.threads (flag --set): expected 1 with learner.engine webgpu (flag --engine), got 2; only the kernels of simd divide an update among threads: other engines have their own ways',
  ],
  [
    'more threads than rows to divide',
    { set: ['learner.threads=4', 'learner.batchSize=3'] },
    'learner.threads (flag --set): expected at most learner.batchSize 3 (flag --set), got 4; threads divide the rows of a batch: lower learner.threads or raise learner.batchSize',
  ],
  [
    'exploration that grows',
    { set: ['actors.exploration.start=0.01'] },
    'actors.exploration.end (default): expected at most actors.exploration.start 0.01 (flag --set), got 0.04; exploration does not grow',
  ],
  [
    'a first pause above the longest',
    { set: ['actors.restarts.backoffSeconds=9'] },
    'actors.restarts.backoffSeconds (flag --set): expected at most actors.restarts.maxBackoffSeconds 5 (default), got 9; the first pause is the shortest',
  ],
  [
    'a budget below one round',
    { flags: { steps: '255' } },
    'run.steps (flag --steps): expected at least 256 with env.count 8 (default) and actors.blockLength 32 (default), got 255; the learner gets steps in blocks of every environment: raise run.steps or lower the others',
  ],
  [
    'a target that cannot be judged',
    { set: ['evaluation.criterion=training', 'run.episodes=99'] },
    'run.episodes (flag --set): expected at least evaluation.episodes 100 (default), got 99; the target is a mean over that many training episodes: raise run.episodes or lower evaluation.episodes',
  ],
  [
    'draws from action values',
    { set: ['evaluation.actions=sampled'] },
    'evaluation.actions (flag --set): expected greedy with algorithm.name dqn (default), got "sampled"; action values are no distribution to draw from',
  ],
  [
    'unlimited samples in rounds',
    { set: ['replay.samplesPerInsert=unlimited'] },
    'replay.samplesPerInsert (flag --set): expected a number or auto with run.mode sync (default), got "unlimited"; a round has a number of updates: give one, or use run.mode=async',
  ],
  [
    'a lag longer than the ring',
    { set: ['run.lag=2', 'actors.ringBlocks=2'] },
    'run.lag (flag --set): expected less than actors.ringBlocks 2 (flag --set), got 2; an actor gets no further ahead than its ring is long, so more lag only makes the data older',
  ],
  [
    'a batch larger than the replay',
    { set: ['learner.batchSize=2048', 'replay.capacity=1024'] },
    'learner.batchSize (flag --set): expected at most replay.capacity 1024 (flag --set), got 2048; a batch is drawn from the replay: raise replay.capacity or lower learner.batchSize',
  ],
  [
    'a batch larger than the first',
    { set: ['learner.batchSize=2048'] },
    'learner.batchSize (flag --set): expected at most replay.minSize 1000 (default), got 2048; the first batch is drawn from that many: raise replay.minSize or lower learner.batchSize',
  ],
  [
    'a start the replay cannot hold',
    { set: ['replay.capacity=1007', 'replay.minSize=1001'] },
    'replay.minSize (flag --set): expected at most 1000 with replay.capacity 1007 (flag --set) and env.count 8 (default), got 1001; more are never stored, and updates would not begin: raise replay.capacity or lower replay.minSize',
  ],
  [
    'blocks the replay cannot hold',
    { set: ['actors.blockLength=20000'] },
    'replay.capacity (default): expected at least 160000 with env.count 8 (default) and actors.blockLength 20000 (flag --set), got 100000; every environment stores its blocks in a share of its own, and one block must fit',
  ],
  [
    'returns the replay cannot hold',
    { set: ['algorithm.nStep=200', 'replay.capacity=1200'] },
    'replay.capacity (flag --set): expected at least 1600 with env.count 8 (default) and algorithm.nStep 200 (flag --set), got 1200; an n-step return is put together from the share of one environment',
  ],
  [
    'returns that are not there at the start',
    { set: ['algorithm.nStep=200'] },
    'replay.minSize (default): expected at least 1600 with env.count 8 (default) and algorithm.nStep 200 (flag --set), got 1000; before that no environment need have stored one whole n-step return to draw',
  ],
  [
    'a rate limiter that would deadlock',
    { flags: { mode: 'async', actors: '4' }, set: ['replay.samplesPerInsert=32', 'replay.errorBuffer=2016'] },
    'replay.errorBuffer (flag --set): expected at least 2017 with replay.samplesPerInsert 32 (flag --set) and learner.batchSize auto (default), got 2016; the rate limiter would deadlock: actors insert 64 transitions at once, and below that both sides can wait for each other for ever',
  ],
  [
    'a rate limiter that would deadlock on a machine with one actor',
    { flags: { mode: 'async' }, set: ['replay.samplesPerInsert=32', 'replay.errorBuffer=2017'] },
    'replay.errorBuffer (flag --set): expected at least 8161 with replay.samplesPerInsert 32 (flag --set) and learner.batchSize auto (default), got 2017; the rate limiter would deadlock: actors insert 256 transitions at once, and below that both sides can wait for each other for ever',
  ],
  [
    'a ratio without an error',
    { flags: { mode: 'async' }, set: ['replay.samplesPerInsert=32', 'replay.errorBuffer=null'] },
    'replay.errorBuffer (flag --set): expected a number or auto with run.mode async (flag --mode) and replay.samplesPerInsert 32 (flag --set), got null; a ratio is kept to within some error',
  ],
];

describe('resolveConfig, given an impossible combination', () => {
  it.each(CONFLICTS)('names %s on one line', (_, layers, message) => {
    expect(configFailure(() => resolveConfig(layers))).toBe(message);
    expect(message).not.toContain('\n');
  });

  it('reports the first of several and counts the others', () => {
    const set = ['learner.batchSize=2048', 'run.lag=2', 'actors.ringBlocks=2'];
    expect(configFailure(() => resolveConfig({ set }))).toMatch(/^run\.lag .*\(and 1 more mistake\)$/);
  });

  it('does not mind few episodes where there is no target to reach', () => {
    const set = ['evaluation.criterion=training', 'evaluation.targetReturn=none', 'run.episodes=9'];
    expect(resolveConfig({ set }).run.episodes).toBe(9);
  });

  it('does not mind a host without a token where nobody else reaches it, or nothing listens', () => {
    for (const host of ['localhost', '127.0.0.2', '[::1]']) {
      expect(resolveConfig({ flags: { host } }).metrics).toMatchObject({ host, token: null });
    }
    expect(resolveConfig({ flags: { host: '0.0.0.0', metricsPort: 'off' } }).metrics.host).toBe('0.0.0.0');
    const token = 'a-token-of-tests-1';
    expect(resolveConfig({ flags: { host: '::', token } }).metrics).toMatchObject({ host: '::', token });
  });

  it('does not mind what another mode does not use', () => {
    expect(
      resolveConfig({ flags: { mode: 'async' }, set: ['run.lag=2', 'actors.ringBlocks=2'] }).run.lag,
    ).toBe(2);
    expect(resolveConfig({ set: ['replay.errorBuffer=1'] }).replay).toHaveProperty('errorBuffer', 1);
  });
});
