import { z } from 'zod';
import { positive, type DeepReadonly } from './fields.js';

const learningRate = () => positive(10).default(3e-3).describe('Step size.');
const schedule = () =>
  z
    .enum(['constant', 'linear'])
    .default('constant')
    .describe('linear: the step size falls to 0 over `run.steps`.');
const decayRate = () => z.number().min(0).lt(1);
const epsilon = () => positive(1).default(1e-8).describe('Added to the divisor, against division by zero.');
const maxGradientNorm = () =>
  positive(1e12)
    .nullable()
    .default(10)
    .describe('Euclidean norm down to which a longer gradient is scaled; null: never.');

const adamSchema = z.strictObject({
  name: z.literal('adam'),
  learningRate: learningRate(),
  schedule: schedule(),
  beta1: decayRate().default(0.9).describe('Decay of the mean of the gradient, per update.'),
  beta2: decayRate().default(0.999).describe('Decay of the mean of its square, per update.'),
  epsilon: epsilon(),
  maxGradientNorm: maxGradientNorm(),
});

const rmspropSchema = z.strictObject({
  name: z.literal('rmsprop'),
  learningRate: learningRate(),
  schedule: schedule(),
  decay: decayRate().default(0.99).describe('Decay of the mean of the squared gradient, per update.'),
  epsilon: epsilon(),
  maxGradientNorm: maxGradientNorm(),
});

/** What turns a gradient into a change of the weights. */
export const optimizerSchema = z.discriminatedUnion('name', [adamSchema, rmspropSchema]);

export type OptimizerConfig = DeepReadonly<z.infer<typeof optimizerSchema>>;
