import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { resolveConfig } from '../../src/runtime/config/resolve.js';
import { finishRun, startRun } from '../../src/runtime/train.js';
import { ACTOR_STATES, LEARNER_STATES } from '../../src/shared/telemetry.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const folder = temporaryFolder();

/** Budgets that take some two seconds of an idle machine. */
const RUNS = [
  { name: 'sync DQN', algorithm: 'dqn', mode: 'sync', steps: 50_000 },
  { name: 'async IMPALA', algorithm: 'impala', mode: 'async', steps: 900_000 },
  { name: 'sync PPO', algorithm: 'ppo', mode: 'sync', steps: 200_000 },
] as const;

/** What one thread has counted, and when that was read. */
interface Count {
  readonly wallSeconds: number;
  readonly stateSeconds: number;
  /** The thread took its own time not after this. */
  readonly readAtSeconds: number;
}

type Line = Readonly<Record<'snapshot', () => Readonly<Record<string, number>>>>;

/** A thread may be counting while its words are read, so that they are of two moments: then it is not a moment later. */
const NUM_LOOKS = 5;

async function count(line: Line, states: readonly string[]): Promise<Count> {
  for (let look = 1; ; look++) {
    const counters = line.snapshot();
    const readAtSeconds = performance.now() / 1000;
    const nanoseconds = states.reduce((sum, state) => sum + counters[`${state}Nanoseconds`]!, 0);
    const wallSeconds = counters['wallMicroseconds']! / 1e6;
    const found = { wallSeconds, stateSeconds: nanoseconds / 1e9, readAtSeconds };
    if (look === NUM_LOOKS || isPartition(found)) return found;
    await sleep(10);
  }
}

const isPartition = ({ stateSeconds, wallSeconds }: Pick<Count, 'stateSeconds' | 'wallSeconds'>): boolean =>
  Math.abs(stateSeconds - wallSeconds) <= 0.01 * wallSeconds;

describe.each(RUNS)('the times of a run of $name', ({ name, algorithm, mode, steps }) => {
  it('add up to the wall time of every thread within 1 %, while it runs and when it is over', async () => {
    const startedSeconds = performance.now() / 1000;
    const run = await startRun(
      resolveConfig({
        settings: {
          algorithm: { name: algorithm },
          actors: { count: 2 },
          evaluation: { targetReturn: 'none', episodes: 5 },
          run: { mode, steps, out: join(folder, name) },
        },
      }),
    );
    const threads = [
      { line: run.meter.learner, states: LEARNER_STATES },
      ...run.meter.actors.map((line) => ({ line, states: ACTOR_STATES })),
    ];
    const countAll = (): Promise<Count[]> =>
      Promise.all(threads.map(({ line, states }) => count(line, states)));
    const series = [await countAll()];
    const finished = finishRun(run).then(() => 'over');
    while ((await Promise.race([finished, sleep(100)])) !== 'over') series.push(await countAll());
    series.push(await countAll());

    for (const thread of threads.keys()) {
      const counts = series.map((all) => all[thread]!);
      expect(counts.filter((found) => !isPartition(found))).toEqual([]);
      // The thread began after the run did, and its clock was read before its words were.
      for (const { wallSeconds, readAtSeconds } of counts)
        expect(wallSeconds).toBeLessThanOrEqual(readAtSeconds - startedSeconds);
      const [first, last] = [counts.find(({ wallSeconds }) => wallSeconds > 0)!, counts.at(-1)!];
      const spent = {
        wallSeconds: last.wallSeconds - first.wallSeconds,
        stateSeconds: last.stateSeconds - first.stateSeconds,
      };
      expect(spent.wallSeconds).toBeGreaterThan(0);
      expect(spent).toSatisfy(isPartition);
    }
  });
});
