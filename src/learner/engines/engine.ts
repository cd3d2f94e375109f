import type { Observations } from '../../shared/memory/block-layout.js';
import type { Awaitable } from '../awaitable.js';
import type { UpdateMetrics } from '../update-metrics.js';

/** Optimizer settings an engine understands. */
export type OptimizerOptions = AdamOptions | RmsPropOptions;

/** Kingma and Ba, "Adam" (2015), arXiv:1412.6980. */
export interface AdamOptions {
  readonly name: 'adam';
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  /** Added outside the square root. */
  readonly epsilon: number;
}

/** Tieleman and Hinton, "RMSProp" (2012), Coursera lecture 6.5; not centred, no momentum. */
export interface RmsPropOptions {
  readonly name: 'rmsprop';
  readonly learningRate: number;
  /** Weight of the old mean square. */
  readonly decay: number;
  readonly epsilon: number;
}

/** What an engine is made for, whatever it runs on. */
export interface EngineSettings {
  readonly maxBatchSize: number;
  readonly optimizer: OptimizerOptions;
  /** Euclidean norm down to which a longer gradient is scaled; null: never. */
  readonly maxGradientNorm: number | null;
  /** First online and target parameters, flat. */
  readonly initialParameters: Float32Array;
}

/** Outputs of a network by name, `[rows, ...]` each, as views that the next pass overwrites. */
export type NetworkOutputs = Readonly<Record<string, Float32Array>>;

/**
 * Executes the updates that an algorithm declares: forward passes, loss, gradient, optimizer step, target
 * update. One thread owns it.
 *
 * Engines of the host answer at once, those of a device when it has: whoever asks awaits. What a call reads or changes is settled when
 * it is made, so that one may follow before the one before is answered.
 */
export interface Engine<Batch> {
  /** Most rows of a batch. */
  readonly maxBatchSize: number;

  /** The next batch: write every column, then call {@link update}. Of {@link maxBatchSize} rows until resized. */
  readonly batch: Batch;

  /**
   * Sets the number of rows of {@link batch}, which is then another object over the same memory.
   *
   * @throws ManyhandsError `ERR_SHAPE` if it is not from 1 to {@link maxBatchSize}
   */
  resize(rows: number): void;

  /** Step size of the next update. */
  learningRate: number;

  /**
   * Runs the first forward pass on {@link batch}, of which only its input need be written yet. An {@link update} that
   * comes next, with the rest of the batch written, goes on from there.
   */
  forward(): Awaitable<NetworkOutputs>;

  /**
   * One gradient update on {@link batch}, which stays as it is until this has been answered.
   *
   * @returns figures of this update, overwritten by the next; `undefined` where they were left on the device
   * @throws ManyhandsError `ERR_NON_FINITE` if the loss or the gradient is not finite; the parameters are then
   *   those of before the update. Where figures stay on a device, a later call throws, this or {@link parametersAreFinite}, and
   *   no update from the bad one on has changed anything
   */
  update(): Awaitable<Readonly<UpdateMetrics> | undefined>;

  /** Updates asked for so far, without those that were bad and what was built on them. */
  readonly updates: number;

  /**
   * What the online network says of some observations. Overwrites {@link batch}.
   *
   * @param observations - `[rows, D]`, from 1 to {@link maxBatchSize} rows
   * @throws ManyhandsError `ERR_SHAPE` if they are not
   */
  predict(observations: Observations): Awaitable<NetworkOutputs>;

  /** The online parameters now, flat; on host engines a view that the next update overwrites. */
  readParameters(): Awaitable<Float32Array>;

  /** Overwrites the online parameters from `offset` on: those that no gradient moves, such as running statistics. */
  writeParameters(offset: number, values: Float32Array): void;

  /**
   * Whether every online parameter is a finite number.
   *
   * @throws ManyhandsError `ERR_NON_FINITE`, once, if an {@link update} was bad that has not said so
   */
  parametersAreFinite(): Awaitable<boolean>;

  /** What a checkpoint keeps beside the weights: named float32 vectors, copied. */
  optimizerState(): Awaitable<Readonly<Record<string, Float32Array>>>;

  /** Gives back what the engine holds outside of JavaScript's memory, once all that was asked for is done. Nothing may be asked after it. */
  close(): Awaitable<void>;
}
