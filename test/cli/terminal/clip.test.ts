import { describe, expect, it } from 'vitest';
import { clip, columnsOf, withoutControls } from '../../../src/cli/terminal/clip.js';

const BOLD = '\x1b[1mbold\x1b[22m';

describe('columnsOf', () => {
  it.each([
    ['', 0],
    ['plain', 5],
    [BOLD, 4],
    ['▁▂█░', 4],
    ['größe', 5],
    ['e\u0301', 1],
    ['走る', 4],
    ['한글', 4],
    ['🎯', 2],
  ])('of %j are %i', (text, wanted) => {
    expect(columnsOf(text)).toBe(wanted);
  });
});

describe('clip', () => {
  it.each([
    { text: 'plain', columns: 5, wanted: 'plain' },
    { text: 'plain', columns: 4, wanted: 'plai' },
    { text: 'plain', columns: 0, wanted: '' },
    // What is not seen takes no room, and is not cut in two.
    { text: BOLD, columns: 4, wanted: BOLD },
    { text: BOLD, columns: 2, wanted: '\x1b[1mbo\x1b[0m' },
    { text: `${BOLD} more`, columns: 6, wanted: `${BOLD} m\x1b[0m` },
    // Half of a wide character does not fit.
    { text: 'a走る', columns: 4, wanted: 'a走' },
    { text: '🎯🎯', columns: 3, wanted: '🎯' },
    { text: 'e\u0301e\u0301', columns: 1, wanted: 'e\u0301' },
  ])('of $text to $columns is $wanted', ({ text, columns, wanted }) => {
    expect(clip(text, columns)).toBe(wanted);
  });
});

describe('withoutControls', () => {
  it('keeps a name from moving the cursor', () => {
    expect(withoutControls('a\x1b[2Jb\n\tc\x9b1A größe 走')).toBe('a?[2Jb??c?1A größe 走');
  });
});
