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

/**
 * Executes the updates that an algorithm declares: forward passes, loss, gradient, optimizer step, target
 * update. One thread owns it.
 */
export interface Engine<Batch> {
  /** The next batch: write every column, then call {@link update}. */
  readonly batch: Batch;

  /**
   * One gradient update on {@link batch}.
   *
   * @returns figures of this update, overwritten by the next
   * @throws ManyhandsError `ERR_NON_FINITE` if the loss or the gradient is not finite; the parameters are then
   *   those of before the call
   */
  update(): Readonly<UpdateMetrics>;

  /** Updates made so far. */
  readonly updates: number;

  /** The online parameters now, flat; on host engines a view that the next update overwrites. */
  readParameters(): Float32Array;

  /** Whether every online parameter is a finite number. */
  parametersAreFinite(): boolean;

  /** What a checkpoint keeps beside the weights: named float32 vectors, copied. */
  optimizerState(): Readonly<Record<string, Float32Array>>;
}
