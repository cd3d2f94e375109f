import type { Easel } from './scene.js';

/** A point of a scene's world. */
export type Point = readonly [x: number, y: number];

/** A line through points, with round ends. */
export function drawLine({ pen }: Easel, points: readonly Point[], width: number, color: string): void {
  pen.beginPath();
  for (const [x, y] of points) pen.lineTo(x, y);
  pen.lineWidth = width;
  pen.lineCap = 'round';
  pen.lineJoin = 'round';
  pen.strokeStyle = color;
  pen.stroke();
}

export function fillCircle({ pen }: Easel, [x, y]: Point, radius: number, color: string): void {
  pen.beginPath();
  pen.arc(x, y, radius, 0, 2 * Math.PI);
  pen.fillStyle = color;
  pen.fill();
}

export function fillArea({ pen }: Easel, points: readonly Point[], color: string): void {
  pen.beginPath();
  for (const [x, y] of points) pen.lineTo(x, y);
  pen.closePath();
  pen.fillStyle = color;
  pen.fill();
}

/** A box around its middle. */
export function fillBox({ pen }: Easel, [x, y]: Point, width: number, height: number, color: string): void {
  pen.beginPath();
  pen.roundRect(x - width / 2, y - height / 2, width, height, height / 4);
  pen.fillStyle = color;
  pen.fill();
}

/** Of an arrow's head, in widths of its shaft. */
const HEAD_LENGTH = 2.6;
const HEAD_WIDTH = 3.4;

/** An arrow, if it is any longer than nothing. */
export function drawArrow(easel: Easel, tail: Point, tip: Point, width: number, color: string): void {
  const [x, y] = [tip[0] - tail[0], tip[1] - tail[1]];
  const length = Math.hypot(x, y);
  if (length === 0) return;
  const head = Math.min(HEAD_LENGTH * width, length);
  const direction = Math.atan2(y, x);
  const neck = along(tail, direction, length - head);
  if (length > head) drawLine(easel, [tail, neck], width, color);
  drawHead(easel, neck, direction, head, color);
}

/** An arrow along a circle: counterclockwise if `sweep` is above 0. */
export function drawTurn(
  easel: Easel,
  centre: Point,
  radius: number,
  from: number,
  sweep: number,
  width: number,
  color: string,
): void {
  if (sweep === 0) return;
  const { pen } = easel;
  const head = Math.min(HEAD_LENGTH * width, Math.abs(sweep) * radius);
  const neck = from + sweep - (Math.sign(sweep) * head) / radius;
  pen.beginPath();
  pen.arc(...centre, radius, from, neck, sweep < 0);
  pen.lineWidth = width;
  pen.lineCap = 'round';
  pen.strokeStyle = color;
  pen.stroke();
  // Between the tangents at both ends of the head, so that it follows the circle.
  const direction = (neck + from + sweep) / 2 + (Math.sign(sweep) * Math.PI) / 2;
  drawHead(easel, along(centre, neck, radius), direction, head, color);
}

/** A triangle from the middle of its base on. */
function drawHead(easel: Easel, neck: Point, direction: number, length: number, color: string): void {
  const half = ((HEAD_WIDTH / HEAD_LENGTH) * length) / 2;
  const sides = [1, -1].map((side) => along(neck, direction + (side * Math.PI) / 2, half));
  fillArea(easel, [sides[0]!, along(neck, direction, length), sides[1]!], color);
}

/** The point `length` away in the direction of an angle from the right, counterclockwise. */
export function along([x, y]: Point, direction: number, length: number): Point {
  return [x + Math.cos(direction) * length, y + Math.sin(direction) * length];
}

/** A wheel that has rolled so far to the right, as a dot on it shows. */
export function drawWheel(easel: Easel, hub: Point, radius: number, rolled: number): void {
  const { palette } = easel;
  fillCircle(easel, hub, radius, palette.ink);
  fillCircle(easel, along(hub, -rolled / radius, radius * 0.55), radius * 0.22, palette.ground);
}

/** Draws something that lets what is behind shine through. */
export function withAlpha({ pen }: Easel, alpha: number, draw: () => void): void {
  pen.globalAlpha = alpha;
  draw();
  pen.globalAlpha = 1;
}
