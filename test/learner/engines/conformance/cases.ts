import type { OptimizerOptions } from '../../../../src/learner/engines/engine.js';
import { box, discrete } from '../../../../src/shared/spaces.js';
import { imageValues, NATURE, separateImagePolicy, sharedImagePolicy, type Shape } from './image-networks.js';
import type { UpdateCase } from './update-case.js';

const CHOICES = discrete(3);
const PLANE = box([2], -1, 1);

/**
 * Epsilons as large as most gradients here. With a small one an optimizer divides a gradient by its own size, and so makes a whole step
 * of what rounding leaves of one that is 0 by cancellation.
 */
const ADAM: OptimizerOptions = { name: 'adam', learningRate: 1e-2, beta1: 0.9, beta2: 0.999, epsilon: 1e-2 };
const RMSPROP: OptimizerOptions = { name: 'rmsprop', learningRate: 1e-2, decay: 0.9, epsilon: 1e-2 };
/** Those of a run. */
const ADAM_OF_A_RUN: OptimizerOptions = { ...ADAM, learningRate: 1e-3, epsilon: 1e-8 };
const RMSPROP_OF_A_RUN: OptimizerOptions = { ...RMSPROP, decay: 0.99, learningRate: 1e-3, epsilon: 1e-5 };

/** Below the norm of any gradient here. */
const BITING = 0.1;
/** Above it. */
const IDLE = 1e6;

const EVERY = (tau: number) => ({ updateInterval: 1, tau });

const bytes = (shape: Shape) => box(shape, 0, 255, 'uint8');

