import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { presetNames } from '../../../src/runtime/config/presets.js';
import { resolveConfig } from '../../../src/runtime/config/resolve.js';
import { settle } from '../../../src/runtime/config/settle.js';

describe('presets', () => {
  it('are there', () => {
    expect(presetNames()).toContain('notebook-dqn');
  });

  it.each(presetNames())('%s resolves, says where it comes from and changes something', (name) => {
    expect(readFileSync(`presets/${name}.yaml`, 'utf8')).toMatch(/^# ./);
    expect(resolveConfig({ preset: name })).not.toEqual(resolveConfig());
  });

  it('notebook-dqn has the settings of the notebook', () => {
    const config = settle(
      resolveConfig({ preset: 'notebook-dqn' }),
      { maxEpisodeSteps: 500, returnThreshold: 475 },
      2,
    );
    expect(config).toMatchObject({
      env: { id: 'CartPole-v1', count: 1, terminalReward: 0, maxEpisodeSteps: 500 },
      actors: {
        count: 1,
        blockLength: 1,
        exploration: { kind: 'per-episode', start: 1, decay: 0.995, end: 0.01 },
      },
      replay: { capacity: 10_000, minSize: 64, samplesPerInsert: 64 },
      algorithm: {
        name: 'dqn',
        discount: 0.99,
        nStep: 1,
        double: false,
        target: { updateInterval: 10, tau: 1 },
        loss: 'mse',
        hidden: [128, 128],
        activation: 'relu',
      },
      optimizer: {
        name: 'adam',
        learningRate: 1e-3,
        beta1: 0.9,
        beta2: 0.999,
        epsilon: 1e-8,
        maxGradientNorm: null,
      },
      learner: { batchSize: 64 },
      evaluation: { criterion: 'training', targetReturn: 195, episodes: 50 },
      run: { mode: 'sync', lag: 1, episodes: 300 },
    });
    expect(config.run.steps).toBeGreaterThanOrEqual(300 * 500);
  });
});
