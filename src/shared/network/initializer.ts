import { expected } from '../errors.js';
import { outputsOf, type NetworkSpec } from './spec.js';

/**
 * How first weights are drawn. `n` is how many numbers one output is a sum of: a dense layer's inputs, a convolution's
 * `size * size * channels`.
 *
 * - `torch`: weight and bias from U(-1/sqrt n, 1/sqrt n), what PyTorch's `nn.Linear` and `nn.Conv2d` do by default
 *   (`kaiming_uniform_` with `a = sqrt 5`).
 * - `he-normal`, `he-uniform`: weight of variance gain^2 / n, bias 0 (He et al. 2015, arXiv:1502.01852, section 2.2).
 * - `orthogonal`: weight, a matrix of n rows, of orthonormal rows or columns times gain, bias 0 (Saxe et al. 2014, arXiv:1312.6120).
 */
export interface Initializer {
  readonly scheme: 'torch' | 'he-normal' | 'he-uniform' | 'orthogonal';
  /** Factors of the `he-*` and `orthogonal` schemes, in place of those that the activations suggest. */
  readonly gains?: Gains;
  /** What a constant layer starts at in every element, by the name of its head; 0 if left out. */
  readonly constants?: Readonly<Record<string, number>>;
}

/** What is left out follows the layer's activation: sqrt 2 for ReLU, 5/3 for tanh, 1 for linear, PyTorch's `calculate_gain`. */
export interface Gains {
  /** Of every dense layer and convolution that does not make an output. */
  readonly hidden?: number;
  /** Of the layer that makes an output, by the output's name. */
  readonly outputs?: Readonly<Record<string, number>>;
}

/** @throws ManyhandsError `ERR_NETWORK_SPEC` if it names what the network does not have, or a number is not finite */
export function expectInitializerFits(spec: NetworkSpec, { scheme, gains, constants }: Initializer): void {
  if (scheme === 'torch' && gains !== undefined) {
    throw expected('ERR_NETWORK_SPEC', 'gains', "none with the 'torch' scheme", JSON.stringify(gains));
  }
  const isConstant = (name: string) =>
    spec.heads?.find((head) => head.name === name)?.layers[0]!.kind === 'constant';
  const names = outputsOf(spec).map(({ name }) => name);
  expectFinite('gains.hidden', gains?.hidden);
  expectNumbers(
    'gains.outputs',
    gains?.outputs,
    names.filter((name) => !isConstant(name)),
  );
  expectNumbers('constants', constants, names.filter(isConstant));
}

/** What is given under `name`. Heads may be called as methods of every object are: `valueOf`. */
export function ownNumber(
  numbers: Readonly<Record<string, number>> | undefined,
  name: string,
): number | undefined {
  return numbers !== undefined && Object.hasOwn(numbers, name) ? numbers[name] : undefined;
}

function expectNumbers(
  subject: string,
  numbers: Readonly<Record<string, number>> = {},
  names: readonly string[],
): void {
  for (const [name, value] of Object.entries(numbers)) {
    if (!names.includes(name)) {
      const wanted =
        names.length === 0 ? 'none for this network' : names.map((known) => `'${known}'`).join(' | ');
      throw expected('ERR_NETWORK_SPEC', subject, wanted, `'${name}'`);
    }
    expectFinite(`${subject}.${name}`, value);
  }
}

function expectFinite(subject: string, value: number | undefined): void {
  if (value !== undefined && !Number.isFinite(value)) {
    throw expected('ERR_NETWORK_SPEC', subject, 'a finite number', value);
  }
}
