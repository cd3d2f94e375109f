import { describe, expect, it } from 'vitest';
import { POLICY, VALUES } from './small-cases.js';
import type { CreateEngine } from './subjects.js';
import { stateOf, Twins } from './twins.js';

const observations = Float32Array.from({ length: 15 }, (_, i) => Math.sin(i));

/** What else an engine is asked or told, and that updates go on from there. */
export function testBetweenUpdates(create: CreateEngine): void {
  describe('between updates', () => {
    it('predicts, and learns the same from the batch that is written then', async () => {
      const twins = await Twins.create(create, POLICY);
      for (let update = 0; update < 3; update++) {
        twins.fill(update + 10);
        await twins.expectSameOutputs((engine) => engine.predict(observations));
        await twins.update(update);
        await twins.expectSameOutputs((engine) => engine.predict(observations.subarray(0, 5)));
      }
      await twins.expectSameState();
      await twins.engine.close();
    });

    it('runs a pass on a batch whose other columns are written later', async () => {
      const twins = await Twins.create(create, POLICY);
      twins.fill(0);
      const rest = twins.all.map(({ batch }) =>
        Object.entries(batch).flatMap(([name, values]) =>
          name === 'observation' ? [] : [{ values, later: values.slice() }],
        ),
      );
      for (const { values } of rest.flat()) values.fill(0);
      await twins.expectSameOutputs((engine) => engine.forward());
      for (const { values, later } of rest.flat()) values.set(later);
      const [engine, simd] = [await twins.engine.update(), await twins.simd.update()];
      expect(engine!.loss).toBeCloseTo(simd!.loss, 5);
      await twins.expectSameState();
      await twins.engine.close();
    });

    it('takes other parameters at the beginning, in the middle and at the end, and nothing else changes', async () => {
      const twins = await Twins.create(create, VALUES);
      const { numParameters } = twins.made.layout;
      const pieces = [
        { offset: 0, values: Float32Array.of(0.25, -0.5, 0.75) },
        { offset: 40, values: Float32Array.of(-0.125) },
        { offset: numParameters - 2, values: Float32Array.of(0.5, 0) },
        { offset: 0, values: twins.made.settings.initialParameters.map((value) => value / 2) },
      ];
      for (const [update, { offset, values }] of pieces.entries()) {
        await twins.update(update);
        const before = await stateOf(twins.engine);
        twins.tell((engine) => engine.writeParameters(offset, values));
        before['parameters']!.set(values, offset);
        values.fill(NaN); // the engine keeps none of what it was given
        expect(await stateOf(twins.engine)).toEqual(before);
        await twins.expectSameOutputs((engine) => engine.predict(observations));
      }
      await twins.update(9);
      await twins.expectSameState();
      await twins.engine.close();
    });

    it('changes the step size, for the next update', async () => {
      const twins = await Twins.create(create, VALUES);
      for (const [update, learningRate] of [0.25, 0.125, 0].entries()) {
        twins.tell((engine) => (engine.learningRate = learningRate));
        const before = await stateOf(twins.engine);
        const figures = await twins.update(update);
        expect(figures!.learningRate).toBe(learningRate);
        const { parameters } = await stateOf(twins.engine);
        if (learningRate === 0) expect(parameters).toEqual(before['parameters']);
        else expect(parameters).not.toEqual(before['parameters']);
      }
      await twins.expectSameState();
      await twins.engine.close();
    });

    it('hands optimizer state out as copies, in the order of every engine', async () => {
      for (const given of [VALUES, POLICY]) {
        const twins = await Twins.create(create, given);
        await twins.update(0);
        const state = await twins.engine.optimizerState();
        expect(Object.keys(state)).toEqual(Object.keys(await twins.simd.optimizerState()));
        const copy = structuredClone(state);
        await twins.update(1);
        expect(state).toEqual(copy);
        await twins.engine.close();
      }
    });
  });
}
