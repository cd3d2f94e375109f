import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ERROR_CODES, expected, ManyhandsError, messageOf } from '../../src/shared/errors.js';

const PAGE = 'docs/errors.md';

/** All of `src` but the list itself, without comments: what only a comment names is not used. */
function sources(): string {
  return readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && name !== join('shared', 'errors.ts'))
    .map((name) => readFileSync(join('src', name), 'utf8'))
    .join('\n')
    .replaceAll(/\/\*[^]*?\*\//g, '')
    .replaceAll(/^\s*\/\/.*$/gm, '');
}

describe('ERROR_CODES', () => {
  const rows = readFileSync(PAGE, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| `ERR_'))
    .map((line) => line.split('|').map((cell) => cell.trim()));

  it(`are the rows of ${PAGE}, in its order`, () => {
    expect(rows.map(([, code]) => code)).toEqual(ERROR_CODES.map((code) => `\`${code}\``));
  });

  it('are each explained: when it happens, and what to do', () => {
    for (const [, code, when, remedy] of rows)
      expect([code, when!.length > 10, remedy!.length > 10]).toEqual([code, true, true]);
  });

  it('are each used', () => {
    const text = sources();
    expect(ERROR_CODES.filter((code) => !text.includes(`'${code}'`))).toEqual([]);
  });

  it('are all that is thrown', () => {
    const thrown = new Set(
      sources()
        .match(/'ERR_[A-Z_]+'/g)
        ?.map((quoted) => quoted.slice(1, -1)),
    );
    // Node's own, which tell a thread that ran out of memory, and a package that is not installed or not for this system.
    const foreign = [...thrown].filter((code) => !(ERROR_CODES as readonly string[]).includes(code));
    expect(foreign.filter((code) => !/^ERR_(WORKER|MODULE|DLOPEN)_/.test(code))).toEqual([]);
  });

  it('are unique and look alike', () => {
    expect(new Set(ERROR_CODES).size).toBe(ERROR_CODES.length);
    for (const code of ERROR_CODES) expect(code).toMatch(/^ERR_[A-Z]+(_[A-Z]+)*$/);
  });
});

describe('ManyhandsError', () => {
  it('has a code, a name, and the cause it was given', () => {
    const cause = new RangeError('inner');
    const error = new ManyhandsError('ERR_SHAPE', 'outer', { cause });
    expect(error).toMatchObject({ code: 'ERR_SHAPE', name: 'ManyhandsError', message: 'outer', cause });
    expect(error).toBeInstanceOf(Error);
    expect(String(error)).toBe('ManyhandsError: outer');
  });
});

describe('expected', () => {
  it('says what, what was expected, and what came, in one line', () => {
    expect(expected('ERR_CONFIG', 'env.count', 'a positive integer', -3).message).toBe(
      'env.count: expected a positive integer, got -3',
    );
    expect(expected('ERR_CONFIG', 'x', 'y', undefined, { cause: 7 }).cause).toBe(7);
  });
});

describe('messageOf', () => {
  it.each([
    [new Error('broken'), 'broken'],
    ['a string', 'a string'],
    [undefined, 'undefined'],
    [null, 'null'],
  ])('says what was thrown: %s', (thrown, message) => {
    expect(messageOf(thrown)).toBe(message);
  });
});
