import type { RandomStream } from '../../shared/random/random-stream.js';
import type { Unroll } from '../trainer.js';
import type { TransitionBatch, UniformSamplerOptions } from './uniform-sampler.js';

/** Experience of the whole run, one stream per environment, oldest overwritten first: what a trainer and a sampler ask of its storage. */
export interface Table {
  /** Transitions held now. */
  readonly size: number;
  /** Transitions held at most. */
  readonly capacity: number;
  /** Steps of the longest return that can be put together from a full stream. */
  readonly maxSteps: number;
  /** Steps of the longest return that some stream surely has by now. */
  readonly readySteps: number;

  /**
   * Appends `numSteps` steps of the environments `firstStream` to `firstStream + numEnvs - 1`, row `e * numSteps + t`.
   *
   * @throws ManyhandsError `ERR_SHAPE` if the environments are not streams of this table, the unroll is longer than
   *   a stream, its columns are of another shape or its actions no integers; nothing is then written
   */
  insert(unroll: Unroll, firstStream: number, numEnvs: number, numSteps: number): void;

  /**
   * Says that what comes next in `stream` does not continue its last step, as when an actor was restarted. The
   * last step counts as truncated: the bootstrap from its next observation is still right.
   */
  breakStream(stream: number): void;

  /** What fills `batch` with transitions as described at `UniformSampler`, once there are {@link readySteps} enough. */
  bindSampling(random: RandomStream, options: UniformSamplerOptions, batch: TransitionBatch): () => void;
}
