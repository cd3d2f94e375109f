import { describe, expect, it } from 'vitest';
import type { Engine } from '../../../../src/learner/engines/engine.js';
import type { Columns } from './programs.js';
import { POLICY, VALUES } from './small-cases.js';
import type { CreateEngine } from './subjects.js';
import { Twins } from './twins.js';

/** Its message and code, from a call that throws or rejects. */
async function refusalOf(call: () => unknown): Promise<unknown> {
  try {
    await call();
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    return { code, message };
  }
  return undefined;
}

/** Says what both refuse. */
async function expectSameRefusal({ all }: Twins, call: (engine: Engine<Columns>) => unknown): Promise<void> {
  const [refusal, wanted] = await Promise.all(all.map((engine) => refusalOf(() => call(engine))));
  expect(wanted).toMatchObject({ code: 'ERR_SHAPE' });
  expect(refusal).toEqual(wanted);
}

const lengthsOf = (batch: Columns) =>
  Object.fromEntries(Object.entries(batch).map(([name, { length }]) => [name, length]));

/** Batches of any size up to the largest, and what is no size. */
export function testRows(create: CreateEngine): void {
  describe('rows', () => {
    it.each([VALUES, POLICY])(
      'learns from as many as the batch has, whatever lies behind them: %#',
      async (given) => {
        const twins = await Twins.create(create, given);
        for (const column of Object.values(twins.engine.batch)) column.fill(1e6);
        for (const [update, rows] of [8, 3, 8, 1, 5].entries()) {
          twins.tell((engine) => engine.resize(rows));
          expect(lengthsOf(twins.engine.batch)).toEqual(lengthsOf(twins.simd.batch));
          await twins.update(update);
          await twins.expectSameOutputs((engine) => engine.forward());
        }
        await twins.expectSameState();
        await twins.engine.close();
      },
    );

    it('are views of one memory, the same until resized', async () => {
      const { engine, made } = await Twins.create(create, VALUES);
      made.fill(engine.batch, 0);
      const whole = engine.batch;
      const rewards = whole['rewardT']!.slice();
      expect(engine.batch).toBe(whole);
      engine.resize(3);
      expect(engine.batch['rewardT']).toEqual(rewards.subarray(0, 3));
      engine.batch['rewardT']![1] = 17;
      engine.resize(8);
      expect(engine.batch).toBe(whole);
      rewards[1] = 17;
      expect(whole['rewardT']).toEqual(rewards);
      await engine.close();
    });

    it('are refused, in the same words, where there are too few, too many, or a part of one', async () => {
      const twins = await Twins.create(create, VALUES);
      const { batch } = twins.engine;
      for (const rows of [0, 9, 1.5, NaN, -1])
        await expectSameRefusal(twins, (engine) => engine.resize(rows));
      for (const length of [0, 2, 9 * 5, 8 * 5 + 1])
        await expectSameRefusal(twins, (engine) => engine.predict(new Float32Array(length)));
      expect(twins.engine.batch).toBe(batch);
      await twins.update(0);
      await twins.expectSameState();
      await twins.engine.close();
    });

    it('take first parameters of the network alone', async () => {
      const { made, engine } = await Twins.create(create, VALUES);
      const initialParameters = made.settings.initialParameters.subarray(1);
      const expected = `${initialParameters.length + 1} elements, got ${initialParameters.length}`;
      expect(await refusalOf(() => create(made.program, { ...made.settings, initialParameters }))).toEqual({
        code: 'ERR_SHAPE',
        message: `initialParameters: expected ${expected}`,
      });
      await engine.close();
    });
  });
}
