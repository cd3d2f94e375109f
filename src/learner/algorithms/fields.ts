import { z } from 'zod';
import { count, positive, within } from '../../shared/config/fields.js';

/** Settings that several algorithms have, with the same words for each. */

export const discount = (value = 0.99) =>
  within(0, 1).default(value).describe('Weight of the reward one step later.');

export const convolution = () =>
  z
    .enum(['auto', 'none', 'nature'])
    .default('auto')
    .describe(
      'Convolutions before the hidden layers; nature: 32 kernels of 8 x 8 with stride 4, 64 of 4 x 4 with stride 2 and 64 of 3 x 3, ReLU (Mnih et al. 2015); auto: nature if the observation is an image of height, width and channels, else none.',
    );

export const hidden = (value: number[] = [64, 64]) =>
  z.array(count(1, 4096)).max(16).default(value).describe('Units of each hidden layer.');

export const activation = (value: 'relu' | 'tanh' = 'relu') =>
  z.enum(['relu', 'tanh']).default(value).describe('Activation of the hidden layers.');

export const gaeLambda = (value: number) =>
  within(0, 1)
    .default(value)
    .describe('Decay of the advantage estimator: 1 sums all rewards of the unroll, 0 looks one step ahead.');

export const entropyCoefficient = (value: number) =>
  within(0, 1e6).default(value).describe('Weight of the entropy bonus in the loss.');

export const valueCoefficient = (value: number) =>
  within(0, 1e6).default(value).describe('Weight of the value loss.');

export const sharedTrunk = (value: boolean) =>
  z
    .boolean()
    .default(value)
    .describe('Policy and value share convolutions and hidden layers; false: each has its own.');

export const initialisation = (value: 'orthogonal' | 'torch') =>
  z
    .enum(['orthogonal', 'torch'])
    .default(value)
    .describe(
      "First weights: orthogonal, small in the policy's last layer; torch: uniform, as PyTorch's linear layers begin.",
    );

export const initialLogStandardDeviation = () =>
  z
    .number()
    .min(-20)
    .max(2)
    .default(0)
    .describe('Box actions: first logarithm of the standard deviation, one learned number per dimension.');

export const normalizeAdvantages = (value: boolean) =>
  z
    .boolean()
    .default(value)
    .describe('Advantages of a batch are shifted and scaled to mean 0 and deviation 1.');

export const normalizeObservations = () =>
  z
    .boolean()
    .default(false)
    .describe(
      'Observations are shifted and scaled by their running mean and deviation, which travel with the weights, and clipped to 10; not for images and bytes.',
    );

export const normalizeReturns = () =>
  z
    .boolean()
    .default(false)
    .describe('Rewards are divided by the running deviation of the discounted return, and clipped to 10.');

export const episodesPerUpdate = () =>
  count(1, 1024).default(1).describe('Whole episodes that an update is made of.');

/** Probability ratios are cut off above this. */
export const ratioClip = (what: string) => positive(1e6).default(1).describe(what);
