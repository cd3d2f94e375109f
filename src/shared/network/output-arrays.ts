import { expected } from '../errors.js';
import type { Arena, Float32Region } from '../kernels/arena.js';
import { RowViews } from './row-views.js';
import { outputsOf, type NetworkSpec } from './spec.js';

/** One array `[maxBatch, length]` for each output of a network, each contiguous by itself. */
export class OutputArrays {
  /** In the order of the outputs. */
  readonly regions: readonly Float32Region[];
  readonly #views: readonly RowViews[];
  readonly #names: readonly string[];

  constructor(arena: Arena, spec: NetworkSpec, maxBatch: number) {
    const outputs = outputsOf(spec);
    this.regions = outputs.map(({ length }) => arena.float32(maxBatch * length));
    this.#views = outputs.map(({ length }, i) => new RowViews(this.regions[i]!, length));
    this.#names = outputs.map(({ name }) => name);
  }

  /** The first `batch` rows of the first output. */
  firstRows(batch: number): Float32Array {
    return this.#views[0]!.rows(batch);
  }

  /**
   * The first `batch` rows of an output.
   *
   * @throws ManyhandsError `ERR_NETWORK_SPEC` if the network has no such output
   */
  rows(name: string, batch: number): Float32Array {
    return this.#views[this.#indexOf(name)]!.rows(batch);
  }

  /** @throws ManyhandsError `ERR_NETWORK_SPEC` if the network has no such output */
  region(name: string): Float32Region {
    return this.regions[this.#indexOf(name)]!;
  }

  #indexOf(name: string): number {
    const index = this.#names.indexOf(name);
    if (index < 0) {
      const names = this.#names.map((known) => `'${known}'`).join(' | ');
      throw expected('ERR_NETWORK_SPEC', 'output of the network', names, `'${name}'`);
    }
    return index;
  }
}
