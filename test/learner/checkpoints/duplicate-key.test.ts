import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { duplicateKeyIn } from '../../../src/learner/checkpoints/duplicate-key.js';

describe('duplicateKeyIn', () => {
  it.each([
    { name: 'at the top', text: '{"a":1,"b":2,"a":3}', key: 'a' },
    { name: 'in a nested object', text: '{"x":[{"k":1, "k" :2}]}', key: 'k' },
    { name: 'behind an escape', text: '{"a":1,"\\u0061":2}', key: 'a' },
    { name: 'that is empty', text: '{"":1,"":2}', key: '' },
    { name: 'after other objects', text: '{"p":{"q":1},"r":{"q":2},"p":3}', key: 'p' },
  ])('finds a key $name', ({ text, key }) => {
    expect(duplicateKeyIn(text)).toBe(key);
  });

  it.each([
    { name: 'equal keys of different objects', text: '{"a":{"b":1},"c":{"b":1}}' },
    { name: 'equal values', text: '{"a":"x","b":"x","c":["a","a","a"]}' },
    { name: 'brackets and quotes inside strings', text: '{"a":"{\\"a\\":1","b":"\\\\","c":"]}"}' },
  ])('is not misled by $name', ({ text }) => {
    expect(duplicateKeyIn(text)).toBeUndefined();
  });

  it('finds none in what JSON.stringify writes', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(duplicateKeyIn(text)).toBeUndefined();
      }),
    );
  });
});
