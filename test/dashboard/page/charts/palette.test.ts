import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CHART_GROUPS, RETURN_CHART } from '../../../../src/dashboard/page/charts/catalogue.js';
import { RETURN_OVERLAY } from '../../../../src/dashboard/page/charts/return-overlay.js';

type Vector = readonly [number, number, number];

/**
 * What is seen of linear RGB by who lacks one kind of cone: Machado, Oliveira and Fernandes, "A Physiologically-based Model for
 * Simulation of Color Vision Deficiency" (2009), doi:10.1109/TVCG.2009.113, severity 1.
 */
const VISION: Readonly<Record<string, readonly [Vector, Vector, Vector]>> = {
  'all cones': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  'no red cones': [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  'no green cones': [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  'no blue cones': [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
};

/** CIE 1976 colour difference; 2.3 is just noticeable side by side, and these are a legend apart. */
const LEAST_DIFFERENCE = 15;

/** sRGB (IEC 61966-2-1), D65. */
const linear = (channel: number): number =>
  channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;

const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

function labOf(rgb: Vector): Vector {
  const f = (t: number): number => (t > (6 / 29) ** 3 ? Math.cbrt(t) : (t * (29 / 6) ** 2) / 3 + 4 / 29);
  const x = f(dot([0.4124, 0.3576, 0.1805], rgb) / 0.9505);
  const y = f(dot([0.2126, 0.7152, 0.0722], rgb));
  const z = f(dot([0.0193, 0.1192, 0.9505], rgb) / 1.089);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

/** A colour of the stylesheet as who sees like that sees it. */
function seen(hex: string, vision: readonly [Vector, Vector, Vector]): Vector {
  const rgb = [1, 3, 5].map((at) => linear(parseInt(hex.slice(at, at + 2), 16) / 255)) as unknown as Vector;
  return labOf(vision.map((row) => Math.min(1, Math.max(0, dot(row, rgb)))) as unknown as Vector);
}

const [light, dark] = readFileSync('src/dashboard/page/style/tokens.css', 'utf8').split(
  "[data-theme='dark']",
);
const colorIn = (theme: string, name: string): string =>
  new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(theme)![1]!;

const CHARTS = [
  {
    title: RETURN_CHART.title,
    colors: [
      ...RETURN_CHART.series.map(({ color }) => color),
      ...new Set(RETURN_OVERLAY.keys.map(({ color }) => color)),
    ],
  },
  ...CHART_GROUPS.flatMap(({ charts }) =>
    charts.map(({ title, series }) => ({ title, colors: series.map(({ color }) => color) })),
  ),
].filter(({ colors }) => colors.length > 1);

describe.each([
  ['light', light!],
  ['dark', dark!],
])('colours of charts, %s', (_, theme) => {
  it.each(Object.keys(VISION))('are told apart with %s', (name) => {
    for (const { title, colors } of CHARTS) {
      const labs = colors.map((color) => ({ color, lab: seen(colorIn(theme, color), VISION[name]!) }));
      for (const [i, a] of labs.entries()) {
        for (const b of labs.slice(i + 1)) {
          const difference = Math.hypot(...a.lab.map((value, k) => value - b.lab[k]!));
          expect(difference, `${title}: ${a.color} and ${b.color}`).toBeGreaterThan(LEAST_DIFFERENCE);
        }
      }
    }
  });
});
