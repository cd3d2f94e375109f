import type { Float32Region } from '../kernels/arena.js';
import type { Pointer } from '../kernels/exports.js';
import type { Kernels } from '../kernels/kernels.js';
import { planBackward, runBackward, unreachedTrunkLayers, type BackwardStep } from './backward-step.js';
import { expectBatch, MAX_BATCH } from './batch.js';
import { runForward } from './forward-step.js';
import { OutputArrays } from './output-arrays.js';
import { parameterLayout } from './parameters.js';
import { planForward, planLayers, type ForwardStep } from './plan.js';
import { chainsOf, inputLength, type NetworkSpec } from './spec.js';
import { hiddenWidth, kernelScratchLength, trunkWidth } from './widths.js';

/**
 * A network that also runs backward: it keeps every layer's activations of the last forward pass and turns the gradient at its
 * outputs into the gradient of its parameters. Where several heads read the trunk, their gradients add up.
 *
 * It owns all of its memory, in its thread's kernel memory. Sums over a batch run in the order of its rows, so a gradient is a
 * function of the batch alone, on every machine.
 */
export class TrainableNetwork {
  /** Flat, in the order of `parameterLayout(spec)`. */
  readonly parameters: Float32Array;
  /** Same layout as {@link parameters}; overwritten by {@link backward}. */
  readonly gradient: Float32Array;
  /** `[maxBatch, inputs]`: write observations here before {@link forward}. */
  readonly input: Float32Array;
  /** Of the first output, `[maxBatch, outputs]`: write dL/d(output) here before {@link backward}, which may change it. */
  readonly outputGradient: Float32Array;
  readonly parameterRegion: Float32Region;
  readonly gradientRegion: Float32Region;
  readonly inputRegion: Float32Region;
  readonly outputRegion: Float32Region;
  readonly outputGradientRegion: Float32Region;

  readonly #run: Kernels['run'];
  readonly #forward: readonly ForwardStep[];
  readonly #backward: readonly BackwardStep[];
  /** Length of the first parameters, those that no loss reaches. */
  readonly #numUnreached: number;
  readonly #scratch: Pointer;
  readonly #outputs: OutputArrays;
  readonly #outputGradients: OutputArrays;

  /** @throws ManyhandsError `ERR_NETWORK_SPEC`, `ERR_SHAPE`, or `ERR_KERNELS` if the kernel memory is too small */
  constructor(
    { run, arena }: Kernels,
    readonly spec: NetworkSpec,
    readonly maxBatch: number,
  ) {
    const layout = parameterLayout(spec);
    expectBatch(maxBatch, MAX_BATCH);
    const rows = (width: number) => arena.float32(maxBatch * width);
    this.parameterRegion = arena.float32(layout.numParameters);
    this.gradientRegion = arena.float32(layout.numParameters);
    this.inputRegion = rows(inputLength(spec));
    this.#outputs = new OutputArrays(arena, spec, maxBatch);
    this.#outputGradients = new OutputArrays(arena, spec, maxBatch);
    this.outputRegion = this.#outputs.regions[0]!;
    this.outputGradientRegion = this.#outputGradients.regions[0]!;
    this.parameters = this.parameterRegion.view;
    this.gradient = this.gradientRegion.view;
    this.input = this.inputRegion.view;
    this.outputGradient = this.outputGradientRegion.view;
    this.#scratch = arena.float32(kernelScratchLength(spec, maxBatch, true)).pointer;
    this.#run = run;

    const trunk = { output: rows(trunkWidth(spec)).pointer, gradient: rows(trunkWidth(spec)).pointer };
    const outputs = this.#outputs.regions.map(({ pointer }) => pointer);
    // Every activation is kept: layer i's slope and layer i + 1's weight gradient are made of it.
    const hidden = chainsOf(spec).map(({ layers }) =>
      layers.slice(0, -1).map((layer) => rows(layer.outputs).pointer),
    );
    const forward = planForward(
      planLayers(spec, layout, this.parameterRegion.pointer),
      this.inputRegion.pointer,
      (chain, i) => hidden[chain]![i]!,
      spec.heads === undefined ? outputs : [trunk.output, ...outputs],
    );
    const widest = Math.max(hiddenWidth(spec), trunkWidth(spec));
    // Nobody asks for a layer's gradient once its own parameters have theirs: layers take turns on two.
    const turns = [rows(widest).pointer, rows(widest).pointer];
    this.#forward = forward.flat();
    this.#backward = planBackward(forward, planLayers(spec, layout, this.gradientRegion.pointer), {
      outputs: this.#outputGradients.regions.map(({ pointer }) => pointer),
      trunk: trunk.gradient,
      hidden: (_, i) => turns[i & 1]!,
    });
    const unreached = unreachedTrunkLayers(forward);
    this.#numUnreached =
      unreached === 0 ? 0 : parameterLayout({ layers: spec.layers.slice(0, unreached) }).numParameters;
  }

  /**
   * Runs the first `batch` rows of {@link input} and keeps what {@link backward} needs.
   *
   * @returns the first output, `[batch, outputs]`, overwritten by the next pass
   * @throws ManyhandsError `ERR_SHAPE` if `batch` is not from 1 to `maxBatch`
   */
  forward(batch: number): Float32Array {
    expectBatch(batch, this.maxBatch);
    const steps = this.#forward;
    for (let i = 0; i < steps.length; i++) runForward(this.#run, steps[i]!, batch, this.#scratch);
    return this.#outputs.firstRows(batch);
  }

  /**
   * An output of the latest pass.
   *
   * @returns `[batch, length]`, overwritten by the next pass
   * @throws ManyhandsError `ERR_NETWORK_SPEC` if the network has no such output, `ERR_SHAPE` if `batch` is not from 1 to `maxBatch`
   */
  output(name: string, batch: number): Float32Array {
    expectBatch(batch, this.maxBatch);
    return this.#outputs.rows(name, batch);
  }

  /**
   * Where an output is written: `[maxBatch, length]`.
   *
   * @throws ManyhandsError `ERR_NETWORK_SPEC` if the network has no such output
   */
  outputRegionOf(name: string): Float32Region {
    return this.#outputs.region(name);
  }

  /**
   * Where dL/d(output) of one output belongs before {@link backward}, which may change it: `[maxBatch, length]`.
   *
   * @throws ManyhandsError `ERR_NETWORK_SPEC` if the network has no such output
   */
  outputGradientRegionOf(name: string): Float32Region {
    return this.#outputGradients.region(name);
  }

  /** The view of {@link outputGradientRegionOf}. */
  outputGradientOf(name: string): Float32Array {
    return this.#outputGradients.region(name).view;
  }

  /**
   * Fills {@link gradient} with `sum_i dL/d(output_i) d(output_i)/d(parameters)` over the first `batch` rows of the last forward
   * pass. The sum is not divided by `batch`: a mean belongs into the
   * gradients at the outputs, all of which are read. 0 for parameters that no loss reaches, like a normalize layer's.
   *
   * @param batch - rows to use, at most those of the last forward pass
   * @returns {@link gradient}
   * @throws ManyhandsError `ERR_SHAPE` if `batch` is not from 1 to `maxBatch`
   */
  backward(batch: number): Float32Array {
    expectBatch(batch, this.maxBatch);
    const steps = this.#backward;
    this.gradient.fill(0, 0, this.#numUnreached);
    for (let i = 0; i < steps.length; i++) runBackward(this.#run, steps[i]!, batch, this.#scratch);
    return this.gradient;
  }
}
