import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { readCheckpointWeights } from '../../src/runtime/checkpoint-weights.js';
import { actorCriticNetwork } from '../../src/shared/network/actor-critic-network.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { writePolicy } from './support/policy-checkpoint.js';

const root = temporaryFolder();
let folder: string;
let runs = 0;
beforeEach(() => {
  folder = join(root, String(runs++), 'checkpoints');
  mkdirSync(folder, { recursive: true });
});

describe('readCheckpointWeights', () => {
  it('finds the newest, the best and every other one by its name', () => {
    const best = writePolicy(folder, { envSteps: 128, isBest: true, facts: { policyVersion: 4 } });
    const middle = writePolicy(folder, { envSteps: 256, facts: { policyVersion: 8 } });
    const newest = writePolicy(folder, { envSteps: 384, facts: { policyVersion: 12 } });
    expect(readCheckpointWeights(folder, 'best')).toEqual({ version: 4, parameters: best.weights });
    expect(readCheckpointWeights(folder, '256')).toEqual({ version: 8, parameters: middle.weights });
    expect(readCheckpointWeights(folder, 'newest')).toEqual({ version: 12, parameters: newest.weights });
  });

  it('leaves the value head out', () => {
    const network = actorCriticNetwork({
      ...{ observationSize: 4, policySize: 2, hidden: [8], activation: 'tanh', sharedTrunk: false },
      ...{ normalize: undefined, logStandardDeviation: false, value: true },
    });
    const { weights } = writePolicy(folder, { network });
    const { parameters } = readCheckpointWeights(folder, 'newest')!;
    expect(parameters.length).toBe(weights.length - (4 * 8 + 8) - (8 + 1));
    expect(parameters).toEqual(weights.subarray(0, parameters.length));
  });

  it('has none of what is not there, not yet or not any more', () => {
    for (const id of ['newest', 'best', '128']) expect(readCheckpointWeights(folder, id), id).toBeUndefined();
    expect(readCheckpointWeights(join(folder, 'nowhere'), 'best')).toBeUndefined();
    const { directory } = writePolicy(folder, { envSteps: 128 });
    expect(readCheckpointWeights(folder, 'best')).toBeUndefined();
    rmSync(directory, { recursive: true });
    expect(readCheckpointWeights(folder, 'newest')).toBeUndefined();
  });

  it('makes a path of nothing but the name of a checkpoint', () => {
    writePolicy(folder, { envSteps: 128 });
    const others = ['../checkpoints/128', './128', '128/', '128/../128', '0128', 'latest', '', '.', '..'];
    for (const id of others) expect(readCheckpointWeights(folder, id), id).toBeUndefined();
  });

  it('refuses a checkpoint that is damaged', () => {
    const { directory } = writePolicy(folder, { envSteps: 128 });
    writeFileSync(join(directory, 'weights.safetensors'), 'something else');
    const corrupt = expect.objectContaining({ code: 'ERR_CHECKPOINT_CORRUPT' }) as Error;
    expect(() => readCheckpointWeights(folder, '128')).toThrow(corrupt);
    writeFileSync(join(folder, 'best'), '../../secrets\n');
    expect(() => readCheckpointWeights(folder, 'best')).toThrow(corrupt);
  });
});
