import { describe, expect, it } from 'vitest';
import { ASCII, BLOCKS, glyphsFor } from '../../../src/cli/terminal/glyphs.js';

describe('glyphsFor', () => {
  it.each([
    { env: { LANG: 'en_US.UTF-8' }, wanted: BLOCKS },
    { env: { LANG: 'C.utf8', TERM: 'xterm-256color' }, wanted: BLOCKS },
    { env: { LANG: 'C' }, wanted: ASCII },
    { env: {}, wanted: ASCII },
    // The first that is not empty decides.
    { env: { LC_ALL: 'C', LANG: 'de_DE.UTF-8' }, wanted: ASCII },
    { env: { LC_ALL: '', LC_CTYPE: 'de_DE.UTF-8', LANG: 'C' }, wanted: BLOCKS },
    { env: { LANG: 'en_US.UTF-8', TERM: 'linux' }, wanted: ASCII },
    { env: { LANG: 'en_US.UTF-8', TERM: 'dumb' }, wanted: ASCII },
  ])('knows by $env what a terminal can draw', ({ env, wanted }) => {
    expect(glyphsFor(env, 'linux')).toBe(wanted);
  });

  it.each([
    { env: { WT_SESSION: 'x' }, wanted: BLOCKS },
    { env: { TERM_PROGRAM: 'vscode' }, wanted: BLOCKS },
    { env: { LANG: 'en_US.UTF-8' }, wanted: ASCII },
  ])('knows it by $env on Windows', ({ env, wanted }) => {
    expect(glyphsFor(env, 'win32')).toBe(wanted);
  });

  it('draws with ASCII where it says so', () => {
    expect(ASCII.full + ASCII.empty + ASCII.levels).toMatch(/^[\x21-\x7e]+$/);
    expect(ASCII.levels).toHaveLength(BLOCKS.levels.length);
  });
});
