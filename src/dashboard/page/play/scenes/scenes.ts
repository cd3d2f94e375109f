import { CARTPOLE_PIXELS } from '../../../../actors/envs/cartpole-pixels.js';
import { ACROBOT_SCENE } from './acrobot.js';
import { CART_POLE_SCENE } from './cart-pole.js';
import { MOUNTAIN_CAR_CONTINUOUS_SCENE, MOUNTAIN_CAR_SCENE } from './mountain-car.js';
import { PENDULUM_SCENE } from './pendulum.js';
import type { Scene } from './scene.js';

/** The environments that a browser can play, by id: all that come with the package. */
export const SCENES: ReadonlyMap<string, Scene> = new Map(
  [
    CART_POLE_SCENE,
    // What the policy sees of it is another matter: its states are those of the cart-pole.
    { ...CART_POLE_SCENE, task: CARTPOLE_PIXELS },
    MOUNTAIN_CAR_SCENE,
    MOUNTAIN_CAR_CONTINUOUS_SCENE,
    ACROBOT_SCENE,
    PENDULUM_SCENE,
  ].map((scene) => [scene.task.id, scene]),
);
