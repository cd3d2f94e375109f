import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bits } from '../../../shared/kernels/support/fixture.js';
import { outputsReference } from '../../../shared/network/support.js';
import type { PolicyBatch } from '../../../../src/learner/unrolls/policy-batch.js';
import type { NetworkOutputs } from '../../../../src/learner/engines/engine.js';
import { parameterLayout } from '../../../../src/shared/network/parameters.js';
import {
  CHOICES,
  ingestRound,
  PLANE,
  policyTrainer,
  type PolicySettings,
  type PolicyEngine,
} from '../../support/policy-task.js';
import { policySteps } from '../../support/policy-steps.js';
import { SequentialCrew } from '../../support/sequential-crew.js';

const columnsOf = (batch: PolicyBatch) =>
  Object.entries(batch as unknown as Record<string, Float32Array | Int32Array>);

/** Writes rows that do not depend on how many there are. */
function fill(batch: PolicyBatch): void {
  for (const [name, column] of columnsOf(batch))
    column.forEach((_, i) => (column[i] = name === 'action' ? i % 3 : Math.sin(i + name.length)));
}

const observationsOf = (rows: number) =>
  Float32Array.from(
    policySteps(CHOICES, { firstEnv: 0, numEnvs: 1, numSteps: rows }, 0)
      .flat()
      .flatMap((step) => step.observation),
  );

