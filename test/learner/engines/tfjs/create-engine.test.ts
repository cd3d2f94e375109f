import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { createTfjsEngine } from '../../../../src/learner/engines/tfjs/create-engine.js';
import type { TfjsEngineName } from '../../../../src/shared/config/engines.js';
import { VALUES } from '../conformance/small-cases.js';
import { makeCase } from '../conformance/update-case.js';

/** What an engine of its own makes of two updates, and what it leaves. */
async function learned(name: TfjsEngineName) {
  const { program, settings, fill } = makeCase({ ...VALUES, algorithm: { name: 'dqn', hidden: [] } });
  const engine = await createTfjsEngine(name, program, settings);
  for (const seed of [0, 1]) {
    fill(engine.batch, seed);
    await engine.update();
  }
  const parameters = (await engine.readParameters()).slice();
  await engine.close();
  return { parameters, numTensors: tf.memory().numTensors };
}

describe('createTfjsEngine', () => {
  it.each(['tfjs-wasm', 'tfjs-cpu'] as const)(
    'makes one engine after another in a thread, which leave nothing: %s',
    async (name) => {
      const first = await learned(name);
      expect(first.numTensors).toBe(0);
      expect(await learned(name)).toEqual(first);
    },
  );

  it('makes an engine of one backend after that of another', async () => {
    const wasm = await learned('tfjs-wasm');
    await learned('tfjs-cpu');
    expect(await learned('tfjs-wasm')).toEqual(wasm);
  });
});
