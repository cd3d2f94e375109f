import { parameterLayout, type ParameterLayout } from '../../../shared/network/parameters.js';
import { chainsOf, outputsOf, type Layer, type NetworkSpec } from '../../../shared/network/spec.js';
import type { TfjsBackend } from './backend.js';
import type { LayerRun } from './layer-run.js';
import { learns, NUM_TENSORS, runLayer } from './layers.js';
import type { Tensor } from './tf.js';

/** A network as it was run on a batch. */
export interface NetworkRun {
  /** By name, `[B, length]`. */
  readonly outputs: Readonly<Record<string, Tensor>>;
  /**
   * The flat gradient of a loss at all parameters, 0 where no loss reaches. Call it inside of a `tidy`.
   *
   * @param gradients - of that loss at the outputs, in their order
   */
  readonly gradient: (gradients: readonly Tensor[]) => Tensor;
}

/** The trunk, or a head: where its parameters are, and the layers. */
interface Chain {
  readonly layers: readonly Layer[];
  readonly firstTensors: readonly number[];
}

/** A network as operations on a device. It keeps nothing there. */
export class DeviceNetwork {
  readonly layout: ParameterLayout;
  readonly #backend: Pick<TfjsBackend, 'tf' | 'traits'>;
  readonly #trunk: Chain;
  /** Empty where the trunk's end is the only output. */
  readonly #heads: readonly Chain[];
  readonly #outputNames: readonly string[];

  /** @throws ManyhandsError `ERR_NETWORK_SPEC` if the spec is not valid */
  constructor(backend: Pick<TfjsBackend, 'tf' | 'traits'>, spec: NetworkSpec) {
    this.layout = parameterLayout(spec);
    this.#backend = backend;
    let next = 0;
    const [trunk, ...heads] = chainsOf(spec).map(({ layers }): Chain => {
      const firstTensors = layers.map(({ kind }) => (next += NUM_TENSORS[kind]) - NUM_TENSORS[kind]);
      return { layers, firstTensors };
    });
    this.#trunk = trunk!;
    this.#heads = heads;
    this.#outputNames = outputsOf(spec).map(({ name }) => name);
  }

  /**
   * Call it inside of a `tidy`.
   *
   * @param parameters - in the order of the layout
   * @param observation - `[B, D]`
   */
  run(parameters: readonly Tensor[], observation: Tensor): NetworkRun {
    const trunk = this.#runChain(this.#trunk, parameters, observation);
    const trunkEnd = trunk.at(-1)?.y ?? observation;
    const heads = this.#heads.map((head) => this.#runChain(head, parameters, trunkEnd));
    const ends = heads.length === 0 ? [trunkEnd] : heads.map((runs) => runs.at(-1)!.y);
    return {
      outputs: Object.fromEntries(this.#outputNames.map((name, i) => [name, ends[i]!])),
      gradient: (gradients) => this.#gradient(trunk, heads, gradients),
    };
  }

  #runChain({ layers, firstTensors }: Chain, parameters: readonly Tensor[], input: Tensor): LayerRun[] {
    let x = input;
    return layers.map((layer, i) => {
      const first = firstTensors[i]!;
      const run = runLayer(this.#backend, layer, x, parameters.slice(first, first + NUM_TENSORS[layer.kind]));
      x = run.y;
      return run;
    });
  }

  #gradient(
    trunk: readonly LayerRun[],
    heads: readonly (readonly LayerRun[])[],
    gradients: readonly Tensor[],
  ): Tensor {
    const { tf } = this.#backend;
    const found: Tensor[] = [];
    const trunkLearns = this.#trunk.layers.some(learns);
    const atTrunkEnd = heads.flatMap((runs, i) => {
      const x = this.#backThrough(this.#heads[i]!, runs, gradients[i]!, trunkLearns, found);
      return x ?? [];
    });
    if (heads.length === 0) atTrunkEnd.push(gradients[0]!);
    if (atTrunkEnd.length > 0) {
      const dy = atTrunkEnd.reduce((sum, dx) => tf.add(sum, dx));
      this.#backThrough(this.#trunk, trunk, dy, false, found);
    }
    const parts = this.layout.tensors.map(({ length }, i) => {
      const part = found[i];
      return part === undefined ? tf.fill([length], 0) : tf.reshape(part, [length]);
    });
    return tf.concat(parts);
  }

  /**
   * @param found - receives the gradients of the chain's parameters, where the layout has them
   * @returns the gradient at the chain's input, if it `isAsked` for and there is one
   */
  #backThrough(
    { layers, firstTensors }: Chain,
    runs: readonly LayerRun[],
    end: Tensor,
    isAsked: boolean,
    found: Tensor[],
  ): Tensor | undefined {
    const { tf } = this.#backend;
    const firstLearning = layers.findIndex(learns);
    let dy: Tensor | undefined = end;
    for (let i = layers.length - 1; i >= 0 && dy !== undefined; i--) {
      const [run, at] = [runs[i]!, dy];
      // What a layer needs on the way is gone with it: that of one layer at a time is there.
      const gradients: Tensor[] = tf.tidy(() => run.gradients(at, isAsked || i > firstLearning));
      const numTensors = NUM_TENSORS[layers[i]!.kind];
      const own = gradients.slice(0, numTensors);
      own.forEach((gradient, k) => (found[firstTensors[i]! + k] = gradient));
      dy = gradients[numTensors];
    }
    return dy;
  }
}
