import { describe, expect, it } from 'vitest';
import { partsOf } from '../../../../bench/suites/engines/engine-cases.js';
import { DirectUpdate, type DirectAdam } from '../../../../bench/suites/tfjs/direct-update.js';
import { provideFilterGradient } from '../../../../bench/suites/tfjs/filter-gradient.js';
import type { AdamOptions } from '../../../../src/learner/engines/engine.js';
import { loadBackend } from '../../../../src/learner/engines/tfjs/load/load-backend.js';
import { TfjsEngine } from '../../../../src/learner/engines/tfjs/tfjs-engine.js';

/** An epsilon that no gradient of rounding makes a whole step beside. */
const ADAM: AdamOptions = { name: 'adam', learningRate: 1e-3, beta1: 0.9, beta2: 0.999, epsilon: 1e-2 };

/** A target that moves on the way. */
const TARGET = { updateInterval: 2, tau: 1 };

const distance = (a: Float32Array, b: Float32Array) =>
  Math.sqrt(a.reduce((sum, x, i) => sum + (x - b[i]!) ** 2, 0));

const backend = await loadBackend('tfjs-wasm');
provideFilterGradient(backend);

describe('DirectUpdate', () => {
  it.each<{ network: '4-128-128-2' | 'Nature'; rows: number; updates: number; adam: DirectAdam }>([
    { network: '4-128-128-2', rows: 16, updates: 20, adam: 'library' },
    { network: '4-128-128-2', rows: 16, updates: 20, adam: 'own' },
    { network: 'Nature', rows: 2, updates: 3, adam: 'library' },
  ])('is the update that the engine makes: $network, Adam of its $adam', async (given) => {
    const { network, rows, updates, adam } = given;
    const { program: declared, initialParameters, fill } = partsOf({ network });
    const program = { ...declared, target: TARGET };
    const engine = new TfjsEngine({ ...backend, close: () => undefined }, program, {
      maxBatchSize: rows,
      optimizer: ADAM,
      maxGradientNorm: null,
      initialParameters,
      metricsInterval: 7,
    });
    fill(engine.batch);
    const before = backend.tf.memory().numTensors;
    const how = { adam, optimizer: ADAM, targetInterval: TARGET.updateInterval, metricsInterval: 7 };
    const direct = new DirectUpdate(backend.tf, program.network, initialParameters, engine.batch, how);
    await direct.update();
    const kept = backend.tf.memory().numTensors;
    expect(kept).toBeGreaterThan(before);
    for (let i = 1; i < updates; i++) await direct.update();
    expect(backend.tf.memory().numTensors).toBe(kept);
    for (let i = 0; i < updates; i++) await engine.update();
    const [got, wanted] = [await direct.readParameters(), await engine.readParameters()];
    expect(distance(got, wanted)).toBeLessThan(1e-3 * distance(initialParameters, wanted));
    await engine.close();
  });
});
