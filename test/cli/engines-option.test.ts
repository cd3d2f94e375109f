import { describe, expect, it } from 'vitest';
import { readEnginesFlag } from '../../src/cli/engines-option.js';
import { ENGINES } from '../../src/shared/config/engines.js';
import { runCli } from '../support/cli.js';

describe('readEnginesFlag', () => {
  it('knows all engines, and some of them in the order of their table', () => {
    expect(readEnginesFlag(undefined)).toBeUndefined();
    expect(readEnginesFlag('all')).toEqual(ENGINES);
    expect(readEnginesFlag('tfjs-wasm, simd,tfjs-wasm')).toEqual(['simd', 'tfjs-wasm']);
  });

  it('names the engine that may have been meant', () => {
    expect(() => readEnginesFlag('simd,webgp')).toThrow(
      `flag --engines: expected some of all, ${ENGINES.join(', ')}, got 'webgp'; the nearest is 'webgpu'`,
    );
  });
});

describe('manyhands bench --engines', () => {
  it.each([
    { args: ['env', '--engines', 'all'], wanted: 'the suite learner to be among those that run, got env' },
    { args: ['--compare', 'a', 'b', '--engines', 'all'], wanted: '--engines as well; give one of the two' },
  ])('is refused where nothing would come of it: $args', async ({ args, wanted }) => {
    const { code, stdout, stderr } = await runCli(['bench', ...args]);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(wanted);
  });
});
