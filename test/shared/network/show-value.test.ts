import fc from 'fast-check';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { showValue } from '../../../src/shared/network/show-value.js';

const ONE_LINE = { breakLength: Infinity, depth: 1, maxArrayLength: 3, maxStringLength: 80 };

describe('showValue', () => {
  it('writes what JSON can hold, and every number, as Node does', () => {
    const printable = fc.string({
      unit: fc.constantFrom('a', ' ', "'", '"', '`', '\\', '\n', '\t', 'ü'),
      maxLength: 90,
    });
    const anything = fc.anything({
      maxDepth: 4,
      key: fc
        .oneof(fc.constantFrom('kind', 'layers', 'a-b', '0', ''), printable)
        .filter((k) => k !== '__proto__'),
      values: [printable, fc.double(), fc.integer(), fc.boolean(), fc.constantFrom(null, undefined)],
    });
    const readsAlike = (value: unknown): void => {
      expect(showValue(value)).toBe(inspect(value, ONE_LINE));
    };
    fc.assert(fc.property(anything, readsAlike), { numRuns: 500 });
  });

  it('names the class of anything else, and opens none of it', () => {
    expect(showValue(new Float32Array(3))).toBe('[Float32Array]');
    expect(showValue({ layers: new Map([[1, 2]]) })).toBe('{ layers: [Map] }');
    expect(showValue(Math.max)).toBe('[function max]');
    expect(showValue(Object.assign(Object.create(null) as object, { a: 1 }))).toBe('{ a: 1 }');
  });
});
