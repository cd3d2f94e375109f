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

/** An arrow of `length` from `tail` on, in the direction of an angle; its head is four line widths long. */
export function drawArrow(
  easel: Easel,
  tail: Point,
  direction: number,
  length: number,
  width: number,
  color: string,
): void {
  if (length <= 0) return;
  const tip = along(tail, direction, length);
  const barb = Math.min(4 * width, length);
  const barbs = [0.75, -0.75].map((turn) => along(tip, direction + Math.PI + turn, barb));
  drawLine(easel, [tail, tip], width, color);
  drawLine(easel, [barbs[0]!, tip, barbs[1]!], width, color);
}

/** An arc with an arrow's head: counterclockwise if `sweep` is above 0. */
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
  pen.beginPath();
  pen.arc(...centre, radius, from, from + sweep, sweep < 0);
  pen.lineWidth = width;
  pen.lineCap = 'round';
  pen.strokeStyle = color;
  pen.stroke();
  const tip = along(centre, from + sweep, radius);
  const backwards = from + sweep - (Math.sign(sweep) * Math.PI) / 2;
  const barb = Math.min(4 * width, Math.abs(sweep) * radius);
  drawLine(
    easel,
    [along(tip, backwards + 0.75, barb), tip, along(tip, backwards - 0.75, barb)],
    width,
    color,
  );
}

/** The point `length` away in the direction of an angle from the right, counterclockwise. */
export function along([x, y]: Point, direction: number, length: number): Point {
  return [x + Math.cos(direction) * length, y + Math.sin(direction) * length];
}

/** Draws something that lets what is behind shine through. */
export function withAlpha({ pen }: Easel, alpha: number, draw: () => void): void {
  pen.globalAlpha = alpha;
  draw();
  pen.globalAlpha = 1;
}
