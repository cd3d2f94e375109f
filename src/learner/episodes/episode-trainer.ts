import type { Engine } from '../engines/engine.js';
import type { Schedule } from '../schedule.js';
import { explainedVariance } from '../targets/explained-variance.js';
import { discountedReturns, episodeWeights } from '../targets/monte-carlo.js';
import type { Trainer, Unroll, UnrollExtent } from '../trainer.js';
import type { ObservationNormalizer } from '../unrolls/observation-normalizer.js';
import { createUpdateMetrics, type UpdateMetrics } from '../update-metrics.js';
import type { EpisodeBatch } from './episode-batch.js';
import type { Episode, EpisodeAssembler } from './episode-assembler.js';

/**
 * Works out what an episode's actions are reinforced with.
 *
 * @param returns - from each step on. `[T]`
 * @param values - of the observations, if the network has any. `[T]`
 * @param advantages - receives them. `[T]`
 */
export type EpisodeEstimator = (
  returns: Float32Array,
  values: Float32Array | undefined,
  advantages: Float32Array,
) => void;

export interface EpisodeTrainerParts {
  readonly engine: Engine<EpisodeBatch>;
  readonly assembler: EpisodeAssembler;
  readonly estimate: EpisodeEstimator;
  /** Whether the network has a value and the estimator wants it. */
  readonly usesValues: boolean;
  readonly discount: number;
  readonly episodesPerUpdate: number;
  readonly observations?: ObservationNormalizer | undefined;
  readonly learningRate: Schedule;
}

/**
 * Learning from whole episodes: an update for every so many that have ended, each learned from once.
 *
 * Steps are copied as they come, because an episode goes on over many blocks.
 */
export class EpisodeTrainer implements Trainer {
  readonly stored = { size: 0, capacity: 0 };
  readonly holdsBlocks = false;
  /** Any step may be the last of an episode. */
  readonly missing = 1;
  readonly #parts: EpisodeTrainerParts;
  readonly #episodes: Episode[] = [];
  readonly #metrics = createUpdateMetrics();
  #batchSize = 0;
  #ingested = 0;

  constructor(parts: EpisodeTrainerParts) {
    this.#parts = parts;
  }

  get batchSize(): number {
    return this.#batchSize;
  }

  canIngest(): boolean {
    return true;
  }

  ingest(columns: Unroll, extent: UnrollExtent): void {
    this.#parts.observations?.add(columns.observation);
    this.#ingested += extent.numEnvs * extent.numSteps;
    this.#parts.assembler.add(columns, extent, (episode) => this.#episodes.push(episode));
  }

  breakStreams(extent: UnrollExtent): void {
    this.#parts.assembler.drop(extent);
  }

  get updatesDue(): number {
    return Math.floor(this.#episodes.length / this.#parts.episodesPerUpdate);
  }

  canUpdate(): boolean {
    return this.updatesDue > 0;
  }

  async update(): Promise<Readonly<UpdateMetrics> | undefined> {
    const { engine, episodesPerUpdate, learningRate, observations } = this.#parts;
    const episodes = this.#episodes.splice(0, episodesPerUpdate);
    engine.learningRate = learningRate(this.#ingested);
    const values = await this.#predict(episodes);
    this.#fillBatch(episodes, values);
    const { valueTarget } = engine.batch;
    const explained = values === undefined ? NaN : explainedVariance(values, valueTarget);
    const figures = await engine.update();
    if (this.updatesDue === 0) observations?.publish();
    if (figures === undefined) return undefined;
    const metrics = Object.assign(this.#metrics, figures);
    metrics.explainedVariance = explained;
    return metrics;
  }

  state(): Readonly<Record<string, Float32Array>> {
    return { ...this.#parts.observations?.state() };
  }

  /** The values of all observations, if they are wanted. */
  async #predict(episodes: readonly Episode[]): Promise<Float32Array | undefined> {
    if (!this.#parts.usesValues) return undefined;
    const values: number[] = [];
    for (const { observation } of episodes) {
      const outputs = await this.#parts.engine.predict(observation);
      for (const value of outputs['value']!) values.push(value);
    }
    return Float32Array.from(values);
  }

  #fillBatch(episodes: readonly Episode[], values: Float32Array | undefined): void {
    const { engine, estimate, discount } = this.#parts;
    const lengths = episodes.map(({ numSteps }) => numSteps);
    this.#batchSize = lengths.reduce((sum, length) => sum + length, 0);
    engine.resize(this.#batchSize);
    const batch = engine.batch;
    episodeWeights(lengths, batch);
    const rowLength = (column: ArrayLike<number>): number => column.length / this.#batchSize;
    let first = 0;
    for (const { numSteps, observation, action, reward } of episodes) {
      const end = first + numSteps;
      batch.observation.set(observation, first * rowLength(batch.observation));
      batch.action.set(action, first * rowLength(batch.action));
      const returns = batch.valueTarget.subarray(first, end);
      discountedReturns(reward, discount, returns);
      estimate(returns, values?.subarray(first, end), batch.advantage.subarray(first, end));
      first = end;
    }
  }
}
