import { box, frameStack, spaceSize, type BoxSpace } from '../../shared/spaces.js';
import { CARTPOLE_PICTURE, PICTURE_SIDE } from './cartpole-picture.js';
import { CARTPOLE } from './cartpole.js';
import type { ClassicTask } from './classic-task.js';
import { PictureDynamics } from './picture-dynamics.js';

/** Pictures that are seen together: from where things were the policy can tell how fast they move. */
const FRAMES = 4;

/** Two bounds for every pixel: made when somebody asks, as every thread that steps environments loads this module. */
let observationSpace: BoxSpace | undefined;

/**
 * CartPolePixels-v1: CartPole-v1 as one sees it. The same seed and actions lead through the same states, to the same rewards and ends; what is
 * observed is a picture of each of the last four, in shades of grey.
 *
 * The size and the number of pictures are those of V. Mnih et al., "Human-level control through deep reinforcement learning" (2015),
 * doi:10.1038/nature14236, and so is the network that is made for it.
 */
export const CARTPOLE_PIXELS: ClassicTask = {
  ...CARTPOLE,
  id: 'CartPolePixels-v1',
  get observationSpace() {
    return (observationSpace ??= frameStack(box([PICTURE_SIDE, PICTURE_SIDE], 0, 255, 'uint8'), FRAMES));
  },
  dynamics: (options) =>
    new PictureDynamics(
      CARTPOLE.dynamics(options),
      { state: CARTPOLE.stateSize, observation: spaceSize(CARTPOLE.observationSpace) },
      CARTPOLE_PICTURE,
      FRAMES,
    ),
};
