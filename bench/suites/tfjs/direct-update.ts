import type { Scalar, Tensor, Variable } from '@tensorflow/tfjs-core';
import type { AdamOptions } from '../../../src/learner/engines/engine.js';
import type { Tf } from '../../../src/learner/engines/tfjs/tf.js';
import type { TransitionBatch } from '../../../src/learner/replay/uniform-sampler.js';
import { parameterLayout } from '../../../src/shared/network/parameters.js';
import type { NetworkSpec } from '../../../src/shared/network/spec.js';
import { forward } from './direct-network.js';

/** Whose Adam makes the step. */
export type DirectAdam = 'library' | 'own';

export interface DirectSettings {
  readonly adam: DirectAdam;
  readonly optimizer: AdamOptions;
  /** Updates between two copies of the weights to the target network. */
  readonly targetInterval: number;
  /** Updates between two whose loss is brought down. */
  readonly metricsInterval: number;
}

/**
 * An update of DQN as one writes it who knows TensorFlow.js and nothing of this project: variables, a loss of a few operations, the
 * library's gradients, and its optimizer or that of the paper. With the Huber loss, and as many transfers as our engine makes.
 */
export class DirectUpdate {
  readonly #tf: Tf;
  readonly #network: NetworkSpec;
  readonly #batch: TransitionBatch;
  readonly #settings: DirectSettings;
  readonly #weights: readonly Variable[];
  readonly #target: readonly Variable[];
  readonly #step: (loss: () => Scalar) => Scalar;
  #updates = 0;

  /** @param batch - read by every update */
  constructor(
    tf: Tf,
    network: NetworkSpec,
    initialParameters: Float32Array,
    batch: TransitionBatch,
    settings: DirectSettings,
  ) {
    const variables = () =>
      parameterLayout(network).tensors.map(({ offset, length, shape }) =>
        tf.variable(tf.tensor(initialParameters.slice(offset, offset + length), [...shape])),
      );
    this.#tf = tf;
    this.#network = network;
    this.#batch = batch;
    this.#settings = settings;
    this.#weights = variables();
    this.#target = variables();
    this.#step = settings.adam === 'own' ? this.#ownAdam() : this.#libraryAdam();
  }

  async update(): Promise<void> {
    const tf = this.#tf;
    const { targetInterval, metricsInterval } = this.#settings;
    const cost = tf.tidy(() => {
      const { observationTm1, actionTm1, rewardT, discountT, observationT } = this.#upload();
      const best = tf.max(forward(tf, this.#network, this.#target, observationT!), -1);
      const wanted = tf.add(rewardT!, tf.mul(discountT!, best));
      return this.#step(() => {
        const q = forward(tf, this.#network, this.#weights, observationTm1!);
        const taken = tf.sum(tf.mul(q, tf.oneHot(actionTm1!, q.shape[1]!)), -1);
        return tf.losses.huberLoss(wanted, taken, undefined, 1, tf.Reduction.MEAN);
      });
    });
    if (this.#updates++ % metricsInterval === 0) await cost.data();
    cost.dispose();
    if (this.#updates % targetInterval === 0)
      this.#target.forEach((variable, i) => variable.assign(this.#weights[i]!));
  }

  /** The weights, flat. */
  async readParameters(): Promise<Float32Array> {
    const values = await Promise.all(this.#weights.map((variable) => variable.data<'float32'>()));
    return Float32Array.from(values.flatMap((each) => [...each]));
  }

  #upload(): Readonly<Record<string, Tensor>> {
    const rows = this.#batch.actionTm1.length;
    return Object.fromEntries(
      Object.entries(this.#batch).map(([name, column]: [string, Float32Array | Int32Array]) => {
        const shape = column.length === rows ? [rows] : [rows, column.length / rows];
        return [name, this.#tf.tensor(column, shape, column instanceof Int32Array ? 'int32' : 'float32')];
      }),
    );
  }

  #libraryAdam(): (loss: () => Scalar) => Scalar {
    const { learningRate, beta1, beta2, epsilon } = this.#settings.optimizer;
    const optimizer = this.#tf.train.adam(learningRate, beta1, beta2, epsilon);
    return (loss) => optimizer.minimize(loss, true, [...this.#weights])!;
  }

  #ownAdam(): (loss: () => Scalar) => Scalar {
    const tf = this.#tf;
    const { learningRate, beta1, beta2, epsilon } = this.#settings.optimizer;
    const zeros = () => this.#weights.map((variable) => tf.variable(tf.zerosLike(variable), false));
    const [first, second] = [zeros(), zeros()];
    let t = 0;
    return (loss) => {
      t += 1;
      const { value, grads } = tf.variableGrads(loss, [...this.#weights]);
      const stepSize = (learningRate * Math.sqrt(1 - beta2 ** t)) / (1 - beta1 ** t);
      const offset = epsilon * Math.sqrt(1 - beta2 ** t);
      this.#weights.forEach((variable, i) => {
        const gradient = grads[variable.name]!;
        const [m, v] = [first[i]!, second[i]!];
        m.assign(tf.add(tf.mul(beta1, m), tf.mul(1 - beta1, gradient)));
        v.assign(tf.add(tf.mul(beta2, v), tf.mul(1 - beta2, tf.square(gradient))));
        variable.assign(tf.sub(variable, tf.mul(stepSize, tf.div(m, tf.add(tf.sqrt(v), offset)))));
      });
      return value;
    };
  }
}
