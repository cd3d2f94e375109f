import { expected } from '../errors.js';
import { SOLE_OUTPUT, type Activation } from './vocabulary.js';

/** `y = activation(x W + b)`, x `[inputs]`, W `[inputs, outputs]`, b `[outputs]`. */
export interface DenseLayer {
  readonly kind: 'dense';
  readonly inputs: number;
  readonly outputs: number;
  readonly activation: Activation;
}

/**
 * `y = clip((x - mean) * scale, -limit, limit)`, element by element. Only as the first layer of the trunk.
 *
 * `mean` and `scale` travel with the weights, but they follow running statistics and not the loss: their gradient is always 0.
 */
export interface NormalizeLayer {
  readonly kind: 'normalize';
  readonly inputs: number;
  /** Equal to `inputs`. */
  readonly outputs: number;
  /** Above 0. */
  readonly limit: number;
}

/** `y = value` whatever x is: a learned vector `[outputs]`. Only as the one layer of a head. */
export interface ConstantLayer {
  readonly kind: 'constant';
  readonly inputs: number;
  readonly outputs: number;
}

/**
 * A convolution without padding: `y[p, q, f] = activation(b[f] + sum_ijc x[stride p + i, stride q + j, c] W[i, j, c, f])`, i and j from 0
 * to `size - 1`. Images are rows of `[height, width, channels]`, W is `[size, size, channels, filters]`, b `[filters]`.
 */
export interface Conv2dLayer {
  readonly kind: 'conv2d';
  /** Of the image that comes in. */
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly filters: number;
  readonly size: number;
  readonly stride: number;
  /** `height * width * channels`. */
  readonly inputs: number;
  /** `outHeight * outWidth * filters`, where `outHeight = floor((height - size) / stride) + 1`. */
  readonly outputs: number;
  readonly activation: Activation;
}

/** `y = factor * x`: brings bytes into [0, 1] with a factor of 1/255. Only as the first layer of the trunk. */
export interface ScaleLayer {
  readonly kind: 'scale';
  readonly inputs: number;
  /** Equal to `inputs`. */
  readonly outputs: number;
  /** Not 0. */
  readonly factor: number;
}

/** One layer as data. A union over `kind`: code that reads layers switches on it. */
export type Layer = DenseLayer | NormalizeLayer | ConstantLayer | Conv2dLayer | ScaleLayer;

/** A layer that computes weighted sums: the others are for scales, statistics and constants. */
export type WeightedLayer = DenseLayer | Conv2dLayer;

/** One of a network's outputs, computed from what the trunk gives. */
export interface Head {
  /** A camelCase word: the output's name, and the first part of its tensors' keys in a checkpoint. */
  readonly name: string;
  /** At least one. */
  readonly layers: readonly Layer[];
}

/** A network as data: what engines build, checkpoints store and threads send to each other. */
export interface NetworkSpec {
  /** The trunk: each layer takes what the one before gives, the first the observation. May be empty if there are heads. */
  readonly layers: readonly Layer[];
  /** Left out, the trunk's output is the network's only output. Otherwise at least one, and each takes the trunk's output. */
  readonly heads?: readonly Head[];
}

/** One output of a network: `[batch, length]`. */
export interface NetworkOutput {
  readonly name: string;
  readonly length: number;
}

/** A network's outputs, in the order of its heads. */
export function outputsOf({ layers, heads }: NetworkSpec): readonly NetworkOutput[] {
  if (heads === undefined) return [{ name: SOLE_OUTPUT, length: layers.at(-1)!.outputs }];
  return heads.map((head) => ({ name: head.name, length: head.layers.at(-1)!.outputs }));
}

/** Length of one observation. */
export function inputLength({ layers, heads }: NetworkSpec): number {
  return (layers[0] ?? heads![0]!.layers[0]!).inputs;
}

/** Length of one row of the first output. */
export function outputLength(spec: NetworkSpec): number {
  return outputsOf(spec)[0]!.length;
}

/** A stretch of layers, each fed by the one before: the trunk, or one head. */
export interface LayerChain {
  /** `undefined` for the trunk. */
  readonly head: string | undefined;
  readonly layers: readonly Layer[];
}

/** The trunk and then the heads: the order of a network's parameters. */
export function chainsOf({ layers, heads = [] }: NetworkSpec): readonly LayerChain[] {
  return [{ head: undefined, layers }, ...heads.map((head) => ({ head: head.name, layers: head.layers }))];
}

/**
 * The network without its last head. Its parameters are the first of the whole network's, so that actors, who do not ask for a
 * value, can be given a prefix of the vector that the learner trains.
 *
 * @throws ManyhandsError `ERR_NETWORK_SPEC` if `name` is not the last of at least two heads
 */
export function withoutHead({ layers, heads = [] }: NetworkSpec, name: string): NetworkSpec {
  const last = heads.length > 1 ? heads.at(-1)!.name : undefined;
  if (name !== last) {
    const wanted = last === undefined ? 'the last of at least two heads' : `'${last}', the last head`;
    throw expected('ERR_NETWORK_SPEC', 'head to leave out', wanted, `'${name}'`);
  }
  return { layers, heads: heads.slice(0, -1) };
}
