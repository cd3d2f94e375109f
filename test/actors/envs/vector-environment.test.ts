import { describe, expect, it } from 'vitest';
import { CARTPOLE_PIXELS } from '../../../src/actors/envs/cartpole-pixels.js';
import { CARTPOLE } from '../../../src/actors/envs/cartpole.js';
import { ClassicEnvironment } from '../../../src/actors/envs/classic-environment.js';
import type { ClassicTask } from '../../../src/actors/envs/classic-task.js';
import { ClassicVector } from '../../../src/actors/envs/classic-vector.js';
import { BUILT_IN } from '../../../src/actors/envs/environment-kind.js';
import { PictureDynamics, type Picture } from '../../../src/actors/envs/picture-dynamics.js';
import {
  createVectorEnvironment,
  makeEnvironment,
  registerEnvironment,
} from '../../../src/actors/envs/registry.js';
import { environmentSeeds } from '../../../src/actors/envs/vector-environment.js';
import { box, frameStack } from '../../../src/shared/spaces.js';
import { describeVectorEnvironment } from './conformance.js';
import { BoxCorridor } from './support/box-corridor.js';
import { Corridor } from './support/corridor.js';

registerEnvironment('Corridor-v0', { create: () => new Corridor(), maxEpisodeSteps: 50 });
registerEnvironment('BoxCorridor-v0', { create: () => new BoxCorridor(), maxEpisodeSteps: 50 });

/** So that every one of them comes to many ends in the suite's steps. */
const SHORT = { maxEpisodeSteps: 50 };

/** CartPole in pictures of six pixels: what CartPolePixels-v1 is made of, at a size at which a suite can compare everything it shows. */
const THUMBNAILS: ClassicTask = {
  ...CARTPOLE,
  id: 'CartPoleThumbnails-v0',
  observationSpace: frameStack(box([2, 3], 0, 255, 'uint8'), 3),
  dynamics: (options) =>
    new PictureDynamics(CARTPOLE.dynamics(options), { state: 4, observation: 4 }, THUMBNAIL, 3),
};
const THUMBNAIL: Picture = {
  size: 6,
  draw(states, at, pixels) {
    for (let k = 0; k < 6; k++) pixels[k] = Math.floor(1e6 * (10 + states[at + (k % 4)]!));
  },
};

describeVectorEnvironment('CartPole seen as pictures', {
  createVector: (settings) =>
    new ClassicVector(THUMBNAILS, { ...settings, options: { ...SHORT, ...settings.options } }),
  create: (options) => new ClassicEnvironment(THUMBNAILS, { ...SHORT, ...options }),
});

const SMALL = [...BUILT_IN.keys()].filter((id) => id !== CARTPOLE_PIXELS.id);
for (const id of [...SMALL, 'Corridor-v0', 'BoxCorridor-v0']) {
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
