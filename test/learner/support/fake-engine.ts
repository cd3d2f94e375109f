import type { Engine, NetworkOutputs } from '../../../src/learner/engines/engine.js';
import type { TransitionBatch } from '../../../src/learner/replay/uniform-sampler.js';
import { createUpdateMetrics, type UpdateMetrics } from '../../../src/learner/update-metrics.js';
import { batchOf } from './batch.js';
import { OBSERVATION_SIZE } from './steps.js';

/** An engine that learns nothing: every parameter is the number of its updates. */
export class FakeEngine implements Engine<TransitionBatch> {
  readonly maxBatchSize: number;
  readonly batch: TransitionBatch;
  learningRate = NaN;
  updates = 0;
  /** Called in every update, before it counts. */
  onUpdate: () => void = () => undefined;
  readonly #parameters = new Float32Array(3);

  constructor(batchSize: number) {
    this.maxBatchSize = batchSize;
    this.batch = batchOf(batchSize, OBSERVATION_SIZE);
  }

  update(): Readonly<UpdateMetrics> {
    this.onUpdate();
    this.updates++;
    this.#parameters.fill(this.updates);
    return {
      ...createUpdateMetrics(),
      loss: 1 / this.updates,
      gradientNorm: 2,
      qValueMean: 3,
      tdErrorMean: 4,
    };
  }

  resize(rows: number): void {
    if (rows !== this.maxBatchSize) throw new RangeError('a replay trainer fills whole batches');
  }

  forward(): NetworkOutputs {
    throw new TypeError('a replay trainer updates at once');
  }

  predict(): NetworkOutputs {
    throw new TypeError('a replay trainer asks for no predictions');
  }

  writeParameters(offset: number, values: Float32Array): void {
    this.#parameters.set(values, offset);
  }

  readParameters(): Float32Array {
    return this.#parameters;
  }

  parametersAreFinite(): boolean {
    return this.#parameters.every(Number.isFinite);
  }

  optimizerState(): Readonly<Record<string, Float32Array>> {
    return { 'fake.updates': Float32Array.of(this.updates) };
  }

  close(): void {
    throw new TypeError('who made it closes it');
  }
}
