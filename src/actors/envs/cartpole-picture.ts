import type { Picture } from './picture-dynamics.js';
import { Raster } from './raster.js';
import { cosSmall, sinSmall } from './small-angle.js';

/** Pixels on each side, as of the pictures of Mnih et al. 2015. */
export const PICTURE_SIDE = 84;

/** Pixels a metre: the track, 2.4 to either side of the middle, fits in with the cart that stands on its end. */
const SCALE = 15;
const MIDDLE = PICTURE_SIDE / 2;
/** Rows from the top. */
const RAIL_TOP = 75;
const RAIL_BOTTOM = 77;
const CART_TOP = 66;
const CART_WIDTH = 13;
const AXLE = 67;
/** Of the drawn pole: longer than a metre, so that its tip moves by a pixel when it turns by a degree. */
const POLE_LENGTH = 58;
const POLE_WIDTH = 3;

// Nothing is black, which costs the kernels of a first layer next to nothing.
const RAIL_GREY = 90;
const CART_GREY = 160;
const POLE_GREY = 255;

const raster = new Raster(PICTURE_SIDE, PICTURE_SIDE);
/** Corners of what is being drawn; one is enough for a thread. */
const corners = new Float64Array(8);
const empty = new Uint8Array(PICTURE_SIDE * PICTURE_SIDE).fill(
  RAIL_GREY,
  RAIL_TOP * PICTURE_SIDE,
  RAIL_BOTTOM * PICTURE_SIDE,
);

/**
 * A cart-pole from the side: a rail from edge to edge, the cart on it, and the pole, clear of everything else in the upper part.
 *
 * A step moves cart and tip by fractions of a pixel, which the greys of their edges show.
 */
export const CARTPOLE_PICTURE: Picture = {
  size: empty.length,

  draw(states, at, pixels) {
    const x = MIDDLE + SCALE * states[at]!;
    const theta = states[at + 2]!;
    pixels.set(empty);
    place(0, x - CART_WIDTH / 2, CART_TOP);
    place(1, x + CART_WIDTH / 2, CART_TOP);
    place(2, x + CART_WIDTH / 2, RAIL_TOP);
    place(3, x - CART_WIDTH / 2, RAIL_TOP);
    raster.fill(corners, CART_GREY, pixels);

    // From the axle to the tip, and half of the width across.
    const sine = sinSmall(theta);
    const cosine = cosSmall(theta);
    const alongX = POLE_LENGTH * sine;
    const alongY = -POLE_LENGTH * cosine;
    const acrossX = (POLE_WIDTH / 2) * cosine;
    const acrossY = (POLE_WIDTH / 2) * sine;
    place(0, x - acrossX, AXLE - acrossY);
    place(1, x + acrossX, AXLE + acrossY);
    place(2, x + alongX + acrossX, AXLE + alongY + acrossY);
    place(3, x + alongX - acrossX, AXLE + alongY - acrossY);
    raster.fill(corners, POLE_GREY, pixels);
  },
};

function place(corner: number, x: number, y: number): void {
  corners[2 * corner] = x;
  corners[2 * corner + 1] = y;
}
