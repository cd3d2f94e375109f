import { describe, expect, it } from 'vitest';
import { betterOf } from '../../bench/better.js';

describe('betterOf', () => {
  it.each(['steps/s', 'env steps/s', 'GFLOP/s', 'transitions/s', 'of that', '% of peak'])(
    'takes more %s for better',
    (unit) => expect(betterOf(unit)).toBe('higher'),
  );

  it.each(['ns', 'us', 'ms', 's', 'ns/row', 'us/update', 's from start', 'env steps', 'MB', '% of a core'])(
    'takes less %s for better',
    (unit) => expect(betterOf(unit)).toBe('lower'),
  );

  it.each(['steps', '%', 'apples', 'smiles', 'nsx'])('does not guess at %s', (unit) =>
    expect(() => betterOf(unit)).toThrow(
      new RangeError(`unit: expected one that bench/better.ts knows, got '${unit}'`),
    ),
  );
});
