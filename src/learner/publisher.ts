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
  readonly #numActing: number;
  /** All parameters as of the latest publication. */
  readonly #latest: Float32Array;
  readonly #writer: WeightWriter;
  readonly #gauges: LearnerGauges;
  #version = -1;

  /**
   * Publishes version 0, the initial weights.
   *
   * @param numActing - how many of the parameters, from the first on, acting takes; the others stay here
   */
  constructor(source: PublishedParameters, numActing: number, writer: WeightWriter, gauges: LearnerGauges) {
    this.#source = source;
    this.#numActing = numActing;
    this.#latest = source.readParameters().slice();
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
    this.#latest.set(this.#source.readParameters());
    const acting = this.#latest.subarray(0, this.#numActing);
    this.#version++;
    this.#writer.publish(acting, this.#version);
    this.#gauges.recordPublication(acting.byteLength, Date.now());
  }

  /** A copy of the weights of now if all are finite, else of the last published. */
  lastFiniteParameters(): Float32Array {
    const isFinite = this.#source.parametersAreFinite();
    return (isFinite ? this.#source.readParameters() : this.#latest).slice();
  }
}
