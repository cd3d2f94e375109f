import type { Engine } from '../engines/engine.js';
import type { RateLimiter } from './rate-limiter.js';
import type { Table } from './table.js';
import type { TransitionBatch, UniformSampler } from './uniform-sampler.js';
import type { Schedule } from '../schedule.js';
import type { Trainer, Unroll, UnrollExtent } from '../trainer.js';
import type { UpdateMetrics } from '../update-metrics.js';

export interface ReplayTrainerParts {
  readonly table: Table;
  readonly sampler: UniformSampler;
  readonly limiter: RateLimiter;
  readonly engine: Engine<TransitionBatch>;
  readonly learningRate: Schedule;
  /** Transitions stored before the first update. */
  readonly minSize: number;
  /** Samples per transition inserted, which sync runs keep exactly. */
  readonly samplesPerInsert: number;
}

/** Off-policy learning: unrolls go into a replay table, updates draw batches from it. */
export class ReplayTrainer implements Trainer {
  readonly batchSize: number;
  readonly holdsBlocks = false;
  readonly #parts: ReplayTrainerParts;
  readonly #batch: TransitionBatch;
  #inserted = 0;
  #sampled = 0;

  constructor(parts: ReplayTrainerParts) {
    this.#parts = parts;
    this.#batch = parts.engine.batch;
    this.batchSize = parts.engine.maxBatchSize;
  }

  get stored(): Table {
    return this.#parts.table;
  }

  canIngest(count: number): boolean {
    return this.#parts.limiter.canInsert(count);
  }

  ingest(unroll: Unroll, { firstEnv, numEnvs, numSteps }: UnrollExtent): void {
    const { table, limiter } = this.#parts;
    table.insert(unroll, firstEnv, numEnvs, numSteps);
    limiter.recordInsert(numEnvs * numSteps);
    this.#inserted += numEnvs * numSteps;
  }

  breakStreams({ firstEnv, numEnvs }: UnrollExtent): void {
    for (let stream = firstEnv; stream < firstEnv + numEnvs; stream++) this.#parts.table.breakStream(stream);
  }

  get updatesDue(): number {
    const { sampler, minSize, samplesPerInsert } = this.#parts;
    if (!sampler.isReady || this.#inserted < minSize) return 0;
    // What comes before the first update leaves no debt. From whole counts, because a sum of fractions would
    // depend on the sizes of the blocks.
    const owed = (this.#inserted - minSize + 1) * samplesPerInsert - this.#sampled;
    return Math.max(0, Math.floor(owed / this.batchSize));
  }

  canUpdate(): boolean {
    return this.#parts.sampler.isReady && this.#parts.limiter.canSample(this.batchSize);
  }

  get missing(): number {
    return Math.max(1, this.#parts.limiter.insertsUntilSample(this.batchSize));
  }

  async update(): Promise<Readonly<UpdateMetrics> | undefined> {
    const { sampler, limiter, engine, learningRate } = this.#parts;
    sampler.sampleInto(this.#batch);
    limiter.recordSample(this.batchSize);
    this.#sampled += this.batchSize;
    engine.learningRate = learningRate(this.#inserted);
    return engine.update();
  }

  state(): Readonly<Record<string, Float32Array>> {
    return {};
  }
}
