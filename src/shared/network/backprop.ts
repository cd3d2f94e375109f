import type { Float32Region } from '../kernels/arena.js';
import { denseScratchLength, type Pointer } from '../kernels/exports.js';
import type { Kernels } from '../kernels/kernels.js';
import { expectBatch, MAX_BATCH, planLayers, runLayer, type PlannedLayer } from './dense-plan.js';
import { parameterLayout } from './parameters.js';
import { RowViews } from './row-views.js';
import { inputLength, outputLength, type NetworkSpec } from './spec.js';

/**
 * A network that also runs backward: it keeps every layer's activations of the last forward pass and turns the gradient at its
 * outputs into the gradient of its parameters.
 *
 * It owns all of its memory, in its thread's kernel memory. Sums over a batch run in the order of its rows, so a gradient is a
 * function of the batch alone, on every machine.
 */
export class TrainableNetwork {
  /** Flat, in the order of `parameterLayout(spec)`. */
  readonly parameters: Float32Array<ArrayBuffer>;
  /** Same layout as {@link parameters}; overwritten by {@link backward}. */
  readonly gradient: Float32Array<ArrayBuffer>;
  /** `[maxBatch, inputs]`: write observations here before {@link forward}. */
  readonly input: Float32Array<ArrayBuffer>;
  /** `[maxBatch, outputs]`: write dL/d(output) here before {@link backward}, which may change it. */
  readonly outputGradient: Float32Array<ArrayBuffer>;
  readonly parameterRegion: Float32Region;
  readonly gradientRegion: Float32Region;
  readonly inputRegion: Float32Region;
  readonly outputRegion: Float32Region;
  readonly outputGradientRegion: Float32Region;

  readonly #run: Kernels['run'];
  readonly #layers: readonly PlannedLayer[];
  readonly #gradients: readonly PlannedLayer[];
  /** Where each layer's output is kept; the last is the network's output. */
  readonly #activations: readonly Pointer[];
  /** Gradients at hidden activations: layers take turns on the two. */
  readonly #hiddenGradients: readonly [Pointer, Pointer];
  readonly #scratch: Pointer;
  readonly #outputs: RowViews;

  /** @throws ManyhandsError `ERR_NETWORK_SPEC`, `ERR_SHAPE`, or `ERR_KERNELS` if the kernel memory is too small */
  constructor(
    { run, arena }: Kernels,
    readonly spec: NetworkSpec,
    readonly maxBatch: number,
  ) {
    const { numParameters } = parameterLayout(spec);
    expectBatch(maxBatch, MAX_BATCH);
    this.parameterRegion = arena.float32(numParameters);
    this.gradientRegion = arena.float32(numParameters);
    this.inputRegion = arena.float32(maxBatch * inputLength(spec));
    const activations = spec.layers.map(({ outputs }) => arena.float32(maxBatch * outputs));
    this.outputRegion = activations.at(-1)!;
    this.outputGradientRegion = arena.float32(maxBatch * outputLength(spec));
    const widest = Math.max(0, ...spec.layers.slice(0, -1).map(({ outputs }) => outputs));
    this.#hiddenGradients = [
      arena.float32(maxBatch * widest).pointer,
      arena.float32(maxBatch * widest).pointer,
    ];
    const scratch = spec.layers.map(({ inputs, outputs }) =>
      denseScratchLength(maxBatch, inputs, outputs, true),
    );
    this.#scratch = arena.float32(Math.max(...scratch)).pointer;

    this.parameters = this.parameterRegion.view;
    this.gradient = this.gradientRegion.view;
    this.input = this.inputRegion.view;
    this.outputGradient = this.outputGradientRegion.view;
    this.#run = run;
    this.#layers = planLayers(spec, this.parameterRegion.pointer);
    this.#gradients = planLayers(spec, this.gradientRegion.pointer);
    this.#activations = activations.map(({ pointer }) => pointer);
    this.#outputs = new RowViews(this.outputRegion, outputLength(spec));
  }

  /**
   * Runs the first `batch` rows of {@link input} and keeps what {@link backward} needs.
   *
   * @returns `[batch, outputs]`, overwritten by the next pass
   * @throws ManyhandsError `ERR_SHAPE` if `batch` is not from 1 to `maxBatch`
   */
  forward(batch: number): Float32Array<ArrayBuffer> {
    expectBatch(batch, this.maxBatch);
    let x = this.inputRegion.pointer;
    for (let i = 0; i < this.#layers.length; i++) {
      const y = this.#activations[i]!;
      runLayer(this.#run, this.#layers[i]!, x, y, batch, this.#scratch);
      x = y;
    }
    return this.#outputs.rows(batch);
  }

  /**
   * Fills {@link gradient} with `sum_i dL/d(output_i) d(output_i)/d(parameters)` over the first `batch` rows of the last forward
   * pass. The sum is not divided by `batch`: a mean belongs into {@link outputGradient}.
   *
   * @param batch - rows to use, at most those of the last forward pass
   * @returns {@link gradient}
   * @throws ManyhandsError `ERR_SHAPE` if `batch` is not from 1 to `maxBatch`
   */
  backward(batch: number): Float32Array<ArrayBuffer> {
    expectBatch(batch, this.maxBatch);
    const run = this.#run;
    let dy = this.outputGradientRegion.pointer;
    for (let i = this.#layers.length - 1; i >= 0; i--) {
      const { inputs, outputs, activation, weight } = this.#layers[i]!;
      const gradient = this.#gradients[i]!;
      const x = i === 0 ? this.inputRegion.pointer : this.#activations[i - 1]!;
      const y = this.#activations[i]!;
      if (activation === 'relu') run.reluBackward(y, dy, dy, batch * outputs);
      else if (activation === 'tanh') run.tanhBackward(y, dy, dy, batch * outputs);
      run.denseWeightGradient(x, dy, gradient.weight, batch, inputs, outputs, this.#scratch);
      run.columnSums(dy, gradient.bias, batch, outputs);
      // Nobody asks for the gradient at the observations.
      if (i > 0) {
        const dx = this.#hiddenGradients[i & 1]!;
        run.denseInputGradient(dy, weight, dx, batch, inputs, outputs, this.#scratch);
        dy = dx;
      }
    }
    return this.gradient;
  }
}
