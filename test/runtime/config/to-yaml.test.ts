import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolveConfig } from '../../../src/runtime/config/resolve.js';
import { settle } from '../../../src/runtime/config/settle.js';
import { toYaml } from '../../../src/runtime/config/to-yaml.js';
import { arbitraryConfig } from './support/arbitrary-config.js';
import { withFile } from './support/temporary-file.js';

const cartPole = { maxEpisodeSteps: 500, returnThreshold: 475 };

describe('toYaml', () => {
  it('gives a file that resolves to the same config', () => {
    fc.assert(
      fc.property(arbitraryConfig, (config) => {
        expect(withFile(toYaml(config), (file) => resolveConfig({ file }))).toStrictEqual(config);
      }),
    );
  });

  it('gives a file that settles to the same run on another machine', () => {
    fc.assert(
      fc.property(arbitraryConfig, (config) => {
        const settled = settle(config, cartPole, 2);
        const read = withFile(toYaml(settled), (file) => resolveConfig({ file }));
        expect(settle(read, { maxEpisodeSteps: 1, returnThreshold: 1 }, 16)).toStrictEqual(settled);
      }),
    );
  });

  it('gives a file whose number of actors can be changed', () => {
    const config = resolveConfig({
      flags: { mode: 'async', actors: '4' },
      set: ['replay.samplesPerInsert=32'],
    });
    const text = toYaml(settle(config, cartPole, 2));
    expect(withFile(text, (file) => resolveConfig({ file, flags: { actors: '1' } })).actors.count).toBe(1);
  });

  it('gives a file without the token, nor with a host that would need one', () => {
    const token = 'a-token-of-tests-1';
    for (const [host, kept] of [
      ['0.0.0.0', null],
      ['gpu-box', null],
      ['::1', '::1'],
    ] as const) {
      const text = toYaml(resolveConfig({ flags: { host, token } }));
      expect(text).not.toContain(token);
      expect(withFile(text, (file) => resolveConfig({ file })).metrics).toMatchObject({
        host: kept,
        token: null,
      });
    }
  });

  it('writes every section, one setting a line', () => {
    const lines = toYaml(settle(resolveConfig(), cartPole, 2)).split('\n');
    expect(lines).toContain('env:');
    expect(lines).toContain('  id: CartPole-v1');
    expect(lines).toContain('  learningRate: 0.003');
  });
});
