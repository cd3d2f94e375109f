import { describe, expect, it } from 'vitest';
import { a2cProgram } from '../../../src/learner/algorithms/a2c/program.js';
import { actorCriticProgram } from '../../../src/learner/algorithms/actor-critic/program.js';
import { algorithmSchema, type AlgorithmConfig } from '../../../src/learner/algorithms/config.js';
import { impalaProgram } from '../../../src/learner/algorithms/impala/program.js';
import { networksOf } from '../../../src/learner/algorithms/networks.js';
import { ppoProgram } from '../../../src/learner/algorithms/ppo/program.js';
import type { PpoConfig } from '../../../src/learner/algorithms/ppo/config.js';
import { reinforceProgram } from '../../../src/learner/algorithms/reinforce/program.js';
import { createDistribution } from '../../../src/learner/distributions/create-distribution.js';
import type { UnrollFormat } from '../../../src/shared/memory/block-layout.js';
import type { NetworkSpec } from '../../../src/shared/network/spec.js';
import type { PolicyDistribution } from '../../../src/learner/distributions/policy-distribution.js';
import { createUpdateMetrics } from '../../../src/learner/update-metrics.js';
import { unrollFormat } from '../../../src/shared/memory/block-layout.js';
import { box, discrete, type Space } from '../../../src/shared/spaces.js';

const OBSERVATIONS = box([3], -1, 1);

function programOf(name: AlgorithmConfig['name'], actionSpace: Space) {
  const config = algorithmSchema.parse({ name });
  const { trained } = networksOf(config, OBSERVATIONS, actionSpace);
  const parts: [NetworkSpec, UnrollFormat, PolicyDistribution] = [
    trained,
    unrollFormat(3, actionSpace, { logProbability: true }),
    createDistribution(actionSpace),
  ];
  switch (config.name) {
    case 'a2c':
      return { trained, program: a2cProgram(config, ...parts) };
    case 'impala':
      return { trained, program: impalaProgram(config, ...parts) };
    case 'ppo':
      return { trained, program: ppoProgram(config, ...parts, () => 0.2) };
    case 'reinforce':
      return { trained, program: reinforceProgram(config, ...parts) };
    case 'actor-critic':
      return { trained, program: actorCriticProgram(config, ...parts) };
    case 'dqn':
      throw new TypeError('not a policy gradient');
  }
}

const STEPS = ['advantage', 'valueTarget', 'behaviourLogProbability', 'behaviourValue'];
const EPISODES = ['advantage', 'policyWeight', 'valueTarget', 'valueWeight'];

describe.each([
  ['a2c', STEPS],
  ['impala', STEPS],
  ['ppo', STEPS],
  ['reinforce', EPISODES],
  ['actor-critic', EPISODES],
] as const)('the program of %s', (name, scalars) => {
  it.each([
    [discrete(4), { shape: [], dtype: 'int32' }],
    [box([2, 3], -1, 1), { shape: [6], dtype: 'float32' }],
  ] as const)(
    'makes one pass over the observations of a batch, with actions of %o',
    (actionSpace, action) => {
      const { trained, program } = programOf(name, actionSpace);
      expect(program.network).toBe(trained);
      expect(program.passes.map(({ parameters, input }) => [parameters, input])).toEqual([
        ['online', 'observation'],
      ]);
      expect(program.target).toBeUndefined();
      expect(program.batchColumns).toEqual([
        { name: 'observation', shape: [3], dtype: 'float32' },
        { name: 'action', ...action },
        ...scalars.map((scalar) => ({ name: scalar, shape: [], dtype: 'float32' })),
      ]);
    },
  );
});

describe('ppoProgram', () => {
  it('asks for the clip range at every update', () => {
    const config = algorithmSchema.parse({ name: 'ppo' }) as PpoConfig;
    const space = discrete(2);
    const { trained } = networksOf(config, OBSERVATIONS, space);
    let clipRange = 0.5;
    const format = unrollFormat(3, space, { logProbability: true });
    const program = ppoProgram(config, trained, format, createDistribution(space), () => clipRange);
    const zeros = (length: number) => new Float32Array(length);
    const batch = {
      observation: zeros(3),
      action: Int32Array.of(0),
      advantage: Float32Array.of(1),
      valueTarget: zeros(1),
      // A ratio of 1.25.
      behaviourLogProbability: Float32Array.of(Math.log(0.4)),
      behaviourValue: zeros(1),
    };
    const ratios = [0.5, 0.2, 0.3].map((range) => {
      clipRange = range;
      const metrics = createUpdateMetrics();
      program.loss(
        batch,
        { policy: zeros(2), value: zeros(1) },
        { policy: zeros(2), value: zeros(1) },
        metrics,
      );
      return metrics.clipRatio;
    });
    expect(ratios).toEqual([0, 1, 0]);
  });
});
