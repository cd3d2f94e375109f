import { beforeAll, describe, expect, it } from 'vitest';
import { findArtist } from '../../../src/plot/drawing/artist.js';
import { THEMES } from '../../../src/plot/drawing/look.js';
import { findRasterizer, type Rasterizer } from '../../../src/plot/drawing/rasterizer.js';
import { countColors, countMarks, decodePng } from '../support/png.js';

let rasterizer: Rasterizer;
beforeAll(async () => {
  rasterizer = (await findRasterizer())!;
});

const svg = (body: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="200" height="40"><rect width="200" height="40" fill="#fff"/>${body}</svg>`;
const pixels = (body: string, scale = 1) => decodePng(rasterizer.rasterize(svg(body), scale));
const text = (content: string, more = ''): string =>
  `<text x="4" y="28" font-family="sans-serif" font-size="20" ${more}>${content}</text>`;

describe('the rasterizer', () => {
  it.each([0.5, 1, 3])('makes a PNG of %f times the size', (scale) => {
    const { width, height, data } = pixels('', scale);
    expect([width, height, data.length]).toEqual([200 * scale, 40 * scale, 200 * 40 * 4 * scale ** 2]);
  });

  it('draws text in a font of its own: each letter its shape, no boxes for what is missing', () => {
    expect(countMarks(pixels(''))).toBe(0);
    const shapes = ['a', 'ε', '−', '→', '≥', 'ä'].map((letter) => pixels(text(letter)));
    for (const shape of shapes) expect(countMarks(shape)).toBeGreaterThan(20);
    expect(new Set(shapes.map(({ data }) => Buffer.from(data).toString('base64'))).size).toBe(6);
  });

  it('has a bold one for titles', () => {
    const bold = countMarks(pixels(text('title', 'font-weight="bold"')));
    expect(bold).toBeGreaterThan(1.2 * countMarks(pixels(text('title'))));
  });

  it('can draw many, one after the other', () => {
    const first = rasterizer.rasterize(svg(text('again')), 1);
    for (let i = 0; i < 20; i++) rasterizer.rasterize(svg(text(String(i))), 1);
    expect(Buffer.from(rasterizer.rasterize(svg(text('again')), 1)).equals(first)).toBe(true);
    expect(countColors(decodePng(first))).toBeGreaterThan(10);
  });
});

describe('the artist', () => {
  const spec = {
    config: THEMES.dark.config,
    width: 100,
    height: 100,
    data: { values: [{ x: 1 / 3, y: 2_500_000 }] },
    mark: 'point' as const,
    encoding: {
      x: { field: 'x', type: 'quantitative' as const },
      y: { field: 'y', type: 'quantitative' as const },
    },
  };

  it('draws as wide as it is told, on the ground of the theme', async () => {
    const artist = (await findArtist())!;
    const drawing = await artist.draw(spec, 640);
    expect(drawing).toMatch(/^<svg [^>]*width="640"/);
    expect(drawing).toContain('fill="#14171c"');
    expect(drawing).toContain('>2M</text>');
    expect(decodePng(rasterizer.rasterize(drawing, 1)).width).toBe(640);
  });

  it('writes positions to a hundredth of a pixel, and text as it is', async () => {
    const title = 'translate 0.123456789';
    const drawing = await (await findArtist())!.draw({ ...spec, title });
    expect(drawing).toContain(`>${title}</text>`);
    expect(drawing).toContain('transform="translate(95.24,3.85)"');
    expect(drawing.replace(title, '')).not.toMatch(/(?:d|transform)="[^"]*\.\d{3}/);
  });
});
