import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resolveConfig, type ConfigLayers } from '../../../src/runtime/config/resolve.js';
import { settle } from '../../../src/runtime/config/settle.js';
import { arbitraryConfig } from './support/arbitrary-config.js';

const cartPole = { maxEpisodeSteps: 500, returnThreshold: 475 };
const pendulum = { maxEpisodeSteps: 200, returnThreshold: null };
const endless = { maxEpisodeSteps: null, returnThreshold: null };

const settled = (layers: ConfigLayers, cores = 2, environment: Parameters<typeof settle>[1] = cartPole) =>
  settle(resolveConfig(layers), environment, cores);

describe('settle', () => {
  it.each([
    [1, 8, 1],
    [2, 8, 1],
    [4, 8, 3],
    [16, 8, 8],
    [16, 1, 1],
  ])('on %d cores gives %d environments %d actors', (cores, envs, actors) => {
    expect(settled({ settings: { env: { count: envs } } }, cores).actors.count).toBe(actors);
  });

  it.each([
    [16, 4, 8],
    [8, 4, 4],
    [4, 4, 1],
    [2, 4, 1],
  ])('on %d cores leaves actors what %d threads of the learner do not need', (cores, threads, actors) => {
    expect(settled({ set: [`learner.threads=${threads}`] }, cores).actors.count).toBe(actors);
  });

  it('refuses more threads than a batch has rows, once it knows how many these are', () => {
    const layers = (threads: number) => ({
      flags: { algo: 'a2c' },
      set: ['env.count=1', 'actors.blockLength=5', `learner.threads=${threads}`],
    });
    expect(settled(layers(5)).learner).toMatchObject({ batchSize: 5, threads: 5 });
    expect(() => settled(layers(6))).toThrow(
      expect.objectContaining({
        code: 'ERR_CONFIG',
        message:
          'learner.threads: expected at most the 5 rows of a batch, got 6; threads divide them among themselves',
      }) as Error,
    );
  });

  it('takes simd for auto, with any number of threads, until engines have been timed, and any other as it is', () => {
    for (const threads of [1, 2]) {
      const layers = { flags: { engine: 'auto' }, set: [`learner.threads=${threads}`] };
      expect(settled(layers).learner).toMatchObject({ engine: 'simd', threads });
    }
    expect(settled({ flags: { engine: 'tfjs-wasm' } }).learner.engine).toBe('tfjs-wasm');
  });

  it('asks the environment for its time limit and threshold', () => {
    expect(settled({})).toMatchObject({ env: { maxEpisodeSteps: 500 }, evaluation: { targetReturn: 475 } });
    expect(settled({}, 2, endless).env.maxEpisodeSteps).toBeNull();
    expect(settled({ set: ['env.maxEpisodeSteps=50'] }).env.maxEpisodeSteps).toBe(50);
  });

  it('has no target where the environment has no threshold, or none is wanted', () => {
    expect(settled({}, 2, pendulum).evaluation.targetReturn).toBeNull();
    expect(settled({ flags: { targetReturn: 'none' } }).evaluation.targetReturn).toBeNull();
    expect(settled({ flags: { targetReturn: '195' } }).evaluation.targetReturn).toBe(195);
  });

  it('keeps a ratio in sync mode and none in async mode', () => {
    expect(settled({}).replay).toMatchObject({ samplesPerInsert: 32, errorBuffer: null });
    expect(settled({ flags: { mode: 'async' } }).replay).toMatchObject({
      samplesPerInsert: 'unlimited',
      errorBuffer: null,
    });
  });

  it('gives the rate limiter room for a block of every environment and a batch', () => {
    const layers = { flags: { mode: 'async' }, set: ['replay.samplesPerInsert=2'] };
    // 8 environments x 32 steps x 2 samples + 64
    expect(settled(layers).replay).toHaveProperty('errorBuffer', 576);
    const { replay } = settled({ ...layers, set: [...layers.set, 'replay.errorBuffer=1000'] });
    expect(replay).toHaveProperty('errorBuffer', 1000);
  });

  it.each([
    [200_000, 1_024],
    [51_200, 256],
    [256, 256],
    [51_201, 512],
  ])('evaluates a run of %d steps every %d', (steps, everySteps) => {
    expect(settled({ flags: { steps: String(steps) } }).evaluation.everySteps).toBe(everySteps);
  });

  it('leaves nothing to the machine or the environment, and changes nothing the second time', () => {
    fc.assert(
      fc.property(arbitraryConfig, (config) => {
        const once = settle(config, cartPole, 2);
        expect(settle(once, pendulum, 16)).toEqual(once);
      }),
    );
  });

  it('is frozen all the way down', () => {
    const config = settled({});
    expect([config, config.env, config.replay, config.algorithm.hidden].every(Object.isFrozen)).toBe(true);
  });
});
