import { expect } from 'vitest';
import { betterOf } from '../../../../bench/better.js';
import type { Measurement } from '../../../../bench/measure.js';

/** Figures of a suite: finite, above 0, of units with a better way, and told apart by their names. */
export function expectFigures(figures: readonly Measurement[]): void {
  expect(figures.length).toBeGreaterThan(0);
  for (const { name, unit, value, min, max, figures: rounds, better } of figures) {
    const said = `${name} [${unit}]`;
    expect(rounds.length, said).toBeGreaterThan(0);
    for (const figure of [value, min, max, ...rounds]) {
      expect(Number.isFinite(figure), said).toBe(true);
      expect(figure, said).toBeGreaterThan(0);
    }
    expect(better).toBe(betterOf(unit));
  }
  const names = figures.map(({ name }) => name);
  expect(names).toEqual([...new Set(names)]);
}

/** The units of the figures whose names begin so, by the rest of the names. */
export function unitsOf(figures: readonly Measurement[], prefix: string): Readonly<Record<string, string>> {
  const own = figures.filter(({ name }) => name.startsWith(prefix));
  return Object.fromEntries(own.map(({ name, unit }) => [name.slice(prefix.length), unit]));
}
