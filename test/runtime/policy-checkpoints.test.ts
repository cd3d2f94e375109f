import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadPolicy, makeEnvironment, train } from '../../src/index.js';
import { decodeSafetensors } from '../../src/learner/checkpoints/safetensors.js';
import { evaluateCheckpoint } from '../../src/runtime/evaluate-checkpoint.js';
import { readPolicyCheckpoint } from '../../src/runtime/read-policy-checkpoint.js';
import { parameterLayout } from '../../src/shared/network/parameters.js';
import { temporaryFolder } from '../support/temporary-folder.js';

type Settings = NonNullable<Parameters<typeof train>[0]>;

const folder = temporaryFolder();
let runs = 0;
const EVALUATION = { targetReturn: 'none', episodes: 6, seed: 40 } as const;

/** A few rounds, and the evaluation of what they led to. */
function shortRun(settings: Settings) {
  return train({
    ...settings,
    actors: { count: 2 },
    evaluation: EVALUATION,
    run: { seed: 2, steps: 4096, out: join(folder, String(runs++)) },
  });
}

/** The mean return of the evaluation's episodes, played by a program that has loaded the policy. */
function meanReturnOf(directory: string): number {
  const policy = loadPolicy(directory);
  let sum = 0;
  for (let i = 0; i < EVALUATION.episodes; i++) {
    const environment = makeEnvironment(policy.environment);
    let { observation } = environment.reset({ seed: EVALUATION.seed + i });
    for (let isOver = false; !isOver;) {
      const result = environment.step(policy.act(observation));
      sum += result.reward;
      observation = result.observation;
      isOver = result.terminated || result.truncated;
    }
  }
  return sum / EVALUATION.episodes;
}

const NORMALIZED = { normalizeObservations: true, normalizeReturns: true };

describe('the checkpoint of a stochastic policy', () => {
  it.each<[string, Settings]>([
    ['plain', { algorithm: { name: 'ppo' } }],
    ['of one trunk', { algorithm: { name: 'actor-critic' } }],
    ['normalized', { algorithm: { name: 'ppo', ...NORMALIZED } }],
    ['Gaussian', { env: { id: 'Pendulum-v1' }, algorithm: { name: 'a2c', ...NORMALIZED } }],
    ['without a value', { algorithm: { name: 'reinforce', normalizeObservations: true } }],
  ])('plays as the run said, and as a program that loads it: %s', async (_, settings) => {
    const { run, evaluation, weightsSha256 } = await shortRun(settings);
    const { meanReturn, stdReturn, minReturn } = evaluation!;
    expect(await evaluateCheckpoint(run)).toMatchObject({
      ...{ meanReturn, stdReturn, minReturn, weightsSha256, actions: 'greedy' },
      ...{ episodes: EVALUATION.episodes, seed: EVALUATION.seed },
    });
    expect(meanReturnOf(run)).toBe(meanReturn);

    const sampled = await evaluateCheckpoint(run, { actions: 'sampled' });
    expect(await evaluateCheckpoint(run, { actions: 'sampled' })).toEqual(sampled);
    expect(sampled.meanReturn).not.toBe(meanReturn);
  });

  it('holds the whole network, by name, and the running statistics', async () => {
    const { checkpoint } = await shortRun({
      env: { id: 'Pendulum-v1' },
      algorithm: { name: 'ppo', ...NORMALIZED },
    });
    const { network, weights } = readPolicyCheckpoint(checkpoint);
    const { tensors } = parameterLayout(network);
    expect(tensors.map(({ name }) => name)).toEqual([
      ...['0.mean', '0.scale'],
      ...[0, 1, 2].flatMap((layer) => [`policy.${layer}.weight`, `policy.${layer}.bias`]),
      'logStandardDeviation.0.value',
      ...[0, 1, 2].flatMap((layer) => [`value.${layer}.weight`, `value.${layer}.bias`]),
    ]);
    const file = join(checkpoint, 'optimizer.safetensors');
    const state = decodeSafetensors(readFileSync(file), file).tensors;
    const momentsOf = (name: string) => [...state.find((tensor) => tensor.name === name)!.data];

    // What the network normalizes by is what the moments say.
    const [count, ...moments] = momentsOf('observations.moments');
    expect(count).toBe(4096);
    expect([...weights.subarray(0, 3)]).toEqual(moments.slice(0, 3));
    moments.slice(3).forEach((variance, d) => {
      // The scale is rounded to float32 once, the variance was rounded before it is used here.
      expect(weights[3 + d]! * Math.sqrt(variance)).toBeCloseTo(1, 5);
    });
    const [rewards, , variance] = momentsOf('returns.moments');
    expect(rewards).toBe(4096);
    expect(variance).toBeGreaterThan(1);
  });
});
