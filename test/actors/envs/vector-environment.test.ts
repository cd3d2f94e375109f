import { describe, expect, it } from 'vitest';
import { BUILT_IN } from '../../../src/actors/envs/environment-kind.js';
import {
  createVectorEnvironment,
  makeEnvironment,
  registerEnvironment,
} from '../../../src/actors/envs/registry.js';
import { environmentSeeds } from '../../../src/actors/envs/vector-environment.js';
import { describeVectorEnvironment } from './conformance.js';
import { BoxCorridor } from './support/box-corridor.js';
import { Corridor } from './support/corridor.js';

registerEnvironment('Corridor-v0', { create: () => new Corridor(), maxEpisodeSteps: 50 });
registerEnvironment('BoxCorridor-v0', { create: () => new BoxCorridor(), maxEpisodeSteps: 50 });

/** So that every one of them comes to many ends in the suite's steps. */
const SHORT = { maxEpisodeSteps: 50 };

for (const id of [...BUILT_IN.keys(), 'Corridor-v0', 'BoxCorridor-v0']) {
  describeVectorEnvironment(id, {
    createVector: (settings) =>
      createVectorEnvironment(id, { ...settings, options: { ...SHORT, ...settings.options } }),
    create: (options) => makeEnvironment(id, { ...SHORT, ...options }),
  });
}

describe('environmentSeeds', () => {
  it('numbers environments through the whole run', () => {
    expect(environmentSeeds(100, 0, 4)).toEqual([100, 101, 102, 103]);
    expect(environmentSeeds(100, 2, 2)).toEqual([102, 103]);
  });

  it.each([-1, 0.5, NaN, 2 ** 53 - 2])('refuses the run seed %d for four environments', (seed) => {
    expect(() => environmentSeeds(seed, 0, 4)).toThrow(
      expect.objectContaining({ code: 'ERR_SEED' }) as Error,
    );
  });
});
