import { CARTPOLE } from '../../../../actors/envs/cartpole.js';
import type { Easel, Moment, Scene } from './scene.js';
import {
  along,
  drawArrow,
  drawLine,
  drawWheel,
  fillBox,
  fillCircle,
  withAlpha,
  type Point,
} from './shapes.js';

/** Beyond these the episode is over. */
const X_LIMIT = CARTPOLE.observationSpace.high[0]! / 2;
const THETA_LIMIT = CARTPOLE.observationSpace.high[2]! / 2;
const POLE_LENGTH = 1;
const POLE_WIDTH = 0.07;
const CART_WIDTH = 0.5;
const CART_HEIGHT = 0.22;
const WHEEL_RADIUS = 0.075;
/** Height of the axle above the rail. */
const AXLE = 2 * WHEEL_RADIUS + CART_HEIGHT / 2;
const UP = Math.PI / 2;
/** Angles below this are called upright. */
const UPRIGHT = THETA_LIMIT / 3;

/** A cart on a rail between two buffers, with the angle that its pole must not leave. */
export const CART_POLE_SCENE: Scene = {
  task: CARTPOLE,
  stepsPerSecond: 50,
  world: { left: -X_LIMIT - 0.45, right: X_LIMIT + 0.45, bottom: -0.4, top: AXLE + POLE_LENGTH + 0.25 },
  wrappedAngles: [],
  nudges: { left: { label: 'Push left', strength: -1 }, right: { label: 'Push right', strength: 1 } },

  describe({ state, isOver }) {
    const x = state[0]!;
    const theta = state[2]!;
    if (Math.abs(x) > X_LIMIT) return 'cart off the track';
    if (Math.abs(theta) > THETA_LIMIT) return isOver ? 'pole fallen' : 'pole falling';
    if (Math.abs(theta) < UPRIGHT) return 'pole upright';
    return theta < 0 ? 'pole leaning left' : 'pole leaning right';
  },

  draw(easel, moment) {
    const x = moment.state[0]!;
    const theta = moment.state[2]!;
    const axle: Point = [x, AXLE];
    drawTrack(easel, x);
    drawLimits(easel, axle);
    drawForces(easel, axle, moment);
    drawCart(easel, axle);
    const { palette } = easel;
    const hasFallen = Math.abs(theta) > THETA_LIMIT || Math.abs(x) > X_LIMIT;
    const tip = along(axle, UP - theta, POLE_LENGTH);
    drawLine(easel, [axle, tip], POLE_WIDTH, hasFallen ? palette.fallen : palette.pole);
    fillCircle(easel, axle, POLE_WIDTH * 0.62, palette.ink);
  },
};

function drawTrack(easel: Easel, x: number): void {
  const { pen, palette, pixel, view } = easel;
  fillRect(easel, view.left, view.bottom, view.right - view.left, -view.bottom, palette.ground);
  for (let tick = -2; tick <= 2; tick++) {
    drawLine(
      easel,
      [
        [tick, -0.07],
        [tick, tick === 0 ? -0.2 : -0.14],
      ],
      1.5 * pixel,
      palette.faint,
    );
  }
  drawLine(
    easel,
    [
      [-X_LIMIT, 0],
      [X_LIMIT, 0],
    ],
    2.5 * pixel,
    palette.ink,
  );
  for (const end of [-X_LIMIT, X_LIMIT])
    drawLine(
      easel,
      [
        [end, 0],
        [end, 0.16],
      ],
      4 * pixel,
      palette.ink,
    );
  // The cart's shadow on the ground says how far it is from the middle.
  withAlpha(easel, 0.18, () => {
    pen.beginPath();
    pen.ellipse(x, -0.06, CART_WIDTH * 0.6, 0.035, 0, 0, 2 * Math.PI);
    pen.fillStyle = palette.ink;
    pen.fill();
  });
}

function drawLimits(easel: Easel, axle: Point): void {
  const { pen, palette, pixel } = easel;
  withAlpha(easel, 0.5, () => {
    pen.beginPath();
    pen.moveTo(...axle);
    pen.arc(...axle, POLE_LENGTH + 0.08, UP - THETA_LIMIT, UP + THETA_LIMIT);
    pen.closePath();
    pen.fillStyle = palette.ground;
    pen.fill();
    for (const side of [-1, 1]) {
      const edge = along(axle, UP + side * THETA_LIMIT, POLE_LENGTH + 0.08);
      drawLine(easel, [axle, edge], pixel, palette.faint);
    }
  });
}

function drawForces(easel: Easel, [x, y]: Point, { action, nudge }: Moment): void {
  const { palette } = easel;
  const reach = CART_WIDTH / 2 + 0.08;
  if (action !== undefined) {
    const front = action === 1 ? reach : -reach;
    drawArrow(easel, [x + front, y - 0.07], [x + 1.75 * front, y - 0.07], 0.035, palette.force);
  }
  // From where the blow came.
  const back = x - Math.sign(nudge) * reach;
  drawArrow(easel, [back - 0.75 * nudge, y + 0.03], [back, y + 0.03], 0.07, palette.nudge);
}

function drawCart(easel: Easel, [x, y]: Point): void {
  const { palette } = easel;
  for (const end of [-1, 1]) {
    drawWheel(easel, [x + end * CART_WIDTH * 0.3, WHEEL_RADIUS], WHEEL_RADIUS, x);
  }
  fillBox(easel, [x, y], CART_WIDTH, CART_HEIGHT, palette.body);
}

function fillRect({ pen }: Easel, x: number, y: number, width: number, height: number, color: string): void {
  pen.fillStyle = color;
  pen.fillRect(x, y, width, height);
}
