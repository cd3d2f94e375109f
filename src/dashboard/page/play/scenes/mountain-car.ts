import type { ClassicTask } from '../../../../actors/envs/classic-task.js';
import { MOUNTAIN_CAR_CONTINUOUS } from '../../../../actors/envs/mountain-car-continuous.js';
import { MOUNTAIN_CAR } from '../../../../actors/envs/mountain-car.js';
import type { Easel, Moment, Scene } from './scene.js';
import { drawArrow, drawLine, drawWheel, fillArea, fillBox, type Point } from './shapes.js';

const [LOW, HIGH] = [MOUNTAIN_CAR.observationSpace.low[0]!, MOUNTAIN_CAR.observationSpace.high[0]!];
const NUM_SEGMENTS = 120;
const CAR_LENGTH = 0.16;
const CAR_HEIGHT = 0.055;
const WHEEL_RADIUS = 0.027;
const FLAG_HEIGHT = 0.2;
const WALL_HEIGHT = 0.18;

/** Gymnasium's picture of the hills, whose slope is what pulls the car. */
const heightAt = (x: number): number => 0.45 * Math.sin(3 * x) + 0.55;
const slopeAt = (x: number): number => Math.atan(1.35 * Math.cos(3 * x));

/** A car between two hills, with a flag on the right one. */
export const MOUNTAIN_CAR_SCENE = sceneOf(MOUNTAIN_CAR, 0.5, (action) => action - 1);
/** The same, with an engine that is steered smoothly. */
export const MOUNTAIN_CAR_CONTINUOUS_SCENE = sceneOf(MOUNTAIN_CAR_CONTINUOUS, 0.45, (action) => action);

/** @param throttleOf - from -1 for full power to the left to 1 */
function sceneOf(task: ClassicTask, goal: number, throttleOf: (action: number) => number): Scene {
  return {
    task,
    stepsPerSecond: 30,
    world: { left: LOW, right: HIGH, bottom: 0, top: heightAt(HIGH) + 0.25 },
    wrappedAngles: [],
    nudges: { left: { label: 'Push left', strength: -1 }, right: { label: 'Push right', strength: 1 } },

    describe({ state, isOver }) {
      const [x, velocity] = [state[0]!, state[1]!];
      if (x >= goal && isOver) return 'car at the flag';
      const place = x < -0.7 ? 'on the left hill' : x > -0.3 ? 'on the right hill' : 'in the valley';
      if (Math.abs(velocity) < 0.002) return `car ${place}, standing`;
      return `car ${place}, rolling ${velocity < 0 ? 'left' : 'right'}`;
    },

    draw(easel, moment) {
      drawHills(easel);
      drawFlag(easel, goal);
      const throttle = moment.action === undefined ? 0 : throttleOf(moment.action);
      drawCar(easel, moment, Math.max(-1, Math.min(1, throttle)));
    },
  };
}

function drawHills(easel: Easel): void {
  const { view, palette, pixel } = easel;
  const ridge = Array.from({ length: NUM_SEGMENTS + 1 }, (_, i): Point => {
    const x = LOW + ((view.right - LOW) * i) / NUM_SEGMENTS;
    return [x, heightAt(x)];
  });
  // On the left the world ends at a wall; on the right nothing holds the car but the end of the episode.
  const wall = heightAt(LOW) + WALL_HEIGHT;
  const line: Point[] = [[view.left, wall], [LOW, wall], ...ridge];
  fillArea(easel, [[view.left, view.bottom], ...line, [view.right, view.bottom]], palette.ground);
  drawLine(easel, line, 2.5 * pixel, palette.ink);
}

function drawFlag(easel: Easel, goal: number): void {
  const { palette, pixel } = easel;
  const foot: Point = [goal, heightAt(goal)];
  const top: Point = [goal, foot[1] + FLAG_HEIGHT];
  const cloth: Point[] = [top, [goal + 0.1, top[1] - 0.035], [goal, top[1] - 0.07]];
  fillArea(easel, cloth, palette.goal);
  drawLine(easel, [foot, top], 2.5 * pixel, palette.ink);
}

function drawCar(easel: Easel, { state, nudge }: Moment, throttle: number): void {
  const { pen, palette } = easel;
  const x = state[0]!;
  pen.save();
  pen.translate(x, heightAt(x));
  pen.rotate(slopeAt(x));
  const middle = WHEEL_RADIUS + CAR_HEIGHT / 2;
  const front = CAR_LENGTH / 2 + 0.025;
  const side = Math.sign(throttle);
  drawArrow(easel, [side * front, middle], [side * front + 0.09 * throttle, middle], 0.012, palette.force);
  const back = -Math.sign(nudge) * front;
  drawArrow(easel, [back - 0.2 * nudge, middle + 0.02], [back, middle + 0.02], 0.022, palette.nudge);
  fillBox(easel, [0, middle], CAR_LENGTH, CAR_HEIGHT, palette.body);
  fillBox(easel, [-0.01, middle + CAR_HEIGHT * 0.6], CAR_LENGTH * 0.5, CAR_HEIGHT * 0.7, palette.body);
  for (const end of [-1, 1]) {
    drawWheel(easel, [end * CAR_LENGTH * 0.3, WHEEL_RADIUS], WHEEL_RADIUS, x);
  }
  pen.restore();
}
