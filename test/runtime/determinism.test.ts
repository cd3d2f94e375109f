import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { train, type RunSummary } from '../../src/index.js';
import { temporaryFolder } from '../support/temporary-folder.js';

type Settings = NonNullable<Parameters<typeof train>[0]>;

const folder = temporaryFolder();
let runs = 0;

const NORMALIZED = { normalizeObservations: true, normalizeReturns: true };
/** Nothing but the target that evaluations on the way are held against. */
const PENDULUM = { env: { id: 'Pendulum-v1' }, evaluation: { targetReturn: 0 } } as const;

/** Everything in which a run of an algorithm could come to depend on timing. */
const RUNS: readonly (readonly [string, Settings])[] = [
  ['dqn', {}],
  ['reinforce', { algorithm: { name: 'reinforce', normalizeObservations: true } }],
  ['actor-critic', { algorithm: { name: 'actor-critic', episodesPerUpdate: 3 } }],
  ['a2c', { algorithm: { name: 'a2c', ...NORMALIZED } }],
  ['impala in rounds', { algorithm: { name: 'impala', ...NORMALIZED }, run: { mode: 'sync' } }],
  ['ppo', { algorithm: { name: 'ppo', targetKl: 0.02, sharedTrunk: true } }],
  ['ppo of box actions', { ...PENDULUM, algorithm: { name: 'ppo', ...NORMALIZED } }],
];

/** A run that is short but complete: learning, evaluations, a budget. */
function shortRun(settings: Settings, actors: number, seed = 5): Promise<RunSummary> {
  return train({
    ...settings,
    // Numbers that divide unevenly among three actors.
    env: { count: 8, ...settings.env },
    actors: { count: actors },
    evaluation: { targetReturn: 475, episodes: 10, everySteps: 2048, ...settings.evaluation },
    run: { seed, steps: 6144, out: join(folder, String(runs++)), ...settings.run },
  });
}

/** Everything about a run that may not depend on timing or on the number of actors. */
function essence({ envSteps, episodes, updates, evaluation, weightsSha256, reason }: RunSummary): object {
  return { envSteps, episodes, updates, evaluation, weightsSha256, reason };
}

const alone = new Map<string, Promise<RunSummary>>();

/** The run with one actor and nothing beside it, made once. */
function runAlone(name: string, settings: Settings): Promise<RunSummary> {
  const run = alone.get(name) ?? shortRun(settings, 1);
  alone.set(name, run);
  return run;
}

describe('a sync run', () => {
  it.each(RUNS)('of %s gives the same weights with 1, 2 and 4 actors', async (name, settings) => {
    const one = await runAlone(name, settings);
    expect(one.updates).toBeGreaterThan(0);
    expect(essence(await shortRun(settings, 2))).toEqual(essence(one));
    expect(essence(await shortRun(settings, 4))).toEqual(essence(one));
  });

  it('gives the same weights on a machine that is loaded, with runs of every other algorithm too', async () => {
    const idle = [];
    for (const [name, settings] of RUNS) idle.push(essence(await runAlone(name, settings)));
    const burners = Array.from({ length: 2 }, () => new Worker('for (;;);', { eval: true }));
    try {
      const loaded = await Promise.all(RUNS.map(([, settings]) => shortRun(settings, 3)));
      expect(loaded.map(essence)).toEqual(idle);
    } finally {
      await Promise.all(burners.map((burner) => burner.terminate()));
    }
  });

  it('gives other weights with another seed', async () => {
    const [name, settings] = RUNS[0]!;
    const { weightsSha256 } = await runAlone(name, settings);
    expect((await shortRun(settings, 1, 6)).weightsSha256).not.toBe(weightsSha256);
  });
});
