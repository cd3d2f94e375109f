import { expected } from '../../../shared/errors.js';
import type { Float32Region, Int32Region } from '../../../shared/kernels/arena.js';
import type { Kernels } from '../../../shared/kernels/kernels.js';
import { TrainableNetwork } from '../../../shared/network/backprop.js';
import { InferenceNetwork, inferenceScratchLength } from '../../../shared/network/forward.js';
import type { UpdateProgram } from '../../algorithms/algorithm.js';
import { NonFiniteError } from '../../non-finite-error.js';
import { createUpdateMetrics, type UpdateMetrics } from '../../update-metrics.js';
import type { Engine, OptimizerOptions } from '../engine.js';
import { createOptimizer, type Optimizer } from './optimizer.js';

export interface SimdEngineSettings {
  readonly batchSize: number;
  readonly optimizer: OptimizerOptions;
  /** Euclidean norm down to which a longer gradient is scaled; null: never. */
  readonly maxGradientNorm: number | null;
  /** First online and target parameters, flat. */
  readonly initialParameters: Float32Array;
}

/**
 * The engine on our own WASM SIMD kernels: no native code, and the same bits on every machine.
 *
 * Batch, parameters, activations and optimizer state all lie in one kernel memory; the loss runs on the host,
 * over views of it.
 */
export class SimdEngine<Batch extends object, Outputs extends object> implements Engine<Batch> {
  readonly batch: Batch;
  readonly #program: UpdateProgram<Batch, Outputs>;
  readonly #settings: SimdEngineSettings;
  readonly #run: Kernels['run'];
  readonly #network: TrainableNetwork;
  readonly #target: Float32Region | undefined;
  /** The passes after the first. */
  readonly #passes: readonly InferenceNetwork[];
  readonly #outputs: Outputs;
  readonly #optimizer: Optimizer;
  readonly #metrics = createUpdateMetrics();
  #updates = 0;

  /** @throws ManyhandsError `ERR_SHAPE` if the first parameters are not of the program's network, `ERR_KERNELS` if the kernel memory is too small */
  constructor(kernels: Kernels, program: UpdateProgram<Batch, Outputs>, settings: SimdEngineSettings) {
    const { batchSize, initialParameters, optimizer } = settings;
    const { arena, run } = kernels;
    const [first, ...others] = program.passes;
    const network = new TrainableNetwork(kernels, program.network, batchSize);
    const numParameters = network.parameters.length;
    if (initialParameters.length !== numParameters)
      throw expected('ERR_SHAPE', 'initialParameters', `${numParameters} elements`, initialParameters.length);
    network.parameters.set(initialParameters);

    const columns: Record<string, Float32Region | Int32Region> = { [first.input]: network.inputRegion };
    for (const { name, shape, dtype } of program.batchColumns) {
      const length = shape.reduce((product, size) => product * size, batchSize);
      columns[name] ??= dtype === 'float32' ? arena.float32(length) : arena.int32(length);
    }
    if (program.target !== undefined) {
      this.#target = arena.float32(initialParameters.length);
      this.#target.view.set(initialParameters);
    }
    // Passes that keep nothing but their output take turns on one scratch.
    const scratch = arena.float32(inferenceScratchLength(program.network, batchSize));
    this.#passes = others.map(({ parameters, input }) => {
      const region = parameters === 'online' ? network.parameterRegion : this.#target;
      const shared = { parameters: region!, input: columns[input] as Float32Region, scratch };
      return new InferenceNetwork(kernels, program.network, batchSize, shared);
    });

    const viewsOf = (regions: readonly (readonly [string, Float32Region | Int32Region])[]): object =>
      Object.fromEntries(regions.map(([name, { view }]) => [name, view]));
    // The program's tables say which arrays these are; its types say the same.
    this.batch = viewsOf(Object.entries(columns)) as Batch;
    this.#outputs = viewsOf([
      [first.output, network.outputRegion],
      ...others.map(({ output }, i) => [output, this.#passes[i]!.outputRegion] as const),
    ]) as Outputs;
    this.#program = program;
    this.#settings = settings;
    this.#run = run;
    this.#network = network;
    this.#optimizer = createOptimizer(kernels, optimizer, network.parameterRegion, network.gradientRegion);
  }

  get updates(): number {
    return this.#updates;
  }

  update(): Readonly<UpdateMetrics> {
    const { batchSize, maxGradientNorm, optimizer } = this.#settings;
    const network = this.#network;
    const metrics = this.#metrics;
    network.forward(batchSize);
    for (const pass of this.#passes) pass.forward(batchSize);
    this.#program.loss(this.batch, this.#outputs, network.outputGradient, metrics);
    if (!Number.isFinite(metrics.loss)) throw nonFinite('loss', metrics.loss, this.#updates);

    network.backward(batchSize);
    const { pointer, view } = network.gradientRegion;
    metrics.gradientNorm = Math.sqrt(this.#run.sumOfSquares(pointer, view.length));
    if (!Number.isFinite(metrics.gradientNorm))
      throw nonFinite('gradient', metrics.gradientNorm, this.#updates);

    const isLong = maxGradientNorm !== null && metrics.gradientNorm > maxGradientNorm;
    metrics.learningRate = optimizer.learningRate;
    this.#optimizer.step(isLong ? maxGradientNorm / metrics.gradientNorm : 1);
    this.#updates++;
    this.#updateTarget();
    return metrics;
  }

  readParameters(): Float32Array {
    return this.#network.parameters;
  }

  parametersAreFinite(): boolean {
    const { pointer, view } = this.#network.parameterRegion;
    return Number.isFinite(this.#run.sumOfSquares(pointer, view.length));
  }

  optimizerState(): Readonly<Record<string, Float32Array>> {
    const state = Object.entries(this.#optimizer.state).map(
      ([name, values]) => [name, values.slice()] as const,
    );
    const target = this.#target === undefined ? [] : [['target', this.#target.view.slice()] as const];
    return Object.fromEntries([...state, ...target]);
  }

  #updateTarget(): void {
    const { target } = this.#program;
    if (target === undefined || this.#updates % target.updateInterval !== 0) return;
    const { pointer, view } = this.#target!;
    if (target.tau === 1) view.set(this.#network.parameters);
    else
      this.#run.polyakBlend(
        pointer,
        this.#network.parameterRegion.pointer,
        view.length,
        target.tau,
        1 - target.tau,
      );
  }
}

function nonFinite(quantity: 'loss' | 'gradient', value: number, updates: number): NonFiniteError {
  const fix = 'lower optimizer.learningRate or set optimizer.maxGradientNorm';
  return new NonFiniteError(
    quantity,
    `${quantity} of update ${updates + 1}: expected a finite number, got ${value}; ${fix}`,
  );
}
