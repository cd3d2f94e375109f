import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DqnConfig } from '../../../../src/learner/algorithms/dqn/config.js';
import { box } from '../../../../src/shared/spaces.js';
import { bits } from '../../../shared/kernels/support/fixture.js';
import { SequentialCrew } from '../../support/sequential-crew.js';
import {
  ADAM,
  DESCENT,
  dqnEngine as dqnEngineOf,
  fillBatch,
  RMSPROP,
  type EngineSettings,
} from '../../support/dqn-engine.js';
import {
  gradientReference,
  lossReference,
  ReferenceDqn,
  targetsReference,
} from '../../support/dqn-reference.js';

const HARD = { updateInterval: 3, tau: 1 };
const SOFT = { updateInterval: 2, tau: 0.125 };

const CASES: readonly (readonly [string, EngineSettings])[] = [
  ['DQN, MSE, Adam, hard target', { algorithm: { double: false, loss: 'mse', target: HARD } }],
  ['DQN, Huber, RMSProp, soft target', { algorithm: { double: false, target: SOFT }, optimizer: RMSPROP }],
  ['Double DQN, Huber, Adam, soft target, clipped', { algorithm: { target: SOFT }, maxGradientNorm: 0.5 }],
  [
    'Double DQN, MSE, RMSProp, clipped',
    { algorithm: { loss: 'mse', target: HARD }, optimizer: RMSPROP, maxGradientNorm: 1 },
  ],
  ['tanh, a narrow Huber loss', { algorithm: { activation: 'tanh', huberDelta: 0.1, target: HARD } }],
  ['no hidden layer, one action', { algorithm: { hidden: [], target: HARD }, numActions: 1, batchSize: 1 }],
];

const maxDistance = (a: ArrayLike<number>, b: ArrayLike<number>) =>
  Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i]!)));

/** Everything that an update may change. */
const stateOf = ({ engine }: ReturnType<typeof dqnEngineOf>) => ({
  parameters: bits(engine.readParameters()),
  ...Object.fromEntries(
    Object.entries(engine.optimizerState()).map(([name, values]) => [name, bits(values)]),
  ),
});

