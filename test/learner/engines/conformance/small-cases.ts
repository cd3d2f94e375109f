import { box, discrete } from '../../../../src/shared/spaces.js';
import type { UpdateCase } from './update-case.js';

/** For what has nothing to do with an algorithm: action values with a target and both of Adam's moments. */
export const VALUES: UpdateCase = {
  claim: 'Double DQN',
  algorithm: { name: 'dqn', double: true, loss: 'mse', target: { updateInterval: 2, tau: 0.125 } },
  actions: discrete(3),
  optimizer: { name: 'adam', learningRate: 1e-2, beta1: 0.9, beta2: 0.999, epsilon: 1e-2 },
};

/** The same, with running statistics, several outputs, and neither target nor first moment. */
export const POLICY: UpdateCase = {
  claim: 'PPO',
  algorithm: { name: 'ppo', sharedTrunk: true, normalizeObservations: true },
  actions: box([2], -1, 1),
  optimizer: { name: 'rmsprop', learningRate: 1e-2, decay: 0.9, epsilon: 1e-2 },
};
