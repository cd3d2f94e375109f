import type { WeightWriter } from '../shared/weights/weight-writer.js';
import type { Awaitable } from './awaitable.js';
import type { LearnerGauges } from './learner-gauges.js';
import { NonFiniteError } from './non-finite-error.js';

/** What is published: an engine's parameters, and whether they are fit to act with. */
export interface PublishedParameters {
  readParameters(): Awaitable<Float32Array>;
  parametersAreFinite(): Awaitable<boolean>;
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

  private constructor(
    source: PublishedParameters,
    numActing: number,
    writer: WeightWriter,
    gauges: LearnerGauges,
    numParameters: number,
  ) {
    this.#source = source;
    this.#numActing = numActing;
    this.#writer = writer;
    this.#gauges = gauges;
    this.#latest = new Float32Array(numParameters);
  }

  /**
   * Publishes version 0, the initial weights.
   *
   * @param numActing - how many of the parameters, from the first on, acting takes; the others stay here
   * @throws ManyhandsError as {@link publish}
   */
  static async create(
    source: PublishedParameters,
    numActing: number,
    writer: WeightWriter,
    gauges: LearnerGauges,
  ): Promise<Publisher> {
    const { length } = await source.readParameters();
    const publisher = new Publisher(source, numActing, writer, gauges, length);
    await publisher.publish();
    return publisher;
  }

  /** The newest version out. */
  get version(): number {
    return this.#version;
  }

  /** @throws ManyhandsError `ERR_NON_FINITE` if a weight is not finite: actors never see it */
  async publish(): Promise<void> {
    if (!(await this.#source.parametersAreFinite())) {
      const fix = 'lower optimizer.learningRate';
      throw new NonFiniteError(
        'weights',
        `weights: expected finite numbers, got NaN or infinity after version ${this.#version}; ${fix}`,
      );
    }
    this.#latest.set(await this.#source.readParameters());
    const acting = this.#latest.subarray(0, this.#numActing);
    this.#version++;
    this.#writer.publish(acting, this.#version);
    this.#gauges.recordPublication(acting.byteLength, Date.now());
  }

  /** A copy of the weights of now if all are finite, else of the last published. */
  async lastFiniteParameters(): Promise<Float32Array> {
    const isFinite = await this.#source.parametersAreFinite();
    return (isFinite ? await this.#source.readParameters() : this.#latest).slice();
  }
}