describe.each([1, 2, 3])('SimdEngine on %d threads', (numThreads) => {
  const dqnEngine = (given: EngineSettings = {}) =>
    dqnEngineOf(numThreads === 1 ? given : { ...given, crew: new SequentialCrew(numThreads) });

  it.each(CASES)('makes the updates of a float64 reference: %s', (_, given) => {
    const { engine, initialParameters, settings } = dqnEngine(given);
    const reference = new ReferenceDqn(settings, initialParameters);
    for (let i = 0; i < 20; i++) {
      fillBatch(engine.batch, given.numActions ?? 3, i);
      const metrics = engine.update();
      const wanted = reference.update(engine.batch);
      // A parameter of size 1 is rounded to float32 once an update, by 6e-8, and 20 times 1.2e-6. Errors of gradients do
      // not add to that: near 1e-7, of which epsilon = 1e-3 and the step size make 1e-6 at most in a step of 1e-2.
      expect(maxDistance(engine.readParameters(), reference.online)).toBeLessThan(2e-6);
      expect(maxDistance(engine.optimizerState()['target']!, reference.target)).toBeLessThan(2e-6);
      expect(Math.abs(metrics.loss - wanted.loss)).toBeLessThan(2e-6 * Math.max(1, wanted.loss));
      expect(Math.abs(metrics.gradientNorm - wanted.gradientNorm)).toBeLessThan(
        2e-6 * Math.max(1, wanted.gradientNorm),
      );
    }
    expect(engine.updates).toBe(20);
  });

  it('tells the learning rate that an update was made with, and nothing of what its algorithm does not have', () => {
    const { engine } = dqnEngine({ optimizer: DESCENT });
    fillBatch(engine.batch, 3, 0);
    const metrics = engine.update();
    expect(metrics.learningRate).toBe(DESCENT.learningRate);
    expect([metrics.policyLoss, metrics.entropy, metrics.klDivergence]).toEqual([NaN, NaN, NaN]);
  });

  it.each([
    ['DQN', { double: false, loss: 'mse' }],
    ['Double DQN', { double: true, loss: 'huber', activation: 'tanh' }],
  ] satisfies [string, Partial<DqnConfig>][])(
    'goes down the gradient that central differences of the whole loss have: %s',
    (_, algorithm) => {
      const { engine, initialParameters, settings } = dqnEngine({ algorithm, optimizer: DESCENT });
      fillBatch(engine.batch, 3, 0);
      const parameters = Float64Array.from(initialParameters);
      const targets = targetsReference(settings, parameters, parameters, engine.batch);
      engine.update();
      const epsilon = 1e-5;
      parameters.forEach((value, k) => {
        parameters[k] = value + epsilon;
        const above = lossReference(settings, parameters, engine.batch, targets);
        parameters[k] = value - epsilon;
        const below = lossReference(settings, parameters, engine.batch, targets);
        parameters[k] = value;
        const step = initialParameters[k]! - engine.readParameters()[k]!;
        // Float32 sums of up to 72 terms of size 1, and a parameter of size up to 8 rounded after the step.
        expect(Math.abs(step - (above - below) / (2 * epsilon))).toBeLessThan(1e-5);
      });
    },
  );

  it('shortens a gradient that is too long to the norm allowed, and reports the whole', () => {
    const unclipped = dqnEngine({ optimizer: DESCENT });
    fillBatch(unclipped.engine.batch, 3, 0);
    const { initialParameters, settings } = unclipped;
    const targets = targetsReference(settings, initialParameters, initialParameters, unclipped.engine.batch);
    const gradient = gradientReference(settings, initialParameters, unclipped.engine.batch, targets);
    const norm = Math.hypot(...gradient);

    for (const maxGradientNorm of [norm / 4, 2 * norm]) {
      const { engine } = dqnEngine({ optimizer: DESCENT, maxGradientNorm });
      fillBatch(engine.batch, 3, 0);
      expect(Math.abs(engine.update().gradientNorm / norm - 1)).toBeLessThan(1e-5);
      const scale = Math.min(1, maxGradientNorm / norm);
      const wanted = gradient.map((value, k) => initialParameters[k]! - scale * value);
      expect(maxDistance(engine.readParameters(), wanted)).toBeLessThan(1e-5);
    }
  });

  it('gives the same bits again', () => {
    const run = () => {
      const made = dqnEngine({ maxGradientNorm: 1 });
      for (let i = 0; i < 10; i++) {
        fillBatch(made.engine.batch, 3, i);
        made.engine.update();
      }
      return stateOf(made);
    };
    expect(run()).toEqual(run());
  });

  it('copies the online parameters to the target at every interval, and not in between', () => {
    const { engine, initialParameters } = dqnEngine({ algorithm: { target: HARD } });
    let wanted = bits(initialParameters);
    for (let i = 1; i <= 10; i++) {
      fillBatch(engine.batch, 3, i);
      engine.update();
      if (i % 3 === 0) wanted = bits(engine.readParameters());
      expect(bits(engine.optimizerState()['target']!)).toEqual(wanted);
    }
  });

  it.each([
    ['loss', NaN, 1, 'loss of update 2: expected a finite number, got NaN'],
    ['loss', Infinity, 1, 'loss of update 2: expected a finite number, got NaN'],
    // Finite values and a finite loss in float64, whose gradient is beyond float32.
    ['gradient', 1e30, 1e30, 'gradient of update 2: expected a finite number, got Infinity'],
  ])('refuses a %s that is not finite, and is as it was before', (quantity, reward, observation, message) => {
    const made = dqnEngine({ algorithm: { loss: 'mse', target: { updateInterval: 2, tau: 1 } } });
    const twin = dqnEngine({ algorithm: { loss: 'mse', target: { updateInterval: 2, tau: 1 } } });
    for (const { engine } of [made, twin]) {
      fillBatch(engine.batch, 3, 0);
      engine.update();
    }
    const before = stateOf(made);
    made.engine.batch.rewardT[5] = reward;
    made.engine.batch.observationTm1.fill(observation, 15, 18);
    expect(() => made.engine.update()).toThrow(
      expect.objectContaining({
        code: 'ERR_NON_FINITE',
        quantity,
        message: `${message}; lower optimizer.learningRate or set optimizer.maxGradientNorm`,
      }) as Error,
    );
    expect(stateOf(made)).toEqual(before);
    expect(made.engine.updates).toBe(1);
    for (const { engine } of [made, twin]) {
      fillBatch(engine.batch, 3, 1);
      engine.update();
    }
    expect(stateOf(made)).toEqual(stateOf(twin));
  });

  it('sees a parameter that is not finite', () => {
    const { engine } = dqnEngine();
    expect(engine.parametersAreFinite()).toBe(true);
    engine.readParameters()[4] = -Infinity;
    expect(engine.parametersAreFinite()).toBe(false);
  });

  it('hands its optimizer state out as copies, by name', () => {
    const { engine } = dqnEngine();
    fillBatch(engine.batch, 3, 0);
    engine.update();
    const state = engine.optimizerState();
    expect(Object.keys(state)).toEqual(['adam.firstMoment', 'adam.secondMoment', 'adam.steps', 'target']);
    expect([...state['adam.steps']!]).toEqual([1]);
    const copy = structuredClone(state);
    engine.update();
    expect(state).toEqual(copy);
    expect(Object.keys(dqnEngine({ optimizer: RMSPROP }).engine.optimizerState())).toEqual([
      'rmsprop.secondMoment',
      'target',
    ]);
  });

  it('fits into the memory that a run gives it, whatever the network', () => {
    const property = (
      hidden: readonly number[],
      batchSize: number,
      observationSize: number,
      double: boolean,
    ) => {
      const { engine } = dqnEngine({
        algorithm: { hidden, double },
        optimizer: ADAM,
        batchSize,
        observationSpace: box([observationSize], -1, 1),
      });
      fillBatch(engine.batch, 3, 0);
      engine.update();
    };
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 16 }),
        fc.integer({ min: 1, max: 70 }),
        fc.integer({ min: 1, max: 20 }),
        fc.boolean(),
        property,
      ),
      { numRuns: 30 },
    );
  });

  it('has memory for the Nature network in batches of 256 with Double DQN', () => {
    const { engine } = dqnEngine({
      algorithm: { hidden: [512], double: true },
      observationSpace: box([84, 84, 4], 0, 255, 'uint8'),
      numActions: 18,
      batchSize: 256,
    });
    expect(engine.readParameters().length).toBe(1_693_362);
    expect(engine.batch.observationT.length).toBe(256 * 84 * 84 * 4);
  });

  it('rejects parameters of another network', () => {
    const { initialParameters } = dqnEngine();
    expect(() => dqnEngine({ initialParameters: initialParameters.subarray(1) })).toThrow(
      expect.objectContaining({
        code: 'ERR_SHAPE',
        message: `initialParameters: expected ${initialParameters.length} elements, got ${initialParameters.length - 1}`,
      }) as Error,
    );
  });
});
