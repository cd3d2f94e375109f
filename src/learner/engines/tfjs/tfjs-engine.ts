import type { Observations } from '../../../shared/memory/block-layout.js';
import { inputLength } from '../../../shared/network/spec.js';
import type { UpdateProgram } from '../../algorithms/algorithm.js';
import { expectLength, expectRows } from '../../expect-length.js';
import { nonFiniteUpdate, type FiniteQuantity, type NonFiniteError } from '../../non-finite-error.js';
import type { UpdateMetrics } from '../../update-metrics.js';
import type { Engine, EngineSettings, NetworkOutputs } from '../engine.js';
import type { TfjsBackend } from './backend.js';
import { DeviceBatch } from './device-batch.js';
import { DeviceNetwork } from './device-network.js';
import { DeviceParameters } from './device-parameters.js';
import { DeviceState } from './device-state.js';
import { FigureReader, type UpdateFigures } from './figures.js';
import { FlatOptimizer } from './flat-optimizer.js';
import { DevicePredictor } from './device-predictor.js';
import { DeviceUpdater } from './device-update.js';
import type { Tensor } from './tf.js';

export interface TfjsEngineSettings extends EngineSettings {
  /** Updates between two whose figures are brought down. */
  readonly metricsInterval: number;
}

/**
 * The engine on TensorFlow.js: loss, gradient, optimizer step and target stay on its device. A batch goes up column by column; figures
 * come down now and then, and weights when someone reads them.
 */
export class TfjsEngine<
  Batch extends object,
  Outputs extends object,
  Trained extends keyof Outputs = keyof Outputs,