/** Between them: every algorithm, kind of action, layer, optimizer and target, and whatever changes what an engine has to do. */
export const CASES: readonly UpdateCase[] = [
  {
    claim: 'DQN with the mean squared error, a target that is copied at every update, Adam',
    algorithm: { name: 'dqn', loss: 'mse', target: EVERY(1) },
    actions: CHOICES,
    optimizer: ADAM,
  },
  {
    claim:
      'Double DQN with the Huber loss, tanh, a target that follows softly, RMSProp, a gradient that is clipped',
    algorithm: { name: 'dqn', double: true, activation: 'tanh', target: EVERY(0.125) },
    actions: CHOICES,
    optimizer: RMSPROP,
    maxGradientNorm: BITING,
    isEssential: true,
  },
  {
    claim: 'Double DQN with a narrow Huber loss, a target that moves now and then, Adam as a run has it',
    algorithm: { name: 'dqn', double: true, huberDelta: 0.1, target: { updateInterval: 7, tau: 0.5 } },
    actions: CHOICES,
    optimizer: ADAM_OF_A_RUN,
  },
  {
    claim: 'DQN without hidden layers, one action, a batch of one',
    algorithm: { name: 'dqn', hidden: [], loss: 'mse', target: EVERY(1) },
    actions: discrete(1),
    optimizer: RMSPROP_OF_A_RUN,
    rows: 1,
    isEssential: true,
  },
  {
    claim: 'REINFORCE, choices, an entropy bonus, Adam, a gradient that needs no clipping',
    algorithm: { name: 'reinforce', entropyCoefficient: 0.1 },
    actions: CHOICES,
    optimizer: ADAM,
    maxGradientNorm: IDLE,
  },
  {
    claim: 'REINFORCE, a box, normalized observations, tanh, RMSProp',
    algorithm: {
      name: 'reinforce',
      normalizeObservations: true,
      activation: 'tanh',
      entropyCoefficient: 0.1,
    },
    actions: PLANE,
    optimizer: RMSPROP,
    isEssential: true,
  },
  {
    claim: 'REINFORCE with a policy that looks at nothing',
    algorithm: { name: 'reinforce' },
    actions: CHOICES,
    optimizer: ADAM,
    network: {
      layers: [{ kind: 'dense', inputs: 5, outputs: 4, activation: 'relu' }],
      heads: [{ name: 'policy', layers: [{ kind: 'constant', inputs: 4, outputs: 3 }] }],
    },
  },
  {
    claim: 'Actor-Critic, choices, hidden layers that policy and value share, RMSProp as a run has it',
    algorithm: { name: 'actor-critic', sharedTrunk: true, entropyCoefficient: 0.05 },
    actions: CHOICES,
    optimizer: RMSPROP_OF_A_RUN,
  },
  {
    claim: 'Actor-Critic, a box, hidden layers apart, normalized observations, a gradient that is clipped',
    algorithm: { name: 'actor-critic', sharedTrunk: false, normalizeObservations: true },
    actions: PLANE,
    optimizer: ADAM,
    maxGradientNorm: BITING,
  },
  {
    claim: 'A2C, choices, shared layers on normalized observations, an entropy bonus, RMSProp, clipped',
    algorithm: { name: 'a2c', sharedTrunk: true, normalizeObservations: true, entropyCoefficient: 0.05 },
    actions: CHOICES,
    optimizer: RMSPROP,
    maxGradientNorm: BITING,
    isEssential: true,
  },
  {
    claim: 'A2C, a box, no hidden layers, an entropy bonus',
    algorithm: { name: 'a2c', hidden: [], entropyCoefficient: 0.05 },
    actions: PLANE,
    optimizer: ADAM,
  },
  {
    claim: 'IMPALA, choices, tanh, a batch of odd length',
    algorithm: { name: 'impala', activation: 'tanh', entropyCoefficient: 0.01 },
    actions: CHOICES,
    optimizer: RMSPROP,
    rows: 13,
  },
  {
    claim: 'IMPALA, a box, shared layers, normalized observations, an entropy bonus',
    algorithm: { name: 'impala', sharedTrunk: true, normalizeObservations: true, entropyCoefficient: 0.05 },
    actions: PLANE,
    optimizer: ADAM,
  },
  {
    claim: 'PPO, choices, an entropy bonus, Adam and clipping as a run has them',
    algorithm: { name: 'ppo', entropyCoefficient: 0.01 },
    actions: CHOICES,
    optimizer: { ...ADAM_OF_A_RUN, epsilon: 1e-5 },
    maxGradientNorm: 0.5,
    rows: 64,
  },
  {
    claim: 'PPO, a box, clipped values, shared layers, normalized observations, tanh, RMSProp',
    algorithm: {
      name: 'ppo',
      activation: 'tanh',
      sharedTrunk: true,
      normalizeObservations: true,
      valueClipRange: 0.2,
      entropyCoefficient: 0.01,
    },
    actions: PLANE,
    optimizer: RMSPROP,
    isEssential: true,
  },
  {
    claim: 'DQN on bytes: convolutions whose strides leave rows and columns over',
    algorithm: { name: 'dqn', double: true, target: EVERY(0.125) },
    actions: CHOICES,
    observations: bytes([12, 15, 2]),
    network: imageValues([12, 15, 2], [[4, 3, 2], [5, 2, 2]], 6, 3), // prettier-ignore
    optimizer: ADAM,
  },
  {
    claim:
      'IMPALA on bytes: convolutions that policy and value share, with strides that pass pixels over, clipped',
    algorithm: { name: 'impala', sharedTrunk: true },
    actions: CHOICES,
    observations: bytes([9, 8, 3]),
    network: sharedImagePolicy([9, 8, 3], [[3, 3, 1], [4, 2, 3]], 3), // prettier-ignore
    optimizer: RMSPROP,
    maxGradientNorm: BITING,
  },
  {
    claim:
      'PPO, a box, on pictures of floats: tanh convolutions of policy and of value, as large as the picture, and one pixel small',
    algorithm: { name: 'ppo', valueClipRange: 0.2 },
    actions: PLANE,
    observations: box([6, 5, 1], -1, 1),
    network: separateImagePolicy([6, 5, 1], [[3, 1, 1], [4, 5, 3]], 2), // prettier-ignore
    optimizer: ADAM,
    isEssential: true,
  },
];

/** A few that have a bit of everything, for engines that take seconds for an update. */
export const ESSENTIAL_CASES = CASES.filter(({ isEssential }) => isEssential === true);

/** The Nature network, apart from the others because it takes longer than all of them. */
export const NATURE_CASE: UpdateCase = {
  claim: 'DQN on 84 x 84 x 4 bytes with the convolutions of the Nature paper',
  algorithm: { name: 'dqn', target: EVERY(1) },
  actions: CHOICES,
  observations: bytes([84, 84, 4]),
  network: imageValues([84, 84, 4], NATURE, 16, 3),
  optimizer: ADAM,
  rows: 2,
};
