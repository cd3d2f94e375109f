import { z } from 'zod';
import { ENGINES } from './engines.js';
import { count, type DeepReadonly } from './fields.js';

/** What `batchSize: auto` means where a batch is a part of what there is to learn from. */
const MINIBATCH_SIZE = 64;

/** The thread that trains. */
export const learnerSchema = z.strictObject({
  engine: z
    .union([z.enum(ENGINES), z.literal('auto')])
    .default('simd')
    .describe(
      'What computes the updates: our own kernels, which need nothing, or TensorFlow.js on a CUDA GPU, on native code of the CPU, on any ' +
        'GPU over WebGPU, on WebAssembly or in plain JavaScript, each with packages of its own. One that cannot run is an error. auto: the fastest of those that run here, timed on updates of this ' +
        'training before it begins, if an engine for a GPU is installed; simd where none is, and with several `threads`.',
    ),
  metricsInterval: count(1, 1_000_000)
    .default(20)
    .describe(
      'Updates between two whose figures an engine brings down from its device, where each transfer is waited for; `simd` has those of ' +
        'every update at hand. `algorithm.targetKl` looks at what is brought down.',
    ),
  batchSize: z
    .union([count(1, 16_384), z.literal('auto')])
    .default('auto')
    .describe(
      `Transitions per update; auto: ${MINIBATCH_SIZE} where they are drawn from a replay or dealt into minibatches, all steps of a round ` +
        'where unrolls are learned from whole, and as many as `algorithm.episodesPerUpdate` episodes can have.',
    ),
  threads: count(1, 64)
    .default(1)
    .describe(
      'Threads that make an update together: the one that trains, and helpers of it, who divide the rows of a batch. The weights are the ' +
        'same for any number. Each wants a core to itself: where others use it too, more threads are slower.',
    ),
  publishInterval: count(1, 1_000_000)
    .default(8)
    .describe(
      'Updates between two publications of the weights, in async mode; sync mode publishes every round.',
    ),
});

export type LearnerConfig = DeepReadonly<z.infer<typeof learnerSchema>>;

/** Transitions per update where a batch is a part of what there is to learn from. */
export function minibatchSize({ batchSize }: LearnerConfig): number {
  return batchSize === 'auto' ? MINIBATCH_SIZE : batchSize;
}
