import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import { afterEach, describe, expect, it } from 'vitest';
import { Crew } from '../../../../../src/learner/engines/simd/crew/crew.js';
import { createCrewEngine } from '../../../../../src/learner/engines/simd/crew/crew-engine.js';
import type { Hands } from '../../../../../src/learner/engines/simd/crew/crew-executor.js';
import { Helper } from '../../../../../src/learner/engines/simd/crew/helper.js';
import { OrderSheet } from '../../../../../src/learner/engines/simd/crew/orders.js';
import { box } from '../../../../../src/shared/spaces.js';
import { PATIENCE_MILLISECONDS } from '../../../../shared/memory/support/threads.js';
import { dqnEngine, fillBatch, RMSPROP, type EngineSettings } from '../../../support/dqn-engine.js';
import {
  CHOICES,
  ingestRound,
  PLANE,
  policyTrainer,
  type PolicyEngine,
  type PolicySettings,
} from '../../../support/policy-task.js';

const crews: Crew[] = [];

async function startCrew(numThreads: number): Promise<Crew> {
  const crew = await Crew.start(numThreads);
  crews.push(crew);
  return crew;
}

afterEach(async () => {
  await Promise.all(crews.splice(0).map((crew) => crew.stop()));
});

const digestOf = (values: Float32Array) => createHash('sha256').update(values).digest('hex');

/** Everything that updates change, each as a digest of its bits. */
const stateOf = (engine: Pick<PolicyEngine, 'readParameters' | 'optimizerState'>) => ({
  parameters: digestOf(engine.readParameters()),
  ...Object.fromEntries(
    Object.entries(engine.optimizerState()).map(([name, values]) => [name, digestOf(values)]),
  ),
});

const NETS: Readonly<Record<string, EngineSettings>> = {
  'Double DQN, Adam, a soft target, clipped': {
    algorithm: { hidden: [33, 18], double: true, target: { updateInterval: 2, tau: 0.25 } },
    maxGradientNorm: 0.5,
  },
  'DQN, RMSProp, a hard target, tanh': {
    algorithm: { hidden: [64, 64], double: false, activation: 'tanh', target: { updateInterval: 3, tau: 1 } },
    optimizer: RMSPROP,
  },
  'Double DQN of images': {
    algorithm: { hidden: [16], double: true, target: { updateInterval: 2, tau: 1 } },
    observationSpace: box([36, 40, 1], 0, 255, 'uint8'),
  },
  'DQN with a layer wider than a part of it': { algorithm: { hidden: [1024, 16] } },
  'DQN without a hidden layer': { algorithm: { hidden: [] }, numActions: 1 },
};

const LEARNERS: readonly (readonly [string, PolicySettings, typeof CHOICES | typeof PLANE])[] = [
  // 32 steps in minibatches of 5: the last has 2.
  [
    'PPO of a box, normalized',
    { algorithm: { name: 'ppo', normalizeObservations: true }, learner: { batchSize: 5 } },
    PLANE,
  ],
  ['PPO with a trunk for all', { algorithm: { name: 'ppo', hidden: [18, 9], sharedTrunk: true } }, CHOICES],
  ['A2C', { algorithm: { name: 'a2c', hidden: [1] }, optimizer: { name: 'rmsprop' } }, CHOICES],
  ['IMPALA', { algorithm: { name: 'impala', activation: 'relu' }, run: { mode: 'sync' } }, CHOICES],
  ['REINFORCE', { algorithm: { name: 'reinforce', hidden: [40, 3] } }, CHOICES],
  ['actor-critic', { algorithm: { name: 'actor-critic' } }, PLANE],
];

describe.each([2, 3])('a crew of %d threads', (numThreads) => {
  it.each(Object.keys(NETS))('makes the updates of one thread alone: %s', async (name) => {
    for (const batchSize of [1, 5, 63]) {
      const updated = (crew?: Crew) => {
        const { engine } = dqnEngine({ ...NETS[name], batchSize, crew });
        const told = Array.from({ length: 12 }, (_, i) => {
          // Batches of changing size, there and back.
          engine.resize(1 + ((batchSize - 1) >> (i % 3)));
          fillBatch(engine.batch, NETS[name]!.numActions ?? 3, i);
          return { ...engine.update() };
        });
        return { told, state: stateOf(engine) };
      };
      expect(updated(await startCrew(numThreads))).toEqual(updated());
    }
  });

  it.each(LEARNERS)('learns what one thread learns alone: %s', async (_, settings, actionSpace) => {
    const learned = async (crew?: Crew) => {
      const made = await policyTrainer(settings, actionSpace, crew);
      const losses: number[] = [];
      for (let round = 0; round < 6; round++) {
        ingestRound(made, round);
        while (made.trainer.updatesDue > 0) losses.push((await made.trainer.update())!.loss);
      }
      expect(losses.length).toBeGreaterThan(0);
      return { losses, state: stateOf(made.engine) };
    };
    expect(await learned(await startCrew(numThreads))).toEqual(await learned());
  });
});