describe.each([1, 2, 3])('SimdEngine of a policy, on %d threads', (numThreads) => {
  const newCrew = () => (numThreads === 1 ? undefined : new SequentialCrew(numThreads));

  /** An engine for up to 32 rows of three observed numbers. */
  async function engineOf(
    given: Partial<PolicySettings['algorithm']> = {},
    actionSpace = CHOICES as typeof CHOICES | typeof PLANE,
  ) {
    const algorithm = { name: 'a2c', ...given } as PolicySettings['algorithm'];
    const settings = { algorithm, optimizer: { name: 'adam', learningRate: 0.01 } } as const;
    const made = await policyTrainer(settings, actionSpace, newCrew());
    return { ...made, network: made.task.networks.trained };
  }

  it('predicts what the network says, for any number of rows', async () => {
    const { engine, network, initialParameters } = await engineOf({ normalizeObservations: true }, PLANE);
    for (const rows of [1, 5, 32, 2]) {
      const observations = observationsOf(rows);
      const outputs = engine.predict(observations);
      expect(Object.entries(outputs).map(([name, { length }]) => [name, length / rows])).toEqual([
        ['policy', 2],
        ['logStandardDeviation', 2],
        ['value', 1],
      ]);
      for (let i = 0; i < rows; i++) {
        const wanted = outputsReference(network, initialParameters, [
          ...observations.subarray(3 * i, 3 * i + 3),
        ]);
        for (const [name, values] of Object.entries(wanted))
          // Two dense layers of 3 and 5 terms below 1, in float32.
          values.forEach((value, j) =>
            expect(Math.abs(outputs[name]![i * values.length + j]! - value)).toBeLessThan(1e-6),
          );
      }
    }
  });

  it.each([0, 2, 33 * 3, 32 * 3 + 1])('refuses to predict for %d numbers', async (length) => {
    const { engine } = await engineOf();
    expect(() => engine.predict(new Float32Array(length))).toThrow(
      expect.objectContaining({
        code: 'ERR_SHAPE',
        message: `rows of observations: expected an integer from 1 to 32, got ${length / 3}`,
      }) as Error,
    );
  });

  it.each([0, 33, 1.5, NaN, -1])('refuses a batch of %d rows, and keeps the one it has', async (rows) => {
    const { engine } = await engineOf();
    const { batch } = engine;
    expect(() => engine.resize(rows)).toThrow(
      expect.objectContaining({
        code: 'ERR_SHAPE',
        message: `rows of batch: expected an integer from 1 to 32, got ${rows}`,
      }) as Error,
    );
    expect(engine.batch).toBe(batch);
  });

  it('learns from the rows of its batch alone, whatever lies behind them', async () => {
    const learned = async (before: number) => {
      const { engine } = await engineOf({}, PLANE);
      expect(engine.batch.advantage.length).toBe(32);
      for (const [, column] of columnsOf(engine.batch)) column.fill(before);
      engine.resize(7);
      expect(
        [engine.batch.observation, engine.batch.action, engine.batch.valueTarget].map(({ length }) => length),
      ).toEqual([21, 14, 7]);
      fill(engine.batch);
      const { loss } = engine.update();
      return [loss, ...bits(engine.readParameters())];
    };
    expect(await learned(NaN)).toEqual(await learned(3));
  });

  it('makes each update with the step size of the moment', async () => {
    const { engine } = await engineOf();
    const movedBy = (learningRate: number) => {
      engine.learningRate = learningRate;
      fill(engine.batch);
      const before = engine.readParameters().slice();
      expect(engine.update().learningRate).toBe(learningRate);
      return Math.max(...before.map((value, k) => Math.abs(value - engine.readParameters()[k]!)));
    };
    // Adam moves the steepest parameter by about its step size when the gradient is the same again; half an ulp of 1.
    expect([movedBy(0.25), movedBy(0.125), movedBy(0)].map((by) => Math.round(100 * by) / 100)).toEqual([
      0.25, 0.13, 0,
    ]);
  });

  it('overwrites a part of the parameters, for the next pass', async () => {
    const { engine, network, initialParameters } = await engineOf({ normalizeObservations: true });
    const { tensors } = parameterLayout(network);
    const { offset } = tensors.find(({ name }) => name === '0.scale')!;
    const observations = observationsOf(1);
    engine.writeParameters(offset, Float32Array.of(0, 0, 0));
    const wanted = initialParameters.slice();
    wanted.fill(0, offset, offset + 3);
    expect(bits(engine.readParameters())).toEqual(bits(wanted));
    // Scaled by 0, any observation is zeros to the network.
    const { value } = outputsReference(network, initialParameters, [0, 0, 0]);
    expect(Math.abs(engine.predict(observations)['value']![0]! - value![0]!)).toBeLessThan(1e-6);
  });

  it('never moves what running statistics decide', async () => {
    const { engine, network } = await engineOf({ normalizeObservations: true });
    const { tensors } = parameterLayout(network);
    const statistics = tensors.filter(({ name }) => /mean|scale/.test(name));
    expect(statistics.map(({ name }) => name)).toEqual(['0.mean', '0.scale']);
    const read = () =>
      statistics.map(({ offset, length }) => bits(engine.readParameters().slice(offset, offset + length)));
    const before = read();
    for (let update = 0; update < 5; update++) {
      fill(engine.batch);
      engine.update();
    }
    expect(read()).toEqual(before);
  });

  it('fits into the memory that a run gives it, whatever the algorithm and its network', async () => {
    const anyName = fc.constantFrom('a2c', 'impala', 'ppo', 'reinforce', 'actor-critic');
    const anyHidden = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 4 });
    const property = async (
      name: PolicySettings['algorithm']['name'],
      hidden: number[],
      isBox: boolean,
      isNormalized: boolean,
      blockLength: number,
    ) => {
      const made = await policyTrainer(
        {
          algorithm: { name, hidden, normalizeObservations: isNormalized },
          actors: { blockLength },
          run: { mode: 'sync' },
        },
        isBox ? PLANE : CHOICES,
        newCrew(),
      );
      for (let round = 0; round < 3; round++) {
        ingestRound(made, round);
        while (made.trainer.updatesDue > 0) await made.trainer.update();
      }
      expect(made.engine.parametersAreFinite()).toBe(true);
    };
    await fc.assert(
      fc.asyncProperty(
        anyName,
        anyHidden,
        fc.boolean(),
        fc.boolean(),
        fc.integer({ min: 1, max: 70 }),
        property,
      ),
      { numRuns: 30 },
    );
  });

  describe('forward', () => {
    /** An engine with a batch of eight rows. */
    const filled = async (): Promise<PolicyEngine> => {
      const { engine } = await engineOf();
      engine.resize(8);
      fill(engine.batch);
      return engine;
    };
    const valuesOf = (outputs: NetworkOutputs) =>
      Object.entries(outputs).map(([name, values]) => [name, [...values]]);
    /** The parameters that an update leads to. */
    const updated = (engine: PolicyEngine): readonly number[] => {
      fill(engine.batch);
      engine.update();
      return [...bits(engine.readParameters())];
    };

    it('says what predict says, and the update goes on from there', async () => {
      const engine = await filled();
      const said = valuesOf(engine.forward());
      expect(said).toEqual(valuesOf((await filled()).predict((await filled()).batch.observation)));
      expect(updated(engine)).toEqual(updated(await filled()));
    });

    it.each([
      ['a prediction', (engine: PolicyEngine) => void engine.predict(observationsOf(8))],
      ['an update', (engine: PolicyEngine) => void engine.update()],
      ['more rows', (engine: PolicyEngine) => engine.resize(16)],
      ['other parameters', (engine: PolicyEngine) => engine.writeParameters(0, Float32Array.of(0.5))],
    ])('does not count after %s', async (_, between) => {
      const asked = await filled();
      asked.forward();
      between(asked);
      const other = await filled();
      between(other);
      expect(updated(asked)).toEqual(updated(other));
    });
  });
});
