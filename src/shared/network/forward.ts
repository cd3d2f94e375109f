import { expected } from '../errors.js';
import type { Float32Region, Int32Region } from '../kernels/arena.js';
import type { Pointer } from '../kernels/exports.js';
import type { Kernels } from '../kernels/kernels.js';
import { expectBatch, MAX_BATCH } from './batch.js';
import { runForward } from './forward-step.js';
import { OutputArrays } from './output-arrays.js';
import { parameterLayout } from './parameters.js';
import { planForward, planLayers, type ForwardStep } from './plan.js';
import { inputLength, outputLength, type NetworkSpec } from './spec.js';
import { hiddenWidth, kernelScratchLength, trunkWidth } from './widths.js';

/** Memory that several networks of one thread may have in common. What is left out, the network allocates for itself. */
export interface SharedRegions {
  /** `[numParameters]`: another network's, to act with the weights it trains. */
  readonly parameters?: Float32Region;
  /** `[maxBatch, inputs]`: another network's, when both are asked about the same observations. */
  readonly input?: Float32Region;
  /** From {@link inferenceScratchLength}: activations that no one needs after the pass. */
  readonly scratch?: Float32Region;
}

/**
 * A network that only runs forward: an actor's policy, a target network.
 *
 * It owns its parameters and activations, in its thread's kernel memory. Row i of the output has the same bits for any batch it is
 * part of. Nothing is allocated after the first pass of each batch size.
 */
export class InferenceNetwork {
  /** Flat, in the order of `parameterLayout(spec)`: copy new weights in here. */
  readonly parameters: Float32Array;
  /** `[maxBatch, inputs]`: write observations here before {@link forward}. */
  readonly input: Float32Array;
  /** Of the first output: `[maxBatch, outputs]`, for kernels that go on from there. */
  readonly outputRegion: Float32Region;
  readonly parameterRegion: Float32Region;
  readonly inputRegion: Float32Region;

  readonly #run: Kernels['run'];
  readonly #steps: readonly ForwardStep[];
  readonly #kernelScratch: Pointer;
  readonly #outputs: OutputArrays;
  readonly #actions: Int32Region;

  /** @throws ManyhandsError `ERR_NETWORK_SPEC`, `ERR_SHAPE`, or `ERR_KERNELS` if the kernel memory is too small */
  constructor(
    { run, arena }: Kernels,
    readonly spec: NetworkSpec,
    readonly maxBatch: number,
    shared: SharedRegions = {},
  ) {
    const layout = parameterLayout(spec);
    expectBatch(maxBatch, MAX_BATCH);
    const { numParameters } = layout;
    const numInputs = maxBatch * inputLength(spec);
    const scratchLength = inferenceScratchLength(spec, maxBatch);
    this.parameterRegion = shared.parameters ?? arena.float32(numParameters);
    this.inputRegion = shared.input ?? arena.float32(numInputs);
    const scratch = shared.scratch ?? arena.float32(scratchLength);
    const { parameters, input } = { parameters: this.parameterRegion.view, input: this.inputRegion.view };
    expectLength('shared parameters', parameters.length === numParameters, `${numParameters}`, parameters);
    expectLength('shared input', input.length === numInputs, `${numInputs}`, input);
    const fits = scratch.view.length >= scratchLength;
    expectLength('shared scratch', fits, `at least ${scratchLength}`, scratch.view);
    this.parameters = parameters;
    this.input = input;
    this.#outputs = new OutputArrays(arena, spec, maxBatch);
    this.outputRegion = this.#outputs.regions[0]!;
    this.#actions = arena.int32(maxBatch);
    this.#run = run;

    const hiddenBytes = 4 * paddedLength(maxBatch * hiddenWidth(spec));
    const trunkOutput = scratch.pointer + 2 * hiddenBytes;
    this.#kernelScratch = trunkOutput + 4 * paddedLength(maxBatch * trunkWidth(spec));
    const outputs = this.#outputs.regions.map(({ pointer }) => pointer);
    this.#steps = planForward(
      planLayers(spec, layout, this.parameterRegion.pointer),
      this.inputRegion.pointer,
      // Hidden layers take turns on two halves: each reads the one it does not write.
      (_, i) => scratch.pointer + (i & 1) * hiddenBytes,
      spec.heads === undefined ? outputs : [trunkOutput, ...outputs],
    ).flat();
  }

  /**
   * Runs the first `batch` rows of {@link input}.
   *
   * @returns the first output, `[batch, outputs]`, overwritten by the next pass
   * @throws ManyhandsError `ERR_SHAPE` if `batch` is not from 1 to `maxBatch`
   */
  forward(batch: number): Float32Array {
    expectBatch(batch, this.maxBatch);
    const steps = this.#steps;
    for (let i = 0; i < steps.length; i++) runForward(this.#run, steps[i]!, batch, this.#kernelScratch);
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
   * Runs {@link forward} and takes the index of the greatest number in each row of the first output, the first of equals.
   *
   * @param into - receives the actions in its first `batch` elements
   * @throws ManyhandsError `ERR_SHAPE` if `batch` is not from 1 to `maxBatch`, or `into` is shorter than that
   */
  greedyActions(batch: number, into: Int32Array): void {
    if (into.length < batch)
      throw expected('ERR_SHAPE', 'actions', `at least ${batch} elements`, into.length);
    this.forward(batch);
    this.#run.argmaxRows(this.outputRegion.pointer, this.#actions.pointer, batch, outputLength(this.spec));
    const actions = this.#actions.view;
    for (let i = 0; i < batch; i++) into[i] = actions[i]!;
  }
}

/** Floats of scratch one forward pass needs: two hidden layers' activations, the trunk's output, and what the kernels copy. */
export function inferenceScratchLength(spec: NetworkSpec, maxBatch: number): number {
  return (
    2 * paddedLength(maxBatch * hiddenWidth(spec)) +
    paddedLength(maxBatch * trunkWidth(spec)) +
    kernelScratchLength(spec, maxBatch, false)
  );
}

/** Rounded up to a cache line. */
function paddedLength(length: number): number {
  return Math.ceil(length / 16) * 16;
}

function expectLength(subject: string, fits: boolean, wanted: string, { length }: Float32Array): void {
  if (!fits) throw expected('ERR_SHAPE', subject, `${wanted} elements`, length);
}
