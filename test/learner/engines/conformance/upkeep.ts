import { describe, expect, it } from 'vitest';
import type { Engine } from '../../../../src/learner/engines/engine.js';
import type { TfjsBackend } from '../../../../src/learner/engines/tfjs/backend.js';
import type { Tf } from '../../../../src/learner/engines/tfjs/tf.js';
import { discrete } from '../../../../src/shared/spaces.js';
import type { Columns } from './programs.js';
import { POLICY, VALUES } from './small-cases.js';
import { createOn } from './subjects.js';
import { makeCase, type UpdateCase } from './update-case.js';

/** As small as a network can be, and as few operations as an update can have. */
const TINY: UpdateCase = {
  claim: 'a tiny network',
  algorithm: { name: 'dqn', hidden: [], loss: 'mse', target: { updateInterval: 4, tau: 1 } },
  actions: discrete(1),
  optimizer: POLICY.optimizer,
  rows: 1,
};

/** All that an update can do: clipping, both moments, a target of its own. */
const RICH: UpdateCase = {
  ...VALUES,
  claim: 'all that there is',
  algorithm: { name: 'dqn', double: true, target: { updateInterval: 4, tau: 0.5 } },
  maxGradientNorm: 0.1,
  rows: 2,
};

/** Updates between two looks: after as many of them, as much is held again, of the target too. */
const PERIOD = 20;

const held = (tf: Tf) => {
  const { numTensors, numBytes, numDataBuffers } = tf.memory();
  return { numTensors, numBytes, numDataBuffers };
};

/** Everything that is asked of an engine beside updates. */
async function askAll(engine: Engine<Columns>): Promise<void> {
  engine.resize(1);
  await engine.forward();
  engine.resize(engine.maxBatchSize);
  await engine.predict(new Float32Array(5));
  await Promise.all([engine.readParameters(), engine.optimizerState(), engine.parametersAreFinite()]);
  engine.writeParameters(1, new Float32Array(2));
  await engine.readParameters();
}

/**
 * What an engine holds on its device, which is always as much, and nothing when it is closed.
 *
 * @param numUpdates - a multiple of {@link PERIOD}
 */
export function testUpkeep(backend: TfjsBackend, numUpdates: number): void {
  const { tf } = backend;
  const create = createOn(backend);

  describe('what it holds on its device', () => {
    it.each([
      [numUpdates, TINY.claim, TINY],
      [Math.min(numUpdates, 10 * PERIOD), RICH.claim, RICH],
    ])(
      'is no more after %d updates, with reads and predictions between them: %s',
      async (total, _, given) => {
        const { program, settings, fill } = makeCase(given);
        const engine = await create(program, { ...settings, metricsInterval: PERIOD });
        fill(engine.batch, 0);
        await engine.update();
        await askAll(engine);
        for (let update = 0; update < 6; update++) await engine.update();
        const before = held(tf);
        for (let update = 0; update < total; update++) {
          await engine.update();
          if (update % (total / PERIOD) === 0) await askAll(engine);
        }
        expect(held(tf)).toEqual(before);
        await engine.close();
      },
    );

    it.each([
      ['after updates', () => undefined],
      ['before what was asked for is answered', ask],
      [
        'after a bad update',
        (engine: Engine<Columns>) => engine.batch['advantage']?.fill(NaN) && ask(engine),
      ],
    ])('is given back when it is closed: %s', async (_, last) => {
      const before = held(tf);
      for (const given of [VALUES, POLICY]) {
        const { program, settings, fill } = makeCase(given);
        const engine = await create(program, { ...settings, maxGradientNorm: 0.5 });
        fill(engine.batch, 0);
        await engine.update();
        last(engine);
        await engine.close();
      }
      expect(held(tf)).toEqual(before);
    });
  });
}

/** Asks for everything, and waits for nothing. */
function ask(engine: Engine<Columns>): void {
  const asked = [
    engine.update(),
    engine.forward(),
    engine.readParameters(),
    engine.optimizerState(),
    engine.parametersAreFinite(),
  ];
  for (const answer of asked) Promise.resolve(answer).catch(() => undefined);
}
