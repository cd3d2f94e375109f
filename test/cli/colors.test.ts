import { afterEach, describe, expect, it, vi } from 'vitest';
import { colorsFor } from '../../src/cli/colors.js';

afterEach(() => vi.unstubAllEnvs());

describe('colorsFor', () => {
  it('colours a terminal and nothing else, also where CI is set', () => {
    vi.stubEnv('NO_COLOR', undefined);
    vi.stubEnv('CI', 'true');
    expect(colorsFor({ isTTY: true }).bold('x')).toBe('\x1b[1mx\x1b[22m');
    // What `isTTY` is on a pipe.
    expect(colorsFor({}).bold('x')).toBe('x');
  });

  it('colours nothing where NO_COLOR is set', () => {
    vi.stubEnv('NO_COLOR', '1');
    expect(colorsFor({ isTTY: true }).bold('x')).toBe('x');
  });
});