describe('Crew', () => {
  const made = async () => {
    const crew = await startCrew(3);
    const { engine } = dqnEngine({ crew, batchSize: 16 });
    fillBatch(engine.batch, 3, 0);
    engine.update();
    return { crew, engine };
  };
  const LOST =
    /^learner helper 2: expected a thread that does its part of every update, got one that has ended: /;
  const lost = expect.objectContaining({
    code: 'ERR_WORKER_LOST',
    message: expect.stringMatching(LOST) as string,
  }) as Error;

  it('ends its helpers when it is stopped, each in its own time', async () => {
    const { crew } = await made();
    const codes = crew.helpers.map(({ worker }) => once(worker, 'exit'));
    await crew.stop();
    expect(await Promise.all(codes)).toEqual([[0], [0]]);
  });

  it('says that a helper was killed, at once and ever after, and keeps the weights of the update before', async () => {
    const { crew, engine } = await made();
    const before = stateOf(engine);
    const killed = crew.helpers[1]!.worker.terminate();
    expect(() => engine.update()).toThrow(lost);
    expect(() => engine.update()).toThrow(lost);
    await killed;
    expect(() => engine.predict(new Float32Array(3))).toThrow(lost);
    expect(stateOf(engine)).toEqual(before);
  });

  it('says so too if the helper had ended long before', async () => {
    const { crew, engine } = await made();
    await crew.helpers[1]!.worker.terminate();
    expect(() => engine.update()).toThrow(lost);
  });

  it('gives no weights away that a part of a step was made of', async () => {
    const { crew, engine } = await made();
    const carryOut = crew.carryOut.bind(crew);
    crew.carryOut = (name, ...numbers) => {
      if (name === 'step') void crew.helpers[1]!.worker.terminate();
      carryOut(name, ...numbers);
    };
    expect(() => engine.update()).toThrow(lost);
    const torn = expect.objectContaining({
      code: 'ERR_WORKER_LOST',
      message: 'parameters: expected update 2, got a part of it',
    }) as Error;
    expect(() => engine.readParameters()).toThrow(torn);
    expect(() => engine.optimizerState()).toThrow(torn);
  });

  it('passes on what a helper died of', async () => {
    const crew = await startCrew(3);
    const hands: Hands = {
      numThreads: 3,
      // Helper 2 is to work beyond the memory's end.
      takeUp: (plan, kernels) =>
        crew.takeUp(
          { ...plan, scratch: plan.scratch.map((at, i) => (i === 2 ? 2 ** 31 - 64 : at)) },
          kernels,
        ),
      carryOut: (...order) => crew.carryOut(...order),
    };
    const { engine } = dqnEngine({
      crew: { createEngine: (program, settings) => createCrewEngine(hands, program, settings) },
    });
    fillBatch(engine.batch, 3, 0);
    expect(() => engine.update()).toThrow(lost);
    expect(() => engine.update()).toThrow(
      'has ended: memory access out of bounds; learner.threads=1 needs no helpers',
    );
  });

  it('does not start helpers that do not come up', async () => {
    const orders = OrderSheet.allocate();
    await expect(Helper.start({ rounds: orders, orders, number: 7 })).rejects.toMatchObject({
      code: 'ERR_WORKER_LOST',
      message:
        'learner helper 7: expected a thread that does its part of every update, got one that has ended: ' +
        'rounds: expected 512 bytes, got 48; learner.threads=1 needs no helpers',
    });
  });

  it('keeps no process alive, and no thread, that goes away with or without a word to it', async () => {
    const file = new URL('./support/forgetful.js', import.meta.url);
    const options = { encoding: 'utf8', timeout: PATIENCE_MILLISECONDS } as const;
    // Threads that take their time to end, so that who does not wait for them is seen.
    const slowly = ['--import', new URL('./support/slow-exit.js', import.meta.url).href];
    for (const farewell of [[], ['stop']])
      expect(execFileSync(process.execPath, [...slowly, fileURLToPath(file), ...farewell], options)).toBe(
        'done\n',
      );
    expect(await once(new Worker(file, { stdout: true }), 'exit')).toEqual([0]);
  });
});
