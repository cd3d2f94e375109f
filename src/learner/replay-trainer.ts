import type { UpdateMetrics } from './algorithms/algorithm.js';
import type { Engine } from './engines/engine.js';
import type { RateLimiter } from './replay/rate-limiter.js';
import type { ReplayTable, Unroll } from './replay/replay-table.js';
import type { TransitionBatch, UniformSampler } from './replay/uniform-sampler.js';
import type { Trainer, UnrollExtent } from './trainer.js';

export interface ReplayTrainerParts {
  readonly table: ReplayTable;
  readonly sampler: UniformSampler;
  readonly limiter: RateLimiter;
  readonly engine: Engine<TransitionBatch>;
  /** Transitions stored before the first update. */
  readonly minSize: number;
  /** Samples per transition inserted, which sync runs keep exactly. */
  readonly samplesPerInsert: number;
}

/** Off-policy learning: unrolls go into a replay table, updates draw batches from it. */
export class ReplayTrainer implements Trainer {
  readonly batchSize: number;
  readonly #parts: ReplayTrainerParts;
  /** Negative until `minSize` transitions are stored: what comes before the first update leaves no debt. */
  #samplesOwed: number;

  constructor(parts: ReplayTrainerParts) {
    this.#parts = parts;
    this.batchSize = parts.engine.batch.actionTm1.length;
    this.#samplesOwed = -(parts.minSize - 1) * parts.samplesPerInsert;
  }

  get stored(): ReplayTable {
    return this.#parts.table;
  }

  canIngest(count: number): boolean {
    return this.#parts.limiter.canInsert(count);
  }

  ingest(unroll: Unroll, { firstEnv, numEnvs, numSteps }: UnrollExtent): void {
    const { table, limiter, samplesPerInsert } = this.#parts;
    table.insert(unroll, firstEnv, numEnvs, numSteps);
    limiter.recordInsert(numEnvs * numSteps);
    this.#samplesOwed += numEnvs * numSteps * samplesPerInsert;
  }

  breakStreams({ firstEnv, numEnvs }: UnrollExtent): void {
    for (let stream = firstEnv; stream < firstEnv + numEnvs; stream++) this.#parts.table.breakStream(stream);
  }

  get updatesDue(): number {
    return this.#parts.sampler.isReady ? Math.max(0, Math.floor(this.#samplesOwed / this.batchSize)) : 0;
  }

  canUpdate(): boolean {
    return this.#parts.sampler.isReady && this.#parts.limiter.canSample(this.batchSize);
  }

  update(): Readonly<UpdateMetrics> {
    const { sampler, limiter, engine } = this.#parts;
    sampler.sampleInto(engine.batch);
    limiter.recordSample(this.batchSize);
    this.#samplesOwed -= this.batchSize;
    return engine.update();
  }
}
