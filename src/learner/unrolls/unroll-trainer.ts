import type { PolicyDistribution } from '../distributions/policy-distribution.js';
import type { Engine } from '../engines/engine.js';
import type { Schedule } from '../schedule.js';
import { explainedVariance } from '../targets/explained-variance.js';
import { normalizeAdvantages } from '../targets/normalize.js';
import type { Trainer, Unroll, UnrollExtent } from '../trainer.js';
import { createUpdateMetrics, type UpdateMetrics } from '../update-metrics.js';
import { HeldUnrolls, type HeldUnroll } from './held-unrolls.js';
import type { Minibatches } from './minibatches.js';
import type { ObservationNormalizer } from './observation-normalizer.js';
import type { PolicyBatch } from './policy-batch.js';
import type { UnrollFormat } from '../../shared/memory/block-layout.js';
import type { ReturnNormalizer } from './return-normalizer.js';
import { allocateStepColumns, stepColumnsOf, type StepColumns } from './step-columns.js';
import { UnrollPredictor } from './unroll-predictor.js';

/** Works out `advantage` and `valueTarget` of one unroll's rows from what else is known of them. */
export type TargetEstimator = (unroll: HeldUnroll, steps: StepColumns) => void;

/** How often and in which parts a batch of unrolls is learned from. */
export interface EpochOptions {
  readonly epochs: number;
  readonly minibatchSize: number;
  readonly minibatches: Minibatches;
  /** A batch is given up once the policy has moved this far, in nats; null: never. */
  readonly targetKl: number | null;
}

export interface UnrollTrainerParts {
  readonly engine: Engine<PolicyBatch>;
  readonly format: UnrollFormat;
  readonly estimate: TargetEstimator;
  /** Given if the estimator wants the log-probabilities of the policy that learns. */
  readonly distribution?: PolicyDistribution | undefined;
  /** Transitions that are learned from together: whole unrolls are held until there are so many. */
  readonly rowsPerBatch: number;
  /** Most transitions held, the unroll that completes a batch included. */
  readonly maxRows: number;
  /** Absent: one update on all rows in their order. */
  readonly epochs?: EpochOptions | undefined;
  readonly normalizeAdvantages: boolean;
  readonly observations?: ObservationNormalizer | undefined;
  readonly returns?: ReturnNormalizer | undefined;
  readonly learningRate: Schedule;
  /** Told the steps ingested before every batch, for schedules of the algorithm's own. */
  readonly onBatch?: ((envSteps: number) => void) | undefined;
}

/** On-policy learning: unrolls are learned from where the actors wrote them, and then let go. */
export class UnrollTrainer implements Trainer {
  readonly stored = { size: 0, capacity: 0 };
  readonly #parts: UnrollTrainerParts;
  readonly #unrolls: HeldUnrolls;
  readonly #steps: StepColumns;
  readonly #predictor: UnrollPredictor;
  readonly #metrics = createUpdateMetrics();
  #batchSize = 0;
  #ingested = 0;
  /** Updates made on the unrolls held. */
  #updates = 0;
  #explainedVariance = NaN;

  constructor(parts: UnrollTrainerParts) {
    const { engine, format, maxRows, distribution } = parts;
    this.#parts = parts;
    this.#unrolls = new HeldUnrolls(format, maxRows);
    this.#steps = allocateStepColumns(maxRows);
    this.#predictor = new UnrollPredictor(engine, format, distribution);
  }

  get batchSize(): number {
    return this.#batchSize;
  }

  get holdsBlocks(): boolean {
    return this.#unrolls.numRows > 0;
  }

  canIngest(): boolean {
    return !this.canUpdate();
  }

  ingest(columns: Unroll, extent: UnrollExtent): void {
    const { observations, returns } = this.#parts;
    this.#unrolls.add(columns, extent);
    this.#ingested += extent.numEnvs * extent.numSteps;
    observations?.add(columns.observation);
    returns?.add(columns, extent);
  }

  breakStreams(extent: UnrollExtent): void {
    this.#parts.returns?.reset(extent);
  }

  get updatesDue(): number {
    return this.canUpdate() ? this.#updatesPerBatch() - this.#updates : 0;
  }

  canUpdate(): boolean {
    return this.#unrolls.numRows >= this.#parts.rowsPerBatch;
  }

  get missing(): number {
    return Math.max(1, this.#parts.rowsPerBatch - this.#unrolls.numRows);
  }

  async update(): Promise<Readonly<UpdateMetrics> | undefined> {
    if (this.#updates === 0) await this.#beginBatch();
    this.#fillBatch();
    const figures = await this.#parts.engine.update();
    this.#updates++;

    const targetKl = this.#parts.epochs?.targetKl ?? Infinity;
    const hasMovedTooFar = figures !== undefined && figures.klDivergence > targetKl;
    if (this.#updates === this.#updatesPerBatch() || hasMovedTooFar) this.#endBatch();
    if (figures === undefined) return undefined;
    const metrics = Object.assign(this.#metrics, figures);
    metrics.explainedVariance = this.#explainedVariance;
    return metrics;
  }

  state(): Readonly<Record<string, Float32Array>> {
    return { ...this.#parts.observations?.state(), ...this.#parts.returns?.state() };
  }

  #updatesPerBatch(): number {
    const { epochs } = this.#parts;
    return epochs === undefined ? 1 : epochs.epochs * this.#minibatchesPerEpoch(epochs);
  }

  #minibatchesPerEpoch({ minibatchSize }: EpochOptions): number {
    return Math.ceil(this.#unrolls.numRows / minibatchSize);
  }

  /** Works out once per batch what all of its updates hold constant. */
  async #beginBatch(): Promise<void> {
    const { engine, estimate, epochs, returns, learningRate, onBatch } = this.#parts;
    const before = this.#ingested - this.#unrolls.numRows;
    engine.learningRate = learningRate(before);
    onBatch?.(before);
    if (epochs === undefined) await this.#predictor.forwardInto(this.#unrolls, this.#steps);
    else await this.#predictor.predictInto(this.#unrolls, this.#steps);
    for (const unroll of this.#unrolls) {
      const steps = stepColumnsOf(this.#steps, unroll.firstRow, unroll.numRows);
      const { reward } = unroll.columns;
      if (returns === undefined) steps.reward.set(reward);
      else returns.scaleInto(reward, steps.reward);
      estimate(unroll, steps);
    }
    const { value, valueTarget } = stepColumnsOf(this.#steps, 0, this.#unrolls.numRows);
    this.#explainedVariance = explainedVariance(value, valueTarget);
  }

  #fillBatch(): void {
    const { engine, epochs } = this.#parts;
    const { numRows } = this.#unrolls;
    if (epochs === undefined) {
      this.#unrolls.copyTargetsInto(engine.batch, this.#steps);
    } else {
      const { minibatchSize, minibatches } = epochs;
      const place = this.#updates % this.#minibatchesPerEpoch(epochs);
      if (place === 0) minibatches.shuffle(numRows);
      const first = place * minibatchSize;
      engine.resize(Math.min(minibatchSize, numRows - first));
      this.#unrolls.gatherInto(engine.batch, minibatches.order, first, this.#steps);
    }
    const { advantage } = engine.batch;
    this.#batchSize = advantage.length;
    // One advantage alone would become 0.
    if (this.#parts.normalizeAdvantages && advantage.length > 1) normalizeAdvantages(advantage);
  }

  #endBatch(): void {
    this.#updates = 0;
    this.#unrolls.clear();
    this.#parts.observations?.publish();
  }
}
