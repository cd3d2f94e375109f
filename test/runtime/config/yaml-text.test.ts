import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseYamlValue } from '../../../src/runtime/config/yaml-text.js';

describe('parseYamlValue', () => {
  it.each([
    '',
    'null',
    'Null',
    'nULL',
    '~',
    'true',
    'TRUE',
    'tRUE',
    'yes',
    'off',
    '.nan',
    '.inf',
    '-.inf',
    '007',
    '-0',
    '+3',
    '0x1f',
    '0o17',
    '1e-3',
    '1.',
    '.5',
    '1_000',
    '12:30',
    '2001-01-01',
    'a: b',
    '[1, [2]]',
    '{ a: 1 }',
    '"3"',
    "'x'",
    'CartPole-v1',
    'a #b',
  ])('reads %j as the YAML package does', (text) => {
    expect(parseYamlValue(text)).toStrictEqual(parse(text));
  });

  it('reads words and numbers as the YAML package does', () => {
    const text = fc.oneof(
      fc.stringMatching(/^[-+]?[0-9]{1,20}(\.[0-9]{1,20})?$/),
      fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,5}$/),
    );
    fc.assert(
      fc.property(text, (written) => {
        expect(parseYamlValue(written)).toStrictEqual(parse(written));
      }),
    );
  });

  it('throws on what is not YAML', () => {
    expect(() => parseYamlValue('[1')).toThrow('Flow sequence');
  });
});
