import { ACROBOT } from '../../../../actors/envs/acrobot.js';
import type { Scene } from './scene.js';
import { along, drawLine, drawTurn, fillCircle, type Point } from './shapes.js';

const PIVOT: Point = [0, 0];
const LINK_LENGTH = 1;
const LINK_WIDTH = 0.13;
/** The tip must come above it. */
const GOAL_HEIGHT = 1;
const DOWN = -Math.PI / 2;

const tipHeight = (state: Float64Array): number => -Math.cos(state[0]!) - Math.cos(state[0]! + state[1]!);

/** Two links that hang from a pivot, and the line above it that the tip must reach. */
export const ACROBOT_SCENE: Scene = {
  task: ACROBOT,
  stepsPerSecond: 15,
  world: { left: -2.2, right: 2.2, bottom: -2.2, top: 2.2 },
  wrappedAngles: [0, 1],
  nudges: { left: { label: 'Swing left', strength: -1 }, right: { label: 'Swing right', strength: 1 } },

  describe({ state }) {
    const height = tipHeight(state);
    if (height > GOAL_HEIGHT) return 'tip above the line';
    return `tip ${height < 0 ? 'below' : 'above'} the pivot, ${(GOAL_HEIGHT - height).toFixed(1)} links short of the line`;
  },

  draw(easel, { state, action, nudge }) {
    const { palette, pixel, view, pen } = easel;
    pen.setLineDash([8 * pixel, 7 * pixel]);
    drawLine(
      easel,
      [
        [view.left, GOAL_HEIGHT],
        [view.right, GOAL_HEIGHT],
      ],
      2 * pixel,
      palette.goal,
    );
    pen.setLineDash([]);

    const theta1 = DOWN + state[0]!;
    const joint = along(PIVOT, theta1, LINK_LENGTH);
    const tip = along(joint, theta1 + state[1]!, LINK_LENGTH);
    drawLine(easel, [PIVOT, joint], LINK_WIDTH, palette.body);
    drawLine(easel, [joint, tip], LINK_WIDTH, palette.pole);
    fillCircle(easel, PIVOT, LINK_WIDTH * 0.75, palette.ink);
    fillCircle(easel, joint, LINK_WIDTH * 0.6, palette.ink);
    fillCircle(easel, tip, LINK_WIDTH * 0.6, tipHeight(state) > GOAL_HEIGHT ? palette.goal : palette.ink);

    const torque = action === undefined ? 0 : action - 1;
    drawTurn(easel, joint, 0.28, theta1 - torque * 0.6, torque * 1.2, 0.04, palette.force);
    drawTurn(easel, PIVOT, 0.4, DOWN - nudge * 0.9, nudge * 1.8, 0.07, palette.nudge);
  },
};
