import { PENDULUM } from '../../../../actors/envs/pendulum.js';
import type { Scene } from './scene.js';
import { along, drawLine, drawTurn, fillCircle, type Point } from './shapes.js';

const PIVOT: Point = [0, 0];
const ROD_LENGTH = 1;
const ROD_WIDTH = 0.16;
const MAX_TORQUE = 2;
const UP = Math.PI / 2;

/** A rod that turns around its end, with the torque it is given. */
export const PENDULUM_SCENE: Scene = {
  task: PENDULUM,
  stepsPerSecond: 30,
  world: { left: -1.3, right: 1.3, bottom: -1.3, top: 1.3 },
  wrappedAngles: [],
  nudges: { left: { label: 'Turn left', strength: 1 }, right: { label: 'Turn right', strength: -1 } },

  describe({ state }) {
    const degrees = (Math.acos(Math.cos(state[0]!)) * 180) / Math.PI;
    if (degrees < 10) return 'pendulum upright';
    return `pendulum ${degrees.toFixed(0)} degrees from upright`;
  },

  draw(easel, { state, action, nudge }) {
    const { palette, pixel, pen } = easel;
    pen.beginPath();
    pen.arc(...PIVOT, ROD_LENGTH, 0, 2 * Math.PI);
    pen.lineWidth = pixel;
    pen.strokeStyle = palette.faint;
    pen.stroke();
    drawLine(
      easel,
      [along(PIVOT, UP, ROD_LENGTH - 0.05), along(PIVOT, UP, ROD_LENGTH + 0.1)],
      2.5 * pixel,
      palette.goal,
    );

    const angle = UP + state[0]!;
    drawLine(easel, [PIVOT, along(PIVOT, angle, ROD_LENGTH)], ROD_WIDTH, palette.pole);
    fillCircle(easel, PIVOT, ROD_WIDTH * 0.4, palette.ink);

    const torque = Math.max(-1, Math.min(1, (action ?? 0) / MAX_TORQUE));
    drawTurn(easel, PIVOT, 0.3, angle, torque * 2.2, 0.035, palette.force);
    drawTurn(easel, PIVOT, 0.5, angle, nudge * 1.5, 0.06, palette.nudge);
  },
};
