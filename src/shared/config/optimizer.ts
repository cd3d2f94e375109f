import { z } from 'zod';
import { positive, type DeepReadonly } from './fields.js';

const learningRate = () => positive(10).default(3e-3).describe('Step size.');
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
  beta1: decayRate().default(0.9).describe('Decay of the mean of the gradient, per update.'),
  beta2: decayRate().default(0.999).describe('Decay of the mean of its square, per update.'),
  epsilon: epsilon(),
  maxGradientNorm: maxGradientNorm(),
});

const rmspropSchema = z.strictObject({
  name: z.literal('rmsprop'),
  learningRate: learningRate(),
  decay: decayRate().default(0.99).describe('Decay of the mean of the squared gradient, per update.'),
  epsilon: epsilon(),
  maxGradientNorm: maxGradientNorm(),
});

/** What turns a gradient into a change of the weights. */
export const optimizerSchema = z.discriminatedUnion('name', [adamSchema, rmspropSchema]);

export type OptimizerConfig = DeepReadonly<z.infer<typeof optimizerSchema>>;
