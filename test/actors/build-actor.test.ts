import { describe, expect, it } from 'vitest';
import { buildActor } from '../../src/actors/build-actor.js';
import { registerEnvironment } from '../../src/actors/envs/registry.js';
import { Control } from '../../src/shared/memory/control.js';
import { CounterLine } from '../../src/shared/memory/counters.js';
import { ACTOR_COUNTERS } from '../../src/shared/telemetry.js';
import { WeightWriter } from '../../src/shared/weights/weight-writer.js';
import { Corridor } from './envs/support/corridor.js';
import { arbitraryParameters } from './support/network.js';
import { prepare, taskOf } from './support/threaded-actor.js';

let seeds: (number | undefined)[] = [];
let onStep: () => void = () => undefined;

class Watched extends Corridor {
  override reset(options: { readonly seed?: number | undefined } = {}) {
    seeds.push(options.seed);
    return super.reset(options);
  }

  override step(action: number) {
    onStep();
    return super.step(action);
  }
}
registerEnvironment('Watched-v0', { create: () => new Watched() });

/** Five environments for two actors: three and two. */
const SETTINGS = { env: { id: 'Watched-v0', count: 5 }, actors: { count: 2 }, run: { seed: 10 } } as const;

async function seedsOf(actorIndex: number, incarnation: number): Promise<readonly (number | undefined)[]> {
  const prepared = await prepare(SETTINGS);
  seeds = [];
  buildActor(taskOf(prepared, actorIndex, incarnation));
  return seeds;
}

describe('buildActor', () => {
  it('seeds environment i of the run with seed + i in the first life', async () => {
    expect(await seedsOf(0, 0)).toEqual([10, 11, 12]);
    expect(await seedsOf(1, 0)).toEqual([13, 14]);
  });

  it('begins other episodes in every later life, the same whenever it is repeated', async () => {
    const lives = [];
    for (const incarnation of [0, 1, 2]) {
      for (const actor of [0, 1]) lives.push(...(await seedsOf(actor, incarnation)));
    }
    expect(new Set(lives).size).toBe(15);
    expect(await seedsOf(0, 1)).toEqual(lives.slice(5, 8));
    expect(await seedsOf(1, 2)).toEqual(lives.slice(13));
  });

  it('takes over the count of episodes for a schedule that goes by them', async () => {
    const prepared = await prepare({
      ...SETTINGS,
      actors: {
        count: 2,
        blockLength: 1,
        exploration: { kind: 'per-episode', start: 1, decay: 0.5, end: 0.001 },
      },
    });
    const { memory, networks } = prepared;
    new WeightWriter(memory.weights).publish(arbitraryParameters(networks.acting, 1), 0);
    const counters = new CounterLine(memory.actorCounters, ACTOR_COUNTERS, 1);
    // Seven episodes of two environments: three each, as far as one can tell.
    counters.set('episodes', 7);
    onStep = () => new Control(memory.control).request('stop');
    buildActor(taskOf(prepared, 1, 1)).run();
    expect(counters.snapshot()).toMatchObject({ episodes: 7, envSteps: 2, epsilon: 0.125 });
  });

  it('says so when the environment does not fit the network', async () => {
    const prepared = await prepare({});
    const { config } = await prepare(SETTINGS);
    const task = { ...taskOf(prepared), config: { ...prepared.config, env: { ...config.env, count: 8 } } };
    expect(() => buildActor(task)).toThrow(
      /^observations of \d+ 'Watched-v0': expected \d+ elements, got \d+$/,
    );
  });
});
