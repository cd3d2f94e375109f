import { parameterLayout, type ParameterLayout } from '../../../shared/network/parameters.js';
import { chainsOf, outputsOf, type Layer, type NetworkSpec } from '../../../shared/network/spec.js';
import type { TfjsBackend } from './backend.js';
import { convolution } from './convolution.js';
import { dense } from './dense.js';
import type { Tensor } from './tf.js';

/** Tensors that a layer's parameters are. */
const NUM_TENSORS = { dense: 2, conv2d: 2, normalize: 2, constant: 1, scale: 0 } as const satisfies Record<
  Layer['kind'],
  number
>;

/** Layers after which there is still nothing to learn. */
const PRECEDES_LEARNING: ReadonlySet<Layer['kind']> = new Set<Layer['kind']>(['normalize', 'scale']);

interface LayerInput {
  readonly x: Tensor;
  /** Whether no parameter that learns has had a part in it: nobody asks for a gradient there. */
  readonly isConstant: boolean;
}

/** A network as operations on a device. It keeps nothing there. */
export class DeviceNetwork {
  readonly layout: ParameterLayout;
  readonly #backend: Pick<TfjsBackend, 'tf' | 'traits'>;
  readonly #spec: NetworkSpec;
  /** Of each tensor of the layout, whether a loss reaches it. */
  readonly #learns: readonly boolean[];

  /** @throws ManyhandsError `ERR_NETWORK_SPEC` if the spec is not valid */
  constructor(backend: Pick<TfjsBackend, 'tf' | 'traits'>, spec: NetworkSpec) {
    this.#backend = backend;
    this.#spec = spec;
    this.layout = parameterLayout(spec);
    const trunkIsRead = spec.heads?.every(({ layers }) => layers[0]!.kind === 'constant') !== true;
    this.#learns = chainsOf(spec).flatMap(({ head, layers }) =>
      layers.flatMap(({ kind }) => {
        const learns = kind !== 'normalize' && (head !== undefined || trunkIsRead);
        return Array<boolean>(NUM_TENSORS[kind]).fill(learns);
      }),
    );
  }

  /**
   * The outputs by name, `[B, length]`. Call it inside of a `tidy`.
   *
   * @param parameters - in the order of the layout
   * @param observation - `[B, D]`
   */
  forward(parameters: readonly Tensor[], observation: Tensor): Record<string, Tensor> {
    const names = outputsOf(this.#spec).map(({ name }) => name);
    let first = 0;
    let trunk: LayerInput = { x: observation, isConstant: true };
    const ends = chainsOf(this.#spec).map(({ layers }, chain) => {
      let input = trunk;
      for (const layer of layers) {
        const end = first + NUM_TENSORS[layer.kind];
        const x = this.#run(layer, input, parameters.slice(first, end));
        input = { x, isConstant: input.isConstant && PRECEDES_LEARNING.has(layer.kind) };
        first = end;
      }
      if (chain === 0) trunk = input;
      return input.x;
    });
    const outputs = this.#spec.heads === undefined ? ends : ends.slice(1);
    return Object.fromEntries(names.map((name, i) => [name, outputs[i]!]));
  }

  /** Those tensors of the layout that a loss reaches. */
  learningOf(parameters: readonly Tensor[]): Tensor[] {
    return parameters.filter((_, i) => this.#learns[i]);
  }

  /** All tensors of the layout, with `learning` for those that {@link learningOf} picks. */
  withLearning(parameters: readonly Tensor[], learning: readonly Tensor[]): Tensor[] {
    let next = 0;
    return parameters.map((tensor, i) => (this.#learns[i] === true ? learning[next++]! : tensor));
  }

  /** The flat gradient, 0 where no loss reaches. @param gradients - of what {@link learningOf} picks */
  joinGradients(gradients: readonly Tensor[]): Tensor {
    const { tf } = this.#backend;
    let next = 0;
    const parts = this.layout.tensors.map(({ length }, i) =>
      this.#learns[i] === true ? tf.reshape(gradients[next++]!, [-1]) : tf.zeros([length]),
    );
    return tf.concat(parts);
  }

  #run(layer: Layer, { x, isConstant }: LayerInput, parameters: readonly Tensor[]): Tensor {
    const { tf } = this.#backend;
    const [a, b] = parameters as [Tensor, Tensor];
    switch (layer.kind) {
      case 'dense':
        return dense(this.#backend, layer, x, [a, b], isConstant);
      case 'conv2d':
        return convolution(this.#backend, layer, x, [a, b], isConstant);
      case 'scale':
        return tf.mul(layer.factor, x);
      case 'normalize':
        return tf.clipByValue(tf.mul(tf.sub(x, a), b), -layer.limit, layer.limit);
      case 'constant':
        // Not tile, whose gradient takes an operation for every row.
        return tf.add(tf.zeros([x.shape[0], 1]), a);
    }
  }
}
