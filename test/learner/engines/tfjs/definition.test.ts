import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Engine } from '../../../../src/learner/engines/engine.js';
import type { TfjsBackend } from '../../../../src/learner/engines/tfjs/backend.js';
import { loadBackend } from '../../../../src/learner/engines/tfjs/load/load-backend.js';
import { box, discrete } from '../../../../src/shared/spaces.js';
import type { TransitionBatch } from '../../../../src/learner/replay/uniform-sampler.js';
import { ADAM, dqnEngine, fillBatch, RMSPROP, type EngineSettings } from '../../support/dqn-engine.js';
import { ReferenceDqn } from '../../support/dqn-reference.js';
import { ReferenceEpisodeLearner } from '../../support/episode-reference.js';
import { distanceOf, expectFigure } from '../../support/figures.js';
import { ingestRound, PLANE, policyTrainer, type PolicySettings } from '../../support/policy-task.js';
import { ReferenceUnrollLearner } from '../../support/unroll-reference.js';
import { programOf } from '../conformance/programs.js';
import { createOn } from '../conformance/subjects.js';

/** As of `simd`: parameters of size 1 are rounded once an update, and gradients have an error of some 1e-7. */
const PARAMETER_TOLERANCE = 3e-6;

const VALUES: readonly (readonly [string, EngineSettings])[] = [
  [
    'Double DQN, Huber, Adam, a soft target, clipped',
    {
      algorithm: { double: true, target: { updateInterval: 2, tau: 0.125 } },
      optimizer: ADAM,
      maxGradientNorm: 0.5,
    },
  ],
  [
    'DQN, MSE, tanh, RMSProp, a hard target',
    {
      algorithm: { double: false, loss: 'mse', activation: 'tanh', target: { updateInterval: 3, tau: 1 } },
      optimizer: RMSPROP,
    },
  ],
];

const OPTIMIZER = { name: 'adam', learningRate: 1e-2, epsilon: 1e-2, schedule: 'linear' } as const;

const PPO: PolicySettings = {
  algorithm: {
    name: 'ppo',
    epochs: 2,
    valueClipRange: 0.05,
    clipSchedule: 'linear',
    normalizeObservations: true,
    normalizeReturns: true,
    sharedTrunk: true,
  },
  env: { count: 3 },
  actors: { count: 1, blockLength: 7 },
  run: { steps: 63 * 2 },
  optimizer: OPTIMIZER,
};

const ACTOR_CRITIC: PolicySettings = {
  algorithm: { name: 'actor-critic', sharedTrunk: false, normalizeObservations: true },
  env: { count: 3 },
  actors: { count: 1, blockLength: 5 },
  optimizer: OPTIMIZER,
};

/** Feeds rounds to a trainer and to the reference of its algorithm, and holds every update of the one to the other's. */
async function expectDefinition(
  made: Awaited<ReturnType<typeof policyTrainer>>,
  reference: ReferenceUnrollLearner | ReferenceEpisodeLearner,
): Promise<void> {
  const engine = made.engine as Engine<unknown>;
  for (let round = 0; round < 3; round++) {
    ingestRound(made, round, [1, 2]);
    for (const { numRows, ...wanted } of reference.learnRound()) {
      const figures: Readonly<Record<string, number>> = (await made.trainer.update())!;
      for (const [name, value] of Object.entries(wanted)) expectFigure(name, figures[name]!, value);
      expect(made.trainer.batchSize).toBe(numRows ?? made.trainer.batchSize);
    }
    const distance = distanceOf(await engine.readParameters(), reference.policy.parameters);
    expect(distance).toBeLessThan(PARAMETER_TOLERANCE);
  }
  expect(engine.updates).toBeGreaterThan(2);
  await engine.close();
}

describe.each(['tfjs-wasm', 'tfjs-cpu'] as const)(
  'the engine %s makes the updates of a float64 reference',
  (name) => {
    let backend: TfjsBackend;
    beforeAll(async () => (backend = await loadBackend(name)));
    afterAll(() => backend.close());
    const learner = { engine: name, metricsInterval: 1 } as const;

    it.each(VALUES)('of action values: %s', async (_, given) => {
      const { spec, initialParameters, settings } = dqnEngine(given);
      const { algorithm, optimizer, maxGradientNorm } = settings;
      const program = programOf(algorithm, spec, box([3], -1, 1), discrete(3));
      const engine = await createOn(backend)(program, {
        maxBatchSize: 8,
        optimizer,
        maxGradientNorm,
        initialParameters,
        metricsInterval: 1,
      });
      const reference = new ReferenceDqn(settings, initialParameters);
      for (let update = 0; update < 20; update++) {
        const batch = engine.batch as unknown as TransitionBatch;
        fillBatch(batch, 3, update);
        const figures = (await engine.update())!;
        const wanted = reference.update(batch);
        expect(distanceOf(await engine.readParameters(), reference.online)).toBeLessThan(PARAMETER_TOLERANCE);
        const { target } = await engine.optimizerState();
        expect(distanceOf(target!, reference.target)).toBeLessThan(PARAMETER_TOLERANCE);
        expectFigure('loss', figures.loss, wanted.loss);
        expectFigure('gradientNorm', figures.gradientNorm, wanted.gradientNorm);
      }
      await engine.close();
    });

    it('in rounds, normalized throughout, with a last minibatch of one: PPO', async () => {
      const made = await policyTrainer({ ...PPO, learner: { ...learner, batchSize: 10 } }, PLANE);
      await expectDefinition(made, new ReferenceUnrollLearner(made.task, made.initialParameters));
    });

    it('of whole episodes, on normalized observations: Actor-Critic', async () => {
      const made = await policyTrainer({ ...ACTOR_CRITIC, learner }, PLANE);
      await expectDefinition(made, new ReferenceEpisodeLearner(made.task, made.initialParameters));
    });
  },
);
