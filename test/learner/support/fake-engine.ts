import type { Engine } from '../../../src/learner/engines/engine.js';
import type { TransitionBatch } from '../../../src/learner/replay/uniform-sampler.js';
import { createUpdateMetrics, type UpdateMetrics } from '../../../src/learner/update-metrics.js';
import { batchOf } from './batch.js';
import { OBSERVATION_SIZE } from './steps.js';

/** An engine that learns nothing: every parameter is the number of its updates. */
export class FakeEngine implements Engine<TransitionBatch> {
  readonly batch: TransitionBatch;
  updates = 0;
  /** Called in every update, before it counts. */
  onUpdate: () => void = () => undefined;
  readonly #parameters = new Float32Array(3);

  constructor(batchSize: number) {
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

  readParameters(): Float32Array {
    return this.#parameters;
  }

  parametersAreFinite(): boolean {
    return this.#parameters.every(Number.isFinite);
  }

  optimizerState(): Readonly<Record<string, Float32Array>> {
    return { 'fake.updates': Float32Array.of(this.updates) };
  }
}
