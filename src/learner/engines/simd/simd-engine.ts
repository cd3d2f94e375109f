import { expected } from '../../../shared/errors.js';
import type { Float32Region } from '../../../shared/kernels/arena.js';
import type { Kernels } from '../../../shared/kernels/kernels.js';
import { TrainableNetwork } from '../../../shared/network/backprop.js';
import { InferenceNetwork, inferenceScratchLength } from '../../../shared/network/forward.js';
import { inputLength, outputsOf } from '../../../shared/network/spec.js';
import type { UpdateProgram } from '../../algorithms/algorithm.js';
import { NonFiniteError } from '../../non-finite-error.js';
import { createUpdateMetrics, type UpdateMetrics } from '../../update-metrics.js';
import type { Engine, NetworkOutputs, OptimizerOptions } from '../engine.js';
import { BatchMemory } from './batch-memory.js';
import { createOptimizer, type Optimizer } from './optimizer.js';
import { RowTable } from './row-table.js';

export interface SimdEngineSettings {
  readonly maxBatchSize: number;
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
export class SimdEngine<
  Batch extends object,
  Outputs extends object,
  Trained extends keyof Outputs = keyof Outputs,
> implements Engine<Batch> {
  readonly maxBatchSize: number;
  learningRate: number;
  readonly #program: UpdateProgram<Batch, Outputs, Trained>;
  readonly #maxGradientNorm: number | null;
  readonly #run: Kernels['run'];
  readonly #network: TrainableNetwork;
  readonly #target: Float32Region | undefined;
  /** The passes after the first. */
  readonly #passes: readonly InferenceNetwork[];
  readonly #optimizer: Optimizer;
  readonly #metrics = createUpdateMetrics();
  readonly #batches: RowTable<Batch>;
  readonly #outputs: RowTable<Outputs>;
  readonly #gradients: RowTable<Pick<Outputs, Trained>>;
  readonly #predictions: RowTable<NetworkOutputs>;
  #rows: number;
  /** Whether the network's activations are those of the batch. */
  #hasForwarded = false;
  #updates = 0;

  /** @throws ManyhandsError `ERR_SHAPE` if the first parameters are not of the program's network, `ERR_KERNELS` if the kernel memory is too small */
  constructor(
    kernels: Kernels,
    program: UpdateProgram<Batch, Outputs, Trained>,
    { maxBatchSize, initialParameters, optimizer, maxGradientNorm }: SimdEngineSettings,
  ) {
    const [first, ...others] = program.passes;
    const network = new TrainableNetwork(kernels, program.network, maxBatchSize);
    const numParameters = network.parameters.length;
    if (initialParameters.length !== numParameters)
      throw expected('ERR_SHAPE', 'initialParameters', `${numParameters} elements`, initialParameters.length);
    network.parameters.set(initialParameters);
    if (program.target !== undefined) {
      this.#target = kernels.arena.float32(numParameters);
      this.#target.view.set(initialParameters);
    }

    const batch = new BatchMemory(kernels.arena, program.batchColumns, maxBatchSize, {
      [first.input]: network.inputRegion,
    });
    // Passes that keep nothing but their output take turns on one scratch.
    const scratch = kernels.arena.float32(inferenceScratchLength(program.network, maxBatchSize));
    this.#passes = others.map(({ parameters, input }) => {
      const region = parameters === 'online' ? network.parameterRegion : this.#target;
      const shared = { parameters: region!, input: batch.float32RegionOf(input), scratch };
      return new InferenceNetwork(kernels, program.network, maxBatchSize, shared);
    });

    const networkOutputs = outputsOf(program.network);
    const columnsOf = (regionOf: (name: string) => Float32Region, names: Readonly<Record<string, string>>) =>
      networkOutputs.map(({ name, length }) => ({
        name: names[name]!,
        ...regionOf(name),
        rowLength: length,
      }));
    const ownNames = Object.fromEntries(networkOutputs.map(({ name }) => [name, name]));
    // The program's tables say which arrays these are; its types say the same.
    this.#batches = new RowTable(batch.columns);
    this.#outputs = new RowTable([
      ...columnsOf((name) => network.outputRegionOf(name), first.outputs),
      ...others.flatMap(({ outputs }, i) =>
        columnsOf((name) => this.#passes[i]!.outputRegionOf(name), outputs),
      ),
    ]);
    this.#gradients = new RowTable(columnsOf((name) => network.outputGradientRegionOf(name), first.outputs));
    this.#predictions = new RowTable(columnsOf((name) => network.outputRegionOf(name), ownNames));
    this.#program = program;
    this.#maxGradientNorm = maxGradientNorm;
    this.#run = kernels.run;
    this.#network = network;
    this.#optimizer = createOptimizer(kernels, optimizer, network.parameterRegion, network.gradientRegion);
    this.maxBatchSize = maxBatchSize;
    this.learningRate = optimizer.learningRate;
    this.#rows = maxBatchSize;
  }

  get updates(): number {
    return this.#updates;
  }

  get batch(): Batch {
    return this.#batches.rows(this.#rows);
  }

  resize(rows: number): void {
    this.#expectRows('batch', rows);
    this.#rows = rows;
    this.#hasForwarded = false;
  }

  forward(): NetworkOutputs {
    this.#network.forward(this.#rows);
    this.#hasForwarded = true;
    return this.#predictions.rows(this.#rows);
  }

  update(): Readonly<UpdateMetrics> {
    const network = this.#network;
    const metrics = this.#metrics;
    const rows = this.#rows;
    if (!this.#hasForwarded) network.forward(rows);
    this.#hasForwarded = false;
    for (const pass of this.#passes) pass.forward(rows);
    const gradients = this.#gradients.rows(rows);
    this.#program.loss(this.#batches.rows(rows), this.#outputs.rows(rows), gradients, metrics);
    if (!Number.isFinite(metrics.loss)) throw nonFinite('loss', metrics.loss, this.#updates);

    network.backward(rows);
    const { pointer, view } = network.gradientRegion;
    const norm = Math.sqrt(this.#run.sumOfSquares(pointer, view.length));
    if (!Number.isFinite(norm)) throw nonFinite('gradient', norm, this.#updates);
    metrics.gradientNorm = norm;
    metrics.learningRate = this.learningRate;

    const limit = this.#maxGradientNorm;
    this.#optimizer.step(this.learningRate, limit !== null && norm > limit ? limit / norm : 1);
    this.#updates++;
    this.#updateTarget();
    return metrics;
  }

  predict(observations: Float32Array): NetworkOutputs {
    const rows = observations.length / inputLength(this.#program.network);
    this.#expectRows('observations', rows);
    // The batch's own input: what was written there before is gone.
    this.#network.input.set(observations);
    this.#network.forward(rows);
    this.#hasForwarded = false;
    return this.#predictions.rows(rows);
  }

  readParameters(): Float32Array {
    return this.#network.parameters;
  }

  writeParameters(offset: number, values: Float32Array): void {
    this.#network.parameters.set(values, offset);
    this.#hasForwarded = false;
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

  #expectRows(what: string, rows: number): void {
    if (Number.isInteger(rows) && rows >= 1 && rows <= this.maxBatchSize) return;
    throw expected('ERR_SHAPE', `rows of ${what}`, `an integer from 1 to ${this.maxBatchSize}`, rows);
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
