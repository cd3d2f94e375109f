import { expected } from '../../../shared/errors.js';
import type { Float32Region } from '../../../shared/kernels/arena.js';
import type { Kernels } from '../../../shared/kernels/kernels.js';
import type { Observations } from '../../../shared/memory/block-layout.js';
import { inputLength, outputsOf } from '../../../shared/network/spec.js';
import type { UpdateProgram } from '../../algorithms/algorithm.js';
import { expectLength, expectRows } from '../../expect-length.js';
import { nonFiniteUpdate } from '../../non-finite-error.js';
import { createUpdateMetrics, type UpdateMetrics } from '../../update-metrics.js';
import type { Engine, EngineSettings, NetworkOutputs } from '../engine.js';
import type { Executor } from './executor.js';
import { RowTable } from '../row-table.js';
import { SoloExecutor } from './solo-executor.js';

/**
 * The engine on our own WASM SIMD kernels: no native code, and the same bits on every machine and for any number of threads.
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
  readonly #executor: Executor<Batch>;
  readonly #input: Observations;
  readonly #metrics = createUpdateMetrics();
  readonly #batches: RowTable<Batch>;
  readonly #outputs: RowTable<Outputs>;
  readonly #gradients: RowTable<Pick<Outputs, Trained>>;
  readonly #predictions: RowTable<NetworkOutputs>;
  #rows: number;
  /** Whether the network's activations are those of the batch. */
  #hasForwarded = false;
  /** Whether a step was begun and not ended. */
  #isTorn = false;
  #updates = 0;

  /**
   * @param executor - over a memory of `kernels`; the calling thread alone if left out
   * @throws ManyhandsError `ERR_SHAPE` if the first parameters are not of the program's network, `ERR_KERNELS` if the kernel memory is too small
   */
  constructor(
    kernels: Kernels,
    program: UpdateProgram<Batch, Outputs, Trained>,
    settings: EngineSettings,
    executor: Executor<Batch> = new SoloExecutor(kernels, program, settings),
  ) {
    const { maxBatchSize, initialParameters, optimizer, maxGradientNorm } = settings;
    const parameters = executor.parameters.view;
    expectLength('initialParameters', initialParameters, parameters.length);
    parameters.set(initialParameters);
    executor.target?.view.set(initialParameters);

    const { network, passes } = program;
    const networkOutputs = outputsOf(network);
    const columnsOf = (regionOf: (name: string) => Float32Region, names: Readonly<Record<string, string>>) =>
      networkOutputs.map(({ name, length }) => ({
        name: names[name]!,
        ...regionOf(name),
        rowLength: length,
      }));
    const ownNames = Object.fromEntries(networkOutputs.map(({ name }) => [name, name]));
    const [first] = passes;
    // The program's tables say which arrays these are; its types say the same.
    this.#batches = new RowTable(executor.batch.columns);
    this.#outputs = new RowTable(
      passes.flatMap(({ outputs }, i) => columnsOf((name) => executor.outputRegionOf(i, name), outputs)),
    );
    this.#gradients = new RowTable(columnsOf((name) => executor.outputGradientRegionOf(name), first.outputs));
    this.#predictions = new RowTable(columnsOf((name) => executor.outputRegionOf(0, name), ownNames));
    const input = executor.batch.inputOf(first.input);
    this.#input = (input.bytes ?? input.floats).view;
    this.#program = program;
    this.#maxGradientNorm = maxGradientNorm;
    this.#run = kernels.run;
    this.#executor = executor;
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
    expectRows('batch', rows, this.maxBatchSize);
    this.#rows = rows;
    this.#hasForwarded = false;
  }

  forward(): NetworkOutputs {
    this.#executor.forward(this.#rows, 0, 1);
    this.#hasForwarded = true;
    return this.#predictions.rows(this.#rows);
  }

  update(): Readonly<UpdateMetrics> {
    const executor = this.#executor;
    const metrics = this.#metrics;
    const rows = this.#rows;
    const next = this.#updates + 1;
    executor.forward(rows, this.#hasForwarded ? 1 : 0, this.#program.passes.length);
    this.#hasForwarded = false;
    const gradients = this.#gradients.rows(rows);
    this.#program.loss(this.#batches.rows(rows), this.#outputs.rows(rows), gradients, metrics);
    if (!Number.isFinite(metrics.loss)) throw nonFiniteUpdate('loss', metrics.loss, next, next);

    executor.backward(rows);
    const { pointer, view } = executor.gradient;
    const norm = Math.sqrt(this.#run.sumOfSquares(pointer, view.length));
    if (!Number.isFinite(norm)) throw nonFiniteUpdate('gradient', norm, next, next);
    metrics.gradientNorm = norm;
    metrics.learningRate = this.learningRate;

    const limit = this.#maxGradientNorm;
    const { target } = this.#program;
    this.#updates++;
    this.#isTorn = true;
    executor.step(
      this.learningRate,
      limit !== null && norm > limit ? limit / norm : 1,
      target !== undefined && this.#updates % target.updateInterval === 0,
    );
    this.#isTorn = false;
    return metrics;
  }

  predict(observations: Observations): NetworkOutputs {
    const rows = observations.length / inputLength(this.#program.network);
    expectRows('observations', rows, this.maxBatchSize);
    // The batch's own input: what was written there before is gone.
    this.#input.set(observations);
    this.#executor.forward(rows, 0, 1);
    this.#hasForwarded = false;
    return this.#predictions.rows(rows);
  }

  readParameters(): Float32Array {
    this.#expectWhole();
    return this.#executor.parameters.view;
  }

  writeParameters(offset: number, values: Float32Array): void {
    this.#executor.parameters.view.set(values, offset);
    this.#hasForwarded = false;
  }

  parametersAreFinite(): boolean {
    const { pointer, view } = this.#executor.parameters;
    return Number.isFinite(this.#run.sumOfSquares(pointer, view.length));
  }

  optimizerState(): Readonly<Record<string, Float32Array>> {
    this.#expectWhole();
    const { optimizerState, target } = this.#executor;
    const state = Object.entries(optimizerState).map(([name, values]) => [name, values.slice()] as const);
    return Object.fromEntries([
      ...state,
      ...(target === undefined ? [] : [['target', target.view.slice()] as const]),
    ]);
  }

  close(): void {
    // Kernel memory is JavaScript's.
  }

  /** A step that broke off left parameters of two updates: of no use to anyone. */
  #expectWhole(): void {
    if (this.#isTorn)
      throw expected('ERR_WORKER_LOST', 'parameters', `update ${this.#updates}`, 'a part of it');
  }
}
