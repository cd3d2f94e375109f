import type { WeightWriter } from '../shared/weights/weight-writer.js';
import type { LearnerGauges } from './learner-gauges.js';
import { NonFiniteError } from './non-finite-error.js';

/** What is published: an engine's parameters, and whether they are fit to act with. */
export interface PublishedParameters {
  readParameters(): Float32Array;
  parametersAreFinite(): boolean;
}

/** Broadcasts the learner's weights to the actors, one version after another. */
export class Publisher {
  readonly #source: PublishedParameters;
  readonly #writer: WeightWriter;
  readonly #gauges: LearnerGauges;
  #version = -1;

  /** Publishes version 0, the initial weights. */
  constructor(source: PublishedParameters, writer: WeightWriter, gauges: LearnerGauges) {
    this.#source = source;
    this.#writer = writer;
    this.#gauges = gauges;
    this.publish();
  }

  /** The newest version out. */
  get version(): number {
    return this.#version;
  }

  /** @throws ManyhandsError `ERR_NON_FINITE` if a weight is not finite: actors never see it */
  publish(): void {
    if (!this.#source.parametersAreFinite()) {
      const fix = 'lower optimizer.learningRate';
      throw new NonFiniteError(
        'weights',
        `weights: expected finite numbers, got NaN or infinity after version ${this.#version}; ${fix}`,
      );
    }
    const parameters = this.#source.readParameters();
    this.#version++;
    this.#writer.publish(parameters, this.#version);
    this.#gauges.recordPublication(parameters.byteLength, Date.now());
  }

  /** A copy of the weights of now if all are finite, else of the last published. */
  lastFiniteParameters(): Float32Array {
    const isFinite = this.#source.parametersAreFinite();
    return (isFinite ? this.#source.readParameters() : this.#writer.newestParameters).slice();
  }
}
