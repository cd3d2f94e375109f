import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Raster } from '../../../src/actors/envs/raster.js';

const SIDE = 12;

const drawn = (corners: readonly number[], grey = 255, below = 0): Uint8Array => {
  const pixels = new Uint8Array(SIDE * SIDE).fill(below);
  new Raster(SIDE, SIDE).fill(Float64Array.from(corners), grey, pixels);
  return pixels;
};
const box = (left: number, top: number, right: number, bottom: number): number[] => [
  ...[left, top, right, top],
  ...[right, bottom, left, bottom],
];

/** A quadrilateral about a centre, convex because its corners lie on a circle. */
const quad = (x: number, y: number, radius: number, turn: number): number[] =>
  [0.1, 1.9, 3.3, 5.2].flatMap((angle) => [
    x + radius * Math.cos(angle + turn),
    y + radius * Math.sin(angle + turn),
  ]);

/** The share of each pixel that lies inside, by looking at 16 x 16 points of it. */
function coverageReference(corners: readonly number[], column: number, row: number): number {
  let inside = 0;
  for (let k = 0; k < 256; k++) {
    const [x, y] = [column + ((k % 16) + 0.5) / 16, row + (Math.floor(k / 16) + 0.5) / 16];
    const sides = [0, 1, 2, 3].map((i) => {
      const [x0, y0] = [corners[2 * i]!, corners[2 * i + 1]!];
      const [x1, y1] = [corners[(2 * i + 2) % 8]!, corners[(2 * i + 3) % 8]!];
      return Math.sign((x1 - x0) * (y - y0) - (y1 - y0) * (x - x0));
    });
    if (new Set(sides).size === 1) inside++;
  }
  return inside / 256;
}

describe('Raster', () => {
  it('gives a pixel the part of the grey that the shape covers of it', () => {
    const pixels = drawn(box(2.25, 3, 4.5, 4), 200, 40);
    expect([...pixels.subarray(3 * SIDE, 3 * SIDE + 6)]).toEqual([40, 40, 160, 200, 120, 40]);
    expect(pixels.reduce((sum, x) => sum + Number(x !== 40), 0)).toBe(3);
  });

  it('is close to the area of any convex shape, wherever it lies', () => {
    const coordinate = fc.double({ min: -3, max: SIDE + 3, noNaN: true });
    const property = (x: number, y: number, radius: number, turn: number): void => {
      const corners = quad(x, y, radius, turn);
      const pixels = drawn(corners);
      for (let i = 0; i < SIDE * SIDE; i++) {
        const share = coverageReference(corners, i % SIDE, Math.floor(i / SIDE));
        // Four lines a pixel, and 16 in the reference: an edge that is nearly level is off by up to about a quarter.
        expect(Math.abs(pixels[i]! / 255 - share)).toBeLessThan(0.27);
      }
    };
    const size = fc.double({ min: 0.1, max: 9, noNaN: true });
    fc.assert(
      fc.property(coordinate, coordinate, size, fc.double({ min: 0, max: 7, noNaN: true }), property),
      {
        numRuns: 60,
      },
    );
  });

  it('draws a shape that stands on its head as the same shape on its head', () => {
    const corners = quad(5.3, 6.1, 4, 0.7);
    const upright = drawn(corners);
    const inverted = drawn(corners.map((value, i) => (i % 2 === 1 ? SIDE - value : value)));
    const rows = Array.from({ length: SIDE }, (_, y) => [...upright.subarray(y * SIDE, (y + 1) * SIDE)]);
    expect([...inverted]).toEqual(rows.reverse().flat());
  });

  it('shows a movement of a hundredth of a pixel', () => {
    expect(drawn(box(2.0, 2, 5.0, 9))).not.toEqual(drawn(box(2.01, 2, 5.01, 9)));
  });

  it('leaves out what lies outside, and a shape without area', () => {
    for (const corners of [box(-9, -9, -1, -1), box(13, 2, 20, 5), box(2, 14, 5, 19), box(3, 3, 3, 8)]) {
      expect(drawn(corners).every((x) => x === 0)).toBe(true);
    }
    expect([...drawn(box(-5, -5, 30, 1.5)).subarray(0, 2 * SIDE)]).toEqual([
      ...Array<number>(SIDE).fill(255),
      ...Array<number>(SIDE).fill(128),
    ]);
  });
});
