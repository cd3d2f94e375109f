import { expected } from '../errors.js';
import type { Float32Region, Int32Region } from '../kernels/arena.js';
import { denseScratchLength } from '../kernels/exports.js';
import type { Kernels } from '../kernels/kernels.js';
import {
  expectBatch,
  expectRegionLength,
  MAX_BATCH,
  planLayers,
  runLayer,
  type PlannedLayer,
} from './dense-plan.js';
import { parameterLayout } from './parameters.js';
import { RowViews } from './row-views.js';
import { inputLength, outputLength, type NetworkSpec } from './spec.js';

/** Memory that several networks of one thread may have in common. What is left out, the network allocates for itself. */
export interface SharedRegions {
  /** `[numParameters]`: another network's, to act with the weights it trains. */
  readonly parameters?: Float32Region;
  /** `[maxBatch, inputs]`: another network's, when both are asked about the same observations. */
  readonly input?: Float32Region;
  /** From {@link inferenceScratchLength}: hidden activations that no one needs after the pass. */
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
  readonly parameters: Float32Array<ArrayBuffer>;
  /** `[maxBatch, inputs]`: write observations here before {@link forward}. */
  readonly input: Float32Array<ArrayBuffer>;
  /** `[maxBatch, outputs]`, for kernels that go on from there. */
  readonly outputRegion: Float32Region;
  readonly parameterRegion: Float32Region;
  readonly inputRegion: Float32Region;

  readonly #run: Kernels['run'];
  readonly #layers: readonly PlannedLayer[];
  readonly #scratch: Float32Region;
  readonly #hiddenBytes: number;
  readonly #outputs: RowViews;
  readonly #actions: Int32Region;

  /** @throws ManyhandsError `ERR_NETWORK_SPEC`, `ERR_SHAPE`, or `ERR_KERNELS` if the kernel memory is too small */
  constructor(
    { run, arena }: Kernels,
    readonly spec: NetworkSpec,
    readonly maxBatch: number,
    shared: SharedRegions = {},
  ) {
    const { numParameters } = parameterLayout(spec);
    expectBatch(maxBatch, MAX_BATCH);
    const scratchLength = inferenceScratchLength(spec, maxBatch);
    const numOutputs = outputLength(spec);
    this.parameterRegion = shared.parameters ?? arena.float32(numParameters);
    this.inputRegion = shared.input ?? arena.float32(maxBatch * inputLength(spec));
    this.#scratch = shared.scratch ?? arena.float32(scratchLength);
    expectRegionLength('shared parameters', numParameters, this.parameterRegion.view.length);
    expectRegionLength('shared input', maxBatch * inputLength(spec), this.inputRegion.view.length);
    if (this.#scratch.view.length < scratchLength) {
      throw expected(
        'ERR_SHAPE',
        'shared scratch',
        `at least ${scratchLength} elements`,
        this.#scratch.view.length,
      );
    }
    this.outputRegion = arena.float32(maxBatch * numOutputs);
    this.#actions = arena.int32(maxBatch);
    this.parameters = this.parameterRegion.view;
    this.input = this.inputRegion.view;
    this.#run = run;
    this.#layers = planLayers(spec, this.parameterRegion.pointer);
    this.#hiddenBytes = 4 * hiddenLength(spec, maxBatch);
    this.#outputs = new RowViews(this.outputRegion, numOutputs);
  }

  /**
   * Runs the first `batch` rows of {@link input}.
   *
   * @returns `[batch, outputs]`, overwritten by the next pass
   * @throws ManyhandsError `ERR_SHAPE` if `batch` is not from 1 to `maxBatch`
   */
  forward(batch: number): Float32Array<ArrayBuffer> {
    expectBatch(batch, this.maxBatch);
    const layers = this.#layers;
    const last = layers.length - 1;
    const kernelScratch = this.#scratch.pointer + 2 * this.#hiddenBytes;
    let x = this.inputRegion.pointer;
    for (let i = 0; i <= last; i++) {
      // Hidden layers take turns on two halves: each reads the one it does not write.
      const y = i === last ? this.outputRegion.pointer : this.#scratch.pointer + (i & 1) * this.#hiddenBytes;
      runLayer(this.#run, layers[i]!, x, y, batch, kernelScratch);
      x = y;
    }
    return this.#outputs.rows(batch);
  }

  /**
   * Runs {@link forward} and takes the index of each row's greatest output, the first of equals.
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

/** Floats of scratch one forward pass needs: two hidden layers' activations, and what the kernels copy. */
export function inferenceScratchLength(spec: NetworkSpec, maxBatch: number): number {
  const kernels = spec.layers.map(({ inputs, outputs }) =>
    denseScratchLength(maxBatch, inputs, outputs, false),
  );
  return 2 * hiddenLength(spec, maxBatch) + Math.max(...kernels);
}

/** Floats of the widest hidden layer's activations, rounded up to a cache line. */
function hiddenLength(spec: NetworkSpec, maxBatch: number): number {
  const widest = Math.max(0, ...spec.layers.slice(0, -1).map(({ outputs }) => outputs));
  return Math.ceil((maxBatch * widest) / 16) * 16;
}
