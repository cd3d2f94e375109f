import type { Float32Region } from '../../../shared/kernels/arena.js';
import type { UpdateProgram } from '../../algorithms/algorithm.js';
import type { EngineSettings } from '../engine.js';
import type { BatchMemory } from './batch-memory.js';

/** What an executor has to know of a program: everything but its loss. */
export type UpdatePasses<Batch, Outputs> = Omit<UpdateProgram<Batch, Outputs>, 'loss'>;

/** What an update's memory is made for. */
export type ExecutorSettings = Pick<EngineSettings, 'maxBatchSize' | 'optimizer'>;

/**
 * The memory of an algorithm's updates, and who runs the kernels over it: the learner's thread alone, or with helpers. Whoever it is,
 * the bits are the same.
 */
export interface Executor<Batch> {
  readonly batch: BatchMemory<Batch>;
  readonly parameters: Float32Region;
  /** Of the parameters, made by {@link backward}. */
  readonly gradient: Float32Region;
  /** Absent when the program has no target. */
  readonly target: Float32Region | undefined;
  /** Views of the optimizer's vectors by name. */
  readonly optimizerState: Readonly<Record<string, Float32Array>>;

  /** Where pass number `pass` writes an output: `[maxBatch, length]`. */
  outputRegionOf(pass: number, name: string): Float32Region;
  /** Where the gradient at an output of the first pass belongs before {@link backward}, which may change it. */
  outputGradientRegionOf(name: string): Float32Region;

  /** Runs the passes from number `first` up to `end`, exclusive, on the first `rows` of the batch. */
  forward(rows: number, first: number, end: number): void;
  /** Fills {@link gradient} from the gradients at the outputs and the last first pass, of `rows` rows. */
  backward(rows: number): void;
  /** Makes one step of the parameters, and of the target after them if `movesTarget`. */
  step(learningRate: number, gradientScale: number, movesTarget: boolean): void;
}
