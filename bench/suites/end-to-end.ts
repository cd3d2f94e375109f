import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { ActorPool } from '../../src/runtime/actor-pool.js';
import { resolveConfig } from '../../src/runtime/config/resolve.js';
import { prepareRun } from '../../src/runtime/prepare-run.js';
import type { RunSummary } from '../../src/runtime/run-summary.js';
import { Control } from '../../src/shared/memory/control.js';
import { parameterLayout } from '../../src/shared/network/parameters.js';
import { attachRings } from '../../src/shared/run-memory.js';
import { WeightStore } from '../../src/shared/weights/weight-store.js';
import { WeightWriter } from '../../src/shared/weights/weight-writer.js';
import { summarizeRounds, type Measurement } from '../measure.js';
import type { SuiteOptions } from '../suites.js';

const FULL = { rounds: 9, roundMilliseconds: 300, warmUpMilliseconds: 700, numSeeds: 20 };
const QUICK = { rounds: 3, roundMilliseconds: 100, warmUpMilliseconds: 300, numSeeds: 2 };
type Effort = typeof FULL;

const CLI = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));

/**
 * Actor threads at full speed, and whole runs from process start to the confirmed target.
 *
 * Inside the timed region of `acting`: policy, environment, ring and counters of every actor, and a consumer
 * that releases the blocks unread.
 */
export async function endToEndSuite({ isQuick }: SuiteOptions): Promise<Measurement[]> {
  const effort = isQuick ? QUICK : FULL;
  return [
    await acting(1, 32, effort),
    await acting(2, 32, effort),
    ...(await solving('dqn', effort)),
    ...(await solving('ppo', effort)),
    await help(effort),
  ];
}

async function acting(
  numActors: number,
  envsPerActor: number,
  { rounds, roundMilliseconds, warmUpMilliseconds }: Effort,
): Promise<Measurement> {
  const settings = {
    env: { count: numActors * envsPerActor },
    actors: { count: numActors, exploration: { kind: 'linear', steps: 1 } },
    run: { mode: 'async' },
  } as const;
  const prepared = await prepareRun(resolveConfig({ settings }));
  const { memory, policy, networks, unroll, kernels } = prepared;
  const network = networks.acting;
  const control = new Control(memory.control);
  new WeightWriter(memory.weights).publish(
    new Float32Array(parameterLayout(network).numParameters).fill(0.01),
    0,
  );
  const rings = attachRings(memory, prepared.config, unroll);
  const pool = new ActorPool();
  const { env, actors, run } = prepared.config;
  const acting = rings.map((_, actorIndex) =>
    pool.act(
      {
        actorIndex,
        incarnation: 0,
        config: { env, actors, run },
        policy,
        network,
        unroll,
        kernels,
        memory,
      },
      new AbortController().signal,
    ),
  );

  const stepsPerBlock = envsPerActor * actors.blockLength;
  await drain(rings, warmUpMilliseconds);
  const rates: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    const blocks = await drain(rings, roundMilliseconds);
    rates.push((1000 * blocks * stepsPerBlock) / (performance.now() - start));
  }
  control.request('stop');
  for (const waker of [...rings, new WeightStore(memory.weights)]) waker.interrupt();
  await Promise.all(acting);
  await pool.close();
  return summarizeRounds(
    `acting, ${numActors} actors x ${envsPerActor} environments, 64-64 network`,
    'steps/s',
    rates,
    { actors: numActors, envsPerActor },
  );
}

/** Releases blocks as they come. @returns how many */
async function drain(rings: ReturnType<typeof attachRings>, milliseconds: number): Promise<number> {
  const end = performance.now() + milliseconds;
  let blocks = 0;
  while (performance.now() < end) {
    for (const ring of rings) {
      for (; ring.tryPeek() !== undefined; blocks++) ring.release();
    }
    // Sleeps about as long as a block takes, and lets the pool's own messages through.
    rings[0]!.waitReadable(1);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return blocks;
}

/** `manyhands train` as a user types it, one process after the other. */
async function solving(algorithm: 'dqn' | 'ppo', { numSeeds }: Effort): Promise<Measurement[]> {
  const folder = mkdtempSync(join(tmpdir(), 'manyhands-bench-'));
  try {
    const summaries: RunSummary[] = [];
    for (let seed = 0; seed < numSeeds; seed++) {
      const args = [
        'train',
        '--algo',
        algorithm,
        '--json',
        '--quiet',
        '--seed',
        String(seed),
        '--out',
        join(folder, String(seed)),
      ];
      const { stdout } = await promisify(execFile)(process.execPath, [CLI, ...args]);
      summaries.push(JSON.parse(stdout) as RunSummary);
    }
    const name = algorithm.toUpperCase();
    const figure = (label: string, unit: string, read: (summary: RunSummary) => number): Measurement =>
      summarizeRounds(label, unit, summaries.map(read));
    return [
      figure(`${name}: first step`, 's from start', ({ firstStepSeconds }) => firstStepSeconds ?? Infinity),
      figure(`${name}: CartPole-v1 solved`, 's from start', ({ solvedSeconds }) => solvedSeconds ?? Infinity),
      figure(
        `${name}: CartPole-v1 solved`,
        'env steps',
        ({ solvedAtEnvSteps }) => solvedAtEnvSteps ?? Infinity,
      ),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `manyhands --help`. */
async function help({ rounds }: Effort): Promise<Measurement> {
  const milliseconds: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const start = performance.now();
    await promisify(execFile)(process.execPath, [CLI, '--help']);
    milliseconds.push(performance.now() - start);
  }
  return summarizeRounds('manyhands --help', 'ms', milliseconds);
}
