import { describe, expect, it } from 'vitest';
import { buildActor } from '../../src/actors/build-actor.js';
import { createVectorEnvironment, registerEnvironment } from '../../src/actors/envs/registry.js';
import { environmentSeeds } from '../../src/actors/envs/vector-environment.js';
import { unrollFormat } from '../../src/shared/memory/block-layout.js';
import { Control } from '../../src/shared/memory/control.js';
import { CounterLine } from '../../src/shared/memory/counters.js';
import { actorCriticNetwork } from '../../src/shared/network/actor-critic-network.js';
import { parameterLayout } from '../../src/shared/network/parameters.js';
import { allocateRunMemory, attachRings } from '../../src/shared/run-memory.js';
import { ACTOR_COUNTERS } from '../../src/shared/telemetry.js';
import { WeightWriter } from '../../src/shared/weights/weight-writer.js';
import { BoxCorridor } from './envs/support/box-corridor.js';
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

class WatchedBox extends BoxCorridor {
  override step(action: Float32Array) {
    onStep();
    // It would clip them itself, and hide that nobody else had.
    const { low, high } = this.actionSpace;
    expect(action.every((x, k) => x >= low[k]! && x <= high[k]!)).toBe(true);
    return super.step(action);
  }
}
registerEnvironment('WatchedBox-v0', { create: () => new WatchedBox() });

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

describe('an actor with a Gaussian policy', () => {
  const [numEnvs, numSteps] = [5, 8];
  const { actionSpace } = new BoxCorridor();

  /** One block of every actor, joined: environments in order, however they are dealt out. */
  async function record(numActors: number) {
    const { config, kernels } = await prepare({
      env: { count: numEnvs },
      actors: { count: numActors, blockLength: numSteps },
      run: { seed: 10 },
    });
    const network = actorCriticNetwork({
      ...{ observationSize: 2, policySize: 2, hidden: [8], activation: 'tanh', sharedTrunk: true },
      ...{ normalize: undefined, logStandardDeviation: true, value: false },
    });
    const unroll = unrollFormat(2, actionSpace, { logProbability: true });
    const memory = allocateRunMemory(config, unroll, parameterLayout(network).numParameters);
    new WeightWriter(memory.weights).publish(arbitraryParameters(network, 1), 0);
    const blocks = attachRings(memory, config, unroll).map((ring, actorIndex) => {
      const control = Control.allocate();
      onStep = () => new Control(control).request('stop');
      buildActor({
        ...{ actorIndex, incarnation: 0, network, unroll, kernels, policy: { kind: 'stochastic' } },
        config: { ...config, env: { ...config.env, id: 'WatchedBox-v0' } },
        memory: { ...memory, control },
      }).run();
      return ring.tryPeek()!;
    });
    const joined = (name: 'action' | 'logProbability' | 'nextObservation'): number[] =>
      blocks.flatMap(({ columns }) => [...columns[name]!]);
    return {
      actions: joined('action'),
      logProbabilities: joined('logProbability'),
      nextObservations: joined('nextObservation'),
    };
  }

  it('records samples as they were drawn and steps with them clipped', async () => {
    const { actions, logProbabilities, nextObservations } = await record(1);
    expect(actions).toHaveLength(2 * numEnvs * numSteps);
    expect(logProbabilities).toHaveLength(numEnvs * numSteps);
    expect(logProbabilities.every(Number.isFinite)).toBe(true);
    const { low, high } = actionSpace;
    const clipped = actions.map((x, i) => Math.max(low[i % 2]!, Math.min(high[i % 2]!, x)));
    expect(clipped).not.toEqual(actions);
    onStep = () => undefined;
    const environments = createVectorEnvironment('WatchedBox-v0', { numEnvs });
    environments.reset(environmentSeeds(10, 0, numEnvs));
    const rowsAt = (values: readonly number[], t: number): number[] =>
      values.filter((_, i) => Math.floor(i / 2) % numSteps === t);
    for (let t = 0; t < numSteps; t++) {
      environments.step(Float32Array.from(rowsAt(clipped, t)));
      expect(rowsAt(nextObservations, t)).toEqual([...environments.nextObservations]);
    }
  });

  it('records the same however environments are dealt out to actors', async () => {
    const alone = await record(1);
    for (const numActors of [2, 5]) expect(await record(numActors)).toEqual(alone);
  });
});