> implements Engine<Batch> {
  readonly maxBatchSize: number;
  learningRate: number;
  readonly #backend: TfjsBackend;
  readonly #program: UpdateProgram<Batch, Outputs, Trained>;
  readonly #metricsInterval: number;
  readonly #network: DeviceNetwork;
  readonly #optimizer: FlatOptimizer;
  readonly #updater: DeviceUpdater<Batch, Outputs, Trained>;
  readonly #predictor: DevicePredictor;
  readonly #batch: DeviceBatch<Batch>;
  readonly #figures: FigureReader<Batch, Outputs, Trained>;
  readonly #observationSize: number;
  #state: DeviceState;
  /** The latest that was looked at and found finite: where a bad update leads back to. */
  #verified: DeviceState;
  /** Updates asked for by then. */
  #verifiedUpdates = 0;
  /** Answers that have yet to come down. */
  readonly #underWay = new Set<Promise<unknown>>();
  #rows: number;
  #updates = 0;

  /** @throws ManyhandsError `ERR_SHAPE` if the first parameters are not of the program's network */
  constructor(
    backend: TfjsBackend,
    program: UpdateProgram<Batch, Outputs, Trained>,
    settings: TfjsEngineSettings,
  ) {
    const { tf } = backend;
    const { maxBatchSize, optimizer, maxGradientNorm, initialParameters, metricsInterval } = settings;
    const network = new DeviceNetwork(backend, program.network);
    const { numParameters } = network.layout;
    expectLength('initialParameters', initialParameters, numParameters);
    this.maxBatchSize = maxBatchSize;
    this.learningRate = optimizer.learningRate;
    this.#backend = backend;
    this.#program = program;
    this.#metricsInterval = metricsInterval;
    this.#network = network;
    this.#optimizer = new FlatOptimizer(tf, optimizer);
    this.#batch = new DeviceBatch(backend, program.batchColumns, maxBatchSize);
    this.#figures = new FigureReader(tf, program, maxBatchSize);
    this.#updater = new DeviceUpdater({
      backend,
      program,
      network,
      optimizer: this.#optimizer,
      batch: this.#batch,
      figures: this.#figures,
      maxGradientNorm,
    });
    this.#predictor = new DevicePredictor(backend, network, program.network, maxBatchSize);
    this.#observationSize = inputLength(program.network);
    this.#rows = maxBatchSize;

    const online = this.#parametersFrom(initialParameters);
    const moments = this.#optimizer.momentNames.map(() => tf.keep(tf.zeros([numParameters])));
    this.#state = new DeviceState(online, program.target && online.hold(), moments, 0);
    this.#verified = this.#state.hold();
  }

  get updates(): number {
    return this.#updates;
  }

  get batch(): Batch {
    return this.#batch.rows(this.#rows);
  }

  resize(rows: number): void {
    expectRows('batch', rows, this.maxBatchSize);
    this.#rows = rows;
  }

  forward(): Promise<NetworkOutputs> {
    const { input } = this.#program.passes[0];
    return this.#predict(this.batch[input] as unknown as Observations, this.#rows);
  }

  predict(observations: Observations): Promise<NetworkOutputs> {
    const rows = observations.length / this.#observationSize;
    expectRows('observations', rows, this.maxBatchSize);
    return this.#predict(observations, rows);
  }

  update(): Promise<Readonly<UpdateMetrics>> | undefined {
    const { learningRate } = this;
    const isLookedAt = this.#updates++ % this.#metricsInterval === 0;
    const { target } = this.#program;
    const { next, figures } = this.#updater.update(this.#state, {
      rows: this.#rows,
      learningRate,
      movesTarget: target !== undefined && this.#updates % target.updateInterval === 0,
      isLookedAt,
    });
    this.#moveTo(next);
    return figures && this.#track(this.#lookAt(figures, next.hold(), learningRate));
  }

  readParameters(): Promise<Float32Array> {
    return this.#track(this.#state.online.values());
  }

  writeParameters(offset: number, values: Float32Array): void {
    const { tf } = this.#backend;
    const { online, target, moments, steps } = this.#state;
    const end = offset + values.length;
    const rest = online.flat.size - end;
    const flat = tf.tidy(() => {
      const before = offset > 0 ? [tf.slice(online.flat, [0], [offset])] : [];
      const after = rest > 0 ? [tf.slice(online.flat, [end], [rest])] : [];
      return tf.concat([...before, tf.tensor(values.slice()), ...after]);
    });
    const changed = new DeviceParameters(tf, flat, this.#network.layout.tensors);
    const clones = moments.map((moment) => tf.keep(moment.clone()));
    const isVerified = this.#state === this.#verified;
    this.#moveTo(new DeviceState(changed, target?.hold(), clones, steps));
    // What is written is no update's work: a bad one must not take it back.
    if (isVerified) this.#verify(this.#state.hold(), this.#verifiedUpdates);
  }

  async parametersAreFinite(): Promise<boolean> {
    const updates = this.#updates;
    const bad = (await this.readParameters()).find((value) => !Number.isFinite(value));
    if (bad === undefined) return true;
    const isWritten = this.#verifiedUpdates === updates;
    const isSaidByNow = this.#updates < updates;
    if (isWritten || isSaidByNow) return false;
    throw this.#goBack('weights', bad, updates);
  }

  optimizerState(): Promise<Readonly<Record<string, Float32Array>>> {
    return this.#track(this.#optimizerState());
  }

  async close(): Promise<void> {
    // An answer that comes down says that all that was asked for before is done.
    await Promise.allSettled([...this.#underWay, this.readParameters()]);
    this.#state.release();
    this.#verified.release();
    this.#optimizer.dispose();
    this.#updater.dispose();
    await this.#backend.close();
  }

  #predict(observations: Observations, rows: number): Promise<NetworkOutputs> {
    return this.#track(this.#predictor.predict(this.#state.online, observations, rows));
  }

  async #optimizerState(): Promise<Readonly<Record<string, Float32Array>>> {
    const state = this.#state.hold();
    const { moments, target, steps } = state;
    const { momentNames, countsSteps } = this.#optimizer;
    try {
      const [targetValues, ...vectors] = await Promise.all([
        target?.values(),
        ...moments.map((moment) => moment.data<'float32'>()),
      ]);
      const entries = momentNames.map((name, i): [string, Float32Array] => [name, vectors[i]!.slice()]);
      if (countsSteps) entries.push(['adam.steps', Float32Array.of(steps)]);
      if (targetValues !== undefined) entries.push(['target', targetValues.slice()]);
      return Object.fromEntries(entries);
    } finally {
      state.release();
    }
  }

  /** Brings the figures of an update down, and throws if they say that it was bad. */
  async #lookAt(packed: Tensor, state: DeviceState, learningRate: number): Promise<Readonly<UpdateMetrics>> {
    const [rows, updates] = [this.#rows, this.#updates];
    const values = await packed.data<'float32'>();
    packed.dispose();
    const figures = this.#figures.read(values, this.#batch.rows(rows), rows);
    const bad = badQuantity(figures);
    if (bad !== undefined) {
      state.release();
      throw this.#goBack(bad.quantity, bad.value, updates);
    }
    this.#verify(state, updates);
    const { metrics } = this.#figures;
    metrics.learningRate = learningRate;
    return metrics;
  }

  #parametersFrom(values: Float32Array): DeviceParameters {
    const { tf } = this.#backend;
    return new DeviceParameters(tf, tf.tensor(values.slice()), this.#network.layout.tensors);
  }

  #moveTo(state: DeviceState): void {
    this.#state.release();
    this.#state = state;
  }

  /** Takes over a state that was held, and found finite. */
  #verify(state: DeviceState, updates: number): void {
    this.#verified.release();
    this.#verified = state;
    this.#verifiedUpdates = updates;
  }

  /** @returns what to throw for one of the updates up to `updates` */
  #goBack(quantity: FiniteQuantity, value: number, updates: number): NonFiniteError {
    const first = this.#verifiedUpdates + 1;
    this.#moveTo(this.#verified.hold());
    this.#updates = this.#verifiedUpdates;
    return nonFiniteUpdate(quantity, value, first, updates);
  }

  /** Remembers an answer until it is here, for {@link close}. */
  #track<Answer>(answer: Promise<Answer>): Promise<Answer> {
    const forget = () => this.#underWay.delete(answer);
    this.#underWay.add(answer);
    answer.then(forget, forget);
    return answer;
  }
}

function badQuantity({ loss, gradientNorm, sizeOfParameters, sizeOfMoment }: UpdateFigures) {
  const found = (quantity: FiniteQuantity, value: number) => ({ quantity, value });
  if (!Number.isFinite(loss)) return found('loss', loss);
  if (!Number.isFinite(gradientNorm)) return found('gradient', gradientNorm);
  if (!Number.isFinite(sizeOfParameters)) return found('weights', sizeOfParameters);
  // That of an earlier update, whose figures nobody looked at.
  return Number.isFinite(sizeOfMoment) ? undefined : found('gradient', sizeOfMoment);
}
