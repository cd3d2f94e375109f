import type { NetworkSpec } from '../../shared/network/spec.js';
import type { Scalar, TensorsOf, Tf } from '../engines/tfjs/tf.js';
import type { UpdateMetrics } from '../update-metrics.js';

/** Which parameters a forward pass runs with. */
export type ParameterSet = 'online' | 'target';

/** One forward pass of an update: `outputs = network(parameters, batch[input])`. */
export interface ForwardPass<Batch, Outputs> {
  readonly parameters: ParameterSet;
  /** A batch column of shape `[B, D]`, float32 or uint8; the network sees the numbers as float32 either way. */
  readonly input: keyof Batch & string;
  /** For each output of the network, by name, the name that the loss knows it by. */
  readonly outputs: Readonly<Record<string, keyof Outputs & string>>;
}

/** A column of a batch; `shape` is that of one row. */
export interface BatchColumn<Batch> {
  readonly name: keyof Batch & string;
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32' | 'uint8';
}

/** How the target parameters follow the online ones. */
export interface TargetUpdate {
  /** Updates between two steps of the target. */
  readonly updateInterval: number;
  /** `target = tau * online + (1 - tau) * target`; 1 copies. In `(0, 1]`. */
  readonly tau: number;
}

/**
 * What an algorithm asks of an engine for one gradient update, as data and one pure function. Engines know
 * nothing else of algorithms.
 *
 * `Batch` and `Outputs` name the columns of a batch and the outputs of the forward passes, as typed arrays of as many
 * rows as the batch has. `Trained` are the outputs of the first pass.
 */
export interface UpdateProgram<Batch, Outputs, Trained extends keyof Outputs = keyof Outputs> {
  readonly network: NetworkSpec;
  readonly batchColumns: readonly BatchColumn<Batch>[];
  /** Run in this order. Gradient flows through the first alone, which uses the online parameters. */
  readonly passes: readonly [ForwardPass<Batch, Outputs>, ...ForwardPass<Batch, Outputs>[]];
  /**
   * Computes the loss and its gradient at the outputs of the first pass.
   *
   * @param batch - the columns, by name
   * @param outputs - what the passes gave, by name
   * @param gradients - receive the gradients at the outputs of the first pass, each in all of its elements
   * @param metrics - receives the loss and what else the algorithm reports
   */
  readonly loss: (
    batch: Batch,
    outputs: Outputs,
    gradients: Pick<Outputs, Trained>,
    metrics: UpdateMetrics,
  ) => void;
  /**
   * The same loss as tensors, for engines that leave it to a device to find the gradient. It flows into the outputs of the first pass
   * alone; the shapes are those of the columns and outputs, `[B, ...]`.
   */
  readonly lossTensor: (tf: Tf, batch: TensorsOf<Batch>, outputs: TensorsOf<Outputs>) => Scalar;
  /** Absent when no pass uses target parameters. */
  readonly target?: TargetUpdate;
}
