import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editDistance, nearest } from '../../../src/shared/config/nearest.js';

/** The definition as a recursion over what is left of both words, exponential and plain. */
function slowDistance(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length;
  const options = [
    slowDistance(a.slice(1), b) + 1,
    slowDistance(a, b.slice(1)) + 1,
    slowDistance(a.slice(1), b.slice(1)) + (a[0] === b[0] ? 0 : 1),
  ];
  if (a.length > 1 && b.length > 1 && a[0] === b[1] && a[1] === b[0]) {
    options.push(slowDistance(a.slice(2), b.slice(2)) + 1);
  }
  return Math.min(...options);
}

describe('editDistance', () => {
  it.each([
    ['seed', 'seed', 0],
    ['sede', 'seed', 1],
    ['Seed', 'sEED', 0],
    ['sed', 'seed', 1],
    ['seeds', 'seed', 1],
    ['speed', 'seed', 1],
    ['', 'seed', 4],
    ['ca', 'abc', 3],
  ])('from %j to %j is %d', (a, b, edits) => {
    expect(editDistance(a, b)).toBe(edits);
  });

  it('equals the definition', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 5 });
    fc.assert(fc.property(word, word, (a, b) => editDistance(a, b) === slowDistance(a, b)));
  });
});

describe('nearest', () => {
  it('gives the candidate fewest edits away, the first of equals', () => {
    expect(nearest('cuont', ['port', 'count', 'mount'])).toBe('count');
    expect(nearest('x', ['a', 'b'])).toBe('a');
  });

  it('gives nothing only where there is nothing to choose from', () => {
    expect(nearest('x', [])).toBeUndefined();
    expect(nearest('x', ['entirely different'])).toBe('entirely different');
  });
});
