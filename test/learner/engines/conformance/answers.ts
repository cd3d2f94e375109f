import { describe, expect, it } from 'vitest';
import { VALUES } from './small-cases.js';
import type { CreateEngine } from './subjects.js';
import { expectState, OUTPUT_TOLERANCE, stateOf, Twins } from './twins.js';

const observations = Float32Array.from({ length: 10 }, (_, i) => Math.cos(i));

/** What engines of a device answer when they get to it: each answer is about the moment of its question. */
export function testAnswers(create: CreateEngine): void {
  describe('answers', () => {
    it('are of the state when they were asked for, whatever is asked before they are here', async () => {
      const twins = await Twins.create(create, VALUES);
      const { engine, simd, made } = twins;
      twins.fill(0); // and the same batch for all: it is not to change while an update is not answered
      const asked = [0, 1, 2].map(() => ({ figures: engine.update(), state: stateOf(engine) }));
      for (const { figures, state } of asked) {
        await simd.update();
        expectState(made, await state, await stateOf(simd));
        await figures;
      }
      expect(engine.updates).toBe(3);
      await engine.close();
    });

    it('of a network are of its parameters when it was asked', async () => {
      const twins = await Twins.create(create, VALUES);
      const { engine, simd } = twins;
      const before = (await simd.predict(observations))['output']!.slice();
      const answer = engine.predict(observations);
      twins.fill(0);
      await engine.update();
      engine.writeParameters(0, new Float32Array(5));
      const stray = (await answer)['output']!.map((value, i) => Math.abs(value - before[i]!));
      expect(Math.max(...stray)).toBeLessThan(OUTPUT_TOLERANCE);
      await engine.close();
    });

    it('tell of the first update and of every so manieth after it, and nothing of those between', async () => {
      const twins = await Twins.create(create, VALUES, { metricsInterval: 3 });
      const told: boolean[] = [];
      // Each is compared with the figures of `simd` for that very update.
      for (let update = 0; update < 8; update++) told.push((await twins.update(update)) !== undefined);
      expect(told).toEqual([true, false, false, true, false, false, true, false]);
      await twins.expectSameState();
      await twins.engine.close();
    });

    it('do not keep an update from taking its batch at once, if nothing is told of it', async () => {
      const twins = await Twins.create(create, VALUES, { metricsInterval: 100 });
      await twins.update(0);
      for (let update = 1; update < 4; update++) {
        twins.fill(update);
        expect(twins.engine.update()).toBeUndefined();
        await twins.simd.update();
        for (const column of Object.values(twins.engine.batch)) column.fill(-1);
      }
      await twins.expectSameState();
      await twins.engine.close();
    });
  });
}
