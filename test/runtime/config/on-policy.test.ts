import { describe, expect, it } from 'vitest';
import { resolveConfig, type ConfigLayers } from '../../../src/runtime/config/resolve.js';
import { settle } from '../../../src/runtime/config/settle.js';
import { configFailure } from './support/failure.js';

type Case = readonly [name: string, layers: ConfigLayers, message: string];

const cartPole = { maxEpisodeSteps: 500, returnThreshold: 475 };
const endless = { maxEpisodeSteps: null, returnThreshold: null };

const CONFLICTS: readonly Case[] = [
  [
    'a round that is no update',
    { flags: { algo: 'a2c', envs: '1024' }, set: ['actors.blockLength=17'] },
    'actors.blockLength (flag --set): expected few enough for rounds of at most 16384 steps with env.count 1024 (flag --envs), got 17; an update takes all steps of a round: lower one of the two',
  ],
  [
    'a batch that is no round',
    { flags: { algo: 'impala', mode: 'sync' }, set: ['learner.batchSize=255'] },
    'learner.batchSize (flag --set): expected 256 or auto with env.count 16 (default of impala) and actors.blockLength 16 (default of impala), got 255; an update takes all steps of a round: set learner.batchSize=auto and change the others',
  ],
  [
    'a batch that the rings cannot hold',
    { flags: { algo: 'impala', mode: 'async' }, set: ['learner.batchSize=513'] },
    'learner.batchSize (flag --set): expected at most 512 with env.count 16 (default of impala), actors.blockLength 16 (default of impala) and actors.ringBlocks 2 (default of impala), got 513; a batch is learned from where the actors wrote it, and no more than that fits there',
  ],
  [
    'a run that is over before its first update',
    { flags: { algo: 'impala', steps: '511' }, set: ['learner.batchSize=512'] },
    'run.steps (flag --steps): expected at least 512 with learner.batchSize 512 (flag --set), got 511; no batch would be complete before the run is over',
  ],
  [
    'a batch too large with the block that completes it',
    { flags: { algo: 'impala', actors: '2' }, set: ['learner.batchSize=16258', 'actors.ringBlocks=64'] },
    'learner.batchSize (flag --set): expected few enough for a batch and a block of 16384 steps together with env.count 16 (default of impala) and actors.count 2 (flag --actors), got 16258; the block that completes a batch belongs to it: lower any of them',
  ],
  [
    'blocks too large for a machine with one actor',
    { flags: { algo: 'impala', envs: '1024' }, set: ['actors.blockLength=9'] },
    'actors.blockLength (flag --set): expected few enough for a batch and a block of 16384 steps together with env.count 1024 (flag --envs) and actors.count auto (default), got 9; the block that completes a batch belongs to it: lower any of them',
  ],
];

describe('resolveConfig for an algorithm that learns from unrolls', () => {
  it.each(CONFLICTS)('names %s on one line', (_, layers, message) => {
    expect(configFailure(() => resolveConfig(layers))).toBe(message);
  });

  it('takes the largest batches that are possible', () => {
    const rings = ['actors.ringBlocks=64'];
    for (const [layers, batchSize] of [
      [{ flags: { algo: 'impala', actors: '2' }, set: [...rings, 'learner.batchSize=16257'] }, 16_257],
      [{ flags: { algo: 'impala', actors: '1' }, set: [...rings, 'learner.batchSize=16129'] }, 16_129],
      [{ flags: { algo: 'impala' }, set: ['learner.batchSize=512'] }, 512],
      [{ flags: { algo: 'a2c', envs: '1024' }, set: ['actors.blockLength=16'] }, 16_384],
    ] as const) {
      expect(settle(resolveConfig(layers), cartPole, 2).learner.batchSize).toBe(batchSize);
    }
  });
});

describe('settle for an algorithm that learns from whole episodes', () => {
  it.each(['reinforce', 'actor-critic'])('makes room for the longest: %s', (algo) => {
    const config = resolveConfig({ flags: { algo }, set: ['algorithm.episodesPerUpdate=3'] });
    expect(settle(config, cartPole, 2).learner.batchSize).toBe(1500);
    expect(settle(settle(config, cartPole, 2), cartPole, 2).learner.batchSize).toBe(1500);
  });

  it.each([
    ['env.maxEpisodeSteps=null', 'env.maxEpisodeSteps: expected a time limit, got none'],
    ['env.maxEpisodeSteps=16385', 'env.maxEpisodeSteps: expected at most 16384, got 16385'],
    ['learner.batchSize=64', 'learner.batchSize: expected 500 or auto, got 64'],
  ])('refuses %s', (setting, message) => {
    const environment = setting.endsWith('null') ? endless : cartPole;
    const config = resolveConfig({ flags: { algo: 'reinforce' }, set: [setting] });
    const failure = configFailure(() => settle(config, environment, 2));
    expect(failure).toContain(message);
    expect(failure).toContain('; an update of reinforce takes whole episodes');
    expect(failure).not.toContain('\n');
  });
});
