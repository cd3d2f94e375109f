import { outputsOf, type NetworkSpec } from '../../../shared/network/spec.js';
import type { UpdateProgram } from '../../algorithms/algorithm.js';
import { createUpdateMetrics } from '../../update-metrics.js';
import { RowTable } from '../row-table.js';
import type { Tensor, Tf } from './tf.js';

/** In front of the outputs: the loss, the norm of the gradient, and the sizes of the new parameters and of the second moment. */
type Scalars = readonly [number, number, number, number];
export const NUM_SCALARS = 4;

/** What an update came to, as it stands on the device. */
export interface UpdateTensors {
  readonly loss: Tensor;
  readonly gradientNorm: Tensor;
  readonly parameters: Tensor;
  /** The mean of the gradient's square, as the optimizer has it now. */
  readonly secondMoment: Tensor;
  /** Of every pass, in the order of the passes and of the network's outputs: `[B, length]`. */
  readonly outputs: readonly Tensor[];
}

/** What an update came to, on the host. */
export interface UpdateFigures {
  /** Not finite if that of the device or that of the host is not: either may have numbers that the other lacks, or cuts off. */
  readonly loss: number;
  readonly gradientNorm: number;
  /** A sum of squares. */
  readonly sizeOfParameters: number;
  /** A sum: not finite if the square of any gradient so far was not. Its weight would never move again. */
  readonly sizeOfMoment: number;
}

/**
 * Brings down what an algorithm reports of an update: one transfer with the outputs of all passes, from which the loss of the host
 * makes the figures. The device works out nothing that is only to be looked at.
 */
export class FigureReader<Batch extends object, Outputs extends object, Trained extends keyof Outputs> {
  readonly metrics = createUpdateMetrics();
  readonly #tf: Tf;
  readonly #program: Pick<UpdateProgram<Batch, Outputs, Trained>, 'loss'>;
  readonly #outputs: RowTable<Outputs>;
  readonly #gradients: RowTable<Pick<Outputs, Trained>>;
  readonly #lengths: readonly { readonly name: string; readonly length: number }[];

  constructor(
    tf: Tf,
    program: Pick<UpdateProgram<Batch, Outputs, Trained>, 'network' | 'passes' | 'loss'>,
    maxRows: number,
  ) {
    const { network, passes } = program;
    this.#tf = tf;
    this.#program = program;
    this.#lengths = passes.flatMap(({ outputs }) => outputNames(network, outputs));
    const arraysOf = (columns: readonly { readonly name: string; readonly length: number }[]) =>
      columns.map(({ name, length }) => ({
        name,
        rowLength: length,
        view: new Float32Array(maxRows * length),
      }));
    this.#outputs = new RowTable(arraysOf(this.#lengths));
    this.#gradients = new RowTable(arraysOf(outputNames(network, passes[0].outputs)));
  }

  /** All that {@link read} needs, as one vector. Call it inside of a `tidy`. */
  pack({ loss, gradientNorm, parameters, secondMoment, outputs }: UpdateTensors): Tensor {
    const tf = this.#tf;
    const scalars = [loss, gradientNorm, tf.sum(tf.square(parameters)), tf.sum(secondMoment)];
    return tf.concat([...scalars, ...outputs].map((tensor) => tf.reshape(tensor, [-1])));
  }

  /**
   * Fills {@link metrics}.
   *
   * @param packed - from {@link pack}, brought down
   * @param batch - that the update was made on
   */
  read(packed: Float32Array, batch: Batch, rows: number): UpdateFigures {
    const [deviceLoss, gradientNorm, sizeOfParameters, sizeOfMoment] = packed as unknown as Scalars;
    const outputs = this.#outputs.rows(rows) as unknown as Readonly<Record<string, Float32Array>>;
    let from = NUM_SCALARS;
    for (const { name, length } of this.#lengths) {
      outputs[name]!.set(packed.subarray(from, from + rows * length));
      from += rows * length;
    }
    this.#program.loss(batch, this.#outputs.rows(rows), this.#gradients.rows(rows), this.metrics);
    this.metrics.gradientNorm = gradientNorm;
    const loss = Number.isFinite(deviceLoss) ? this.metrics.loss : deviceLoss;
    return { loss, gradientNorm, sizeOfParameters, sizeOfMoment };
  }
}

/** The outputs of a network under the names that the loss knows them by. */
function outputNames(network: NetworkSpec, names: Readonly<Record<string, PropertyKey>>) {
  return outputsOf(network).map(({ name, length }) => ({ name: String(names[name]), length }));
}
