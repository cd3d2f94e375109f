import type { Float32Region } from '../../../shared/kernels/arena.js';
import type { Kernels } from '../../../shared/kernels/kernels.js';
import { TrainableNetwork } from '../../../shared/network/backprop.js';
import { InferenceNetwork, inferenceScratchLength } from '../../../shared/network/forward.js';
import { BatchMemory } from './batch-memory.js';
import { byteInputs, convertRows, type ByteInput } from './byte-input.js';
import type { Executor, ExecutorSettings, UpdatePasses } from './executor.js';
import { Optimizer, runOptimizer } from './optimizer.js';
import { moveTarget } from './target.js';

/** Runs updates in the calling thread alone. */
export class SoloExecutor<Batch, Outputs> implements Executor<Batch> {
  readonly batch: BatchMemory<Batch>;
  readonly parameters: Float32Region;
  readonly gradient: Float32Region;
  readonly target: Float32Region | undefined;
  readonly #run: Kernels['run'];
  readonly #memory: Float32Array;
  readonly #tau: number;
  readonly #network: TrainableNetwork;
  readonly #passes: readonly (TrainableNetwork | InferenceNetwork)[];
  readonly #byteInputs: readonly (ByteInput | undefined)[];
  readonly #optimizer: Optimizer;

  /** @throws ManyhandsError `ERR_KERNELS` if the kernel memory is too small */
  constructor(
    kernels: Kernels,
    { network: spec, passes, batchColumns, target }: UpdatePasses<Batch, Outputs>,
    { maxBatchSize, optimizer }: ExecutorSettings,
  ) {
    const { run, arena } = kernels;
    const [first, ...others] = passes;
    const network = new TrainableNetwork(kernels, spec, maxBatchSize);
    this.parameters = network.parameterRegion;
    this.gradient = network.gradientRegion;
    this.target = target && arena.float32(network.parameters.length);
    this.batch = new BatchMemory(arena, batchColumns, maxBatchSize, { [first.input]: network.inputRegion });
    // Passes that keep nothing but their output take turns on one scratch.
    const scratch = arena.float32(inferenceScratchLength(spec, maxBatchSize));
    const inference = others.map(({ parameters, input }) => {
      const region = parameters === 'online' ? this.parameters : this.target!;
      const shared = { parameters: region, input: this.batch.inputOf(input).floats, scratch };
      return new InferenceNetwork(kernels, spec, maxBatchSize, shared);
    });
    this.#passes = [network, ...inference];
    this.#byteInputs = byteInputs(passes, this.batch);
    this.#optimizer = new Optimizer(arena, optimizer, this.parameters, this.gradient);
    this.#network = network;
    this.#run = run;
    this.#memory = new Float32Array(this.parameters.view.buffer);
    this.#tau = target?.tau ?? 1;
  }

  get optimizerState(): Readonly<Record<string, Float32Array>> {
    return this.#optimizer.state;
  }

  outputRegionOf(pass: number, name: string): Float32Region {
    return this.#passes[pass]!.outputRegionOf(name);
  }

  outputGradientRegionOf(name: string): Float32Region {
    return this.#network.outputGradientRegionOf(name);
  }

  forward(rows: number, first: number, end: number): void {
    for (let pass = first; pass < end; pass++) {
      const bytes = this.#byteInputs[pass];
      if (bytes !== undefined) convertRows(this.#run, bytes, 0, rows);
      this.#passes[pass]!.forward(rows);
    }
  }

  backward(rows: number): void {
    this.#network.backward(rows);
  }

  step(learningRate: number, gradientScale: number, movesTarget: boolean): void {
    const { length } = this.parameters.view;
    const step = this.#optimizer.nextStep(learningRate, gradientScale);
    runOptimizer(this.#run, this.#optimizer.plan, step, 0, length);
    if (!movesTarget) return;
    const plan = { target: this.target!.pointer, online: this.parameters.pointer, tau: this.#tau };
    moveTarget(this.#run, this.#memory, plan, 0, length);
  }
}
