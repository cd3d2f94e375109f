import type { CheckpointFacts } from '../../../../src/learner/checkpoints/manifest.js';
import type { CheckpointContent } from '../../../../src/learner/checkpoints/write-checkpoint.js';

export const layout = [
  { name: 'dense0/kernel', shape: [2, 3] },
  { name: 'dense0/bias', shape: [3] },
];

export const optimizerLayout = [{ name: 'adam/m', shape: [9] }];

export function factsAt(envSteps: number): CheckpointFacts {
  return {
    manyhandsVersion: '0.1.0',
    run: 'CartPole-v1-dqn-3',
    algorithm: 'dqn',
    environment: {
      id: 'CartPole-v1',
      options: { zeroTerminalReward: false },
      observationSpace: { type: 'box', shape: [4] },
      actionSpace: { type: 'discrete', n: 2 },
    },
    network: { layers: [{ type: 'dense', units: 3 }] },
    policyVersion: 7,
    envSteps,
    episodes: 12,
    updates: 34,
    evaluation: {
      episodes: 10,
      seed: 5,
      actions: 'greedy',
      meanReturn: 487.5,
      stdReturn: 12.25,
      minReturn: 431,
    },
  };
}

/** A checkpoint whose every number is `value`. */
export function contentAt(envSteps: number, value = envSteps): CheckpointContent {
  return {
    facts: factsAt(envSteps),
    layout,
    weights: new Float32Array(9).fill(value),
    optimizer: [{ name: 'adam/m', shape: [9], data: new Float32Array(9).fill(-value) }],
  };
}
