import { describe, expect, it } from 'vitest';
import type { Engine } from '../../../../src/learner/engines/engine.js';
import type { Columns } from './programs.js';
import { POLICY, VALUES } from './small-cases.js';
import type { CreateEngine } from './subjects.js';
import { stateOf, Twins } from './twins.js';

const FIX = 'lower optimizer.learningRate or set optimizer.maxGradientNorm';

const failure = (quantity: string, message: string) =>
  expect.objectContaining({
    code: 'ERR_NON_FINITE',
    quantity,
    message: expect.stringMatching(new RegExp(`^${message}; ${FIX}$`)) as string,
  }) as Error;

const allFinite = (state: Readonly<Record<string, Float32Array>>) =>
  Object.values(state).every((values) => values.every(Number.isFinite));

/** Makes the next update's loss NaN. */
function spoil(engine: Engine<Columns>): void {
  engine.batch['rewardT']![3] = NaN;
}

/** Numbers that go bad: which update it was, and that it has changed nothing. */
export function testNonFinite(create: CreateEngine): void {
  describe('numbers that are not finite', () => {
    it.each([
      [
        'loss',
        (engine: Engine<Columns>) => spoil(engine),
        'loss of update 2: expected a finite number, got NaN',
      ],
      [
        'gradient',
        (engine: Engine<Columns>) => engine.batch['rewardT']!.fill(1e18),
        'gradient of update 2: expected a finite number, got Infinity',
      ],
    ])('in a %s end the update, and all is as it was before', async (quantity, ruin, message) => {
      const twins = await Twins.create(create, VALUES);
      await twins.update(0);
      twins.engine.writeParameters(4, Float32Array.of(0.5));
      twins.simd.writeParameters(4, Float32Array.of(0.5));
      const before = await stateOf(twins.engine);
      twins.fill(1);
      ruin(twins.engine);
      if (quantity === 'gradient') twins.engine.batch['observationTm1']!.fill(1e15);
      await expect((async () => twins.engine.update())()).rejects.toThrow(failure(quantity, message));
      expect(await stateOf(twins.engine)).toEqual(before);
      expect(await twins.engine.parametersAreFinite()).toBe(true);
      await twins.update(2);
      await twins.expectSameState();
      await twins.engine.close();
    });

    it('are seen with the next figures, and lead back to the latest that were told', async () => {
      const twins = await Twins.create(create, VALUES, { metricsInterval: 3 });
      await twins.update(0);
      const verified = await stateOf(twins.engine);
      for (const update of [1, 2]) {
        twins.made.fill(twins.engine.batch, update);
        if (update === 1) spoil(twins.engine);
        await twins.engine.update();
      }
      const message = 'loss of one of updates 2 to 4: expected a finite number, got NaN';
      await expect((async () => twins.engine.update())()).rejects.toThrow(failure('loss', message));
      expect(await stateOf(twins.engine)).toEqual(verified);
      expect(await twins.engine.parametersAreFinite()).toBe(true);
      await twins.engine.close();
    });

    it('in a gradient whose square alone overflows are seen too, though all weights are finite', async () => {
      const twins = await Twins.create(create, VALUES, { metricsInterval: 3 });
      await twins.update(0);
      const verified = await stateOf(twins.engine);
      for (const update of [1, 2]) {
        twins.made.fill(twins.engine.batch, update);
        if (update === 1) twins.engine.batch['rewardT']![0] = 1e25;
        await twins.engine.update();
        expect(await twins.engine.parametersAreFinite()).toBe(true);
      }
      const message = 'gradient of one of updates 2 to 4: expected a finite number, got Infinity';
      await expect((async () => twins.engine.update())()).rejects.toThrow(failure('gradient', message));
      expect(await stateOf(twins.engine)).toEqual(verified);
      await twins.engine.close();
    });

    it('are seen before parameters are published, once', async () => {
      const twins = await Twins.create(create, VALUES, { metricsInterval: 100 });
      await twins.update(0);
      const verified = await stateOf(twins.engine);
      await twins.update(1);
      twins.made.fill(twins.engine.batch, 2);
      spoil(twins.engine);
      await twins.engine.update();
      const message = 'weights of one of updates 2 to 3: expected a finite number, got NaN';
      await expect((async () => twins.engine.parametersAreFinite())()).rejects.toThrow(
        failure('weights', message),
      );
      expect(await twins.engine.parametersAreFinite()).toBe(true);
      const after = await stateOf(twins.engine);
      expect(after).toEqual(verified);
      expect(allFinite(after)).toBe(true);
      await twins.engine.close();
    });

    it('in weights that overflow are seen with the figures of that update', async () => {
      const twins = await Twins.create(create, VALUES);
      await twins.update(0);
      const before = await stateOf(twins.engine);
      twins.engine.learningRate = 1e38 * 100;
      twins.fill(1);
      await expect((async () => twins.engine.update())()).rejects.toThrow(
        failure('weights', 'weights of update 2: expected a finite number, got (NaN|Infinity)'),
      );
      expect(await stateOf(twins.engine)).toEqual(before);
      await twins.engine.close();
    });

    it("that were written are no update's: nothing goes back", async () => {
      const twins = await Twins.create(create, POLICY);
      await twins.update(0);
      expect(await twins.engine.parametersAreFinite()).toBe(true);
      for (const value of [NaN, -Infinity]) {
        twins.engine.writeParameters(7, Float32Array.of(value));
        expect(await twins.engine.parametersAreFinite()).toBe(false);
        expect((await twins.engine.readParameters())[7]).toBe(value);
      }
      await twins.engine.close();
    });

    it('in a loss that only the host can tell are seen too', async () => {
      // A ratio of probabilities is cut off on its way, which makes a number of what is none on some devices.
      const twins = await Twins.create(create, POLICY);
      for (const engine of twins.all) {
        twins.made.fill(engine.batch, 0);
        engine.batch['behaviourLogProbability']![2] = NaN;
        await expect((async () => engine.update())()).rejects.toThrow(
          failure('loss', 'loss of update 1: expected a finite number, got (NaN|Infinity)'),
        );
      }
      await twins.engine.close();
    });
  });
}
