import type { DqnOutputs } from '../../../src/learner/algorithms/dqn/program.js';
import type { Engine } from '../../../src/learner/engines/engine.js';
import { SimdEngine } from '../../../src/learner/engines/simd/simd-engine.js';
import type { TfjsBackend } from '../../../src/learner/engines/tfjs/backend.js';
import { TfjsEngine } from '../../../src/learner/engines/tfjs/tfjs-engine.js';
import type { TransitionBatch } from '../../../src/learner/replay/uniform-sampler.js';
import { resolveConfig } from '../../../src/runtime/config/resolve.js';
import { instantiateKernels } from '../../../src/shared/kernels/kernels.js';
import { loadKernelModule } from '../../../src/shared/kernels/load.js';
import { networkMemoryBytes } from '../../../src/shared/network/memory.js';
import { nanoseconds } from '../support/clock.js';
import { partsOf, type CaseParts, type EngineCase } from './engine-cases.js';
import { Transfers } from './transfers.js';

/** Updates of one round of one case, and what of their time went into transfers. */
export interface RoundTimes {
  readonly updateNanoseconds: number;
  /** Of one update. */
  readonly transferNanoseconds: number;
}

/** An engine that makes the updates of a case, with every other setting of a learner at its default. */
export class WorkingEngine {
  readonly #engine: Engine<TransitionBatch>;
  readonly #transfers: Transfers<TransitionBatch, DqnOutputs> | undefined;
  readonly #publishInterval: number;

  /** @param backend - of the engine, which outlives it; `undefined` for `simd` */
  constructor(backend: TfjsBackend | undefined, { network, batchSize }: EngineCase) {
    const { optimizer, learner } = resolveConfig();
    const { metricsInterval, publishInterval } = learner;
    const parts = partsOf({ network });
    const { program, initialParameters, fill } = parts;
    const { maxGradientNorm } = optimizer;
    const settings = {
      maxBatchSize: batchSize,
      optimizer,
      maxGradientNorm,
      initialParameters,
      metricsInterval,
    };
    this.#engine =
      backend === undefined
        ? simd(parts, settings)
        : new TfjsEngine({ ...backend, close: () => undefined }, program, settings);
    fill(this.#engine.batch);
    // However long it takes, no number grows.
    this.#engine.learningRate = 0;
    this.#transfers =
      backend && new Transfers(backend, program, { rows: batchSize, fill, metricsInterval, publishInterval });
    this.#publishInterval = publishInterval;
  }

  /**
   * So many updates as a learner makes them: batches go up, figures come down now and then, and the weights as often as they are
   * published. It ends when the last of them are there.
   *
   * @returns nanoseconds of one update
   */
  async updates(count: number): Promise<number> {
    const start = nanoseconds();
    for (let i = 1; i <= count; i++) {
      await this.#engine.update();
      if (i === count || i % this.#publishInterval === 0) await this.#engine.readParameters();
    }
    return (nanoseconds() - start) / count;
  }

  async round(count: number): Promise<RoundTimes> {
    const updateNanoseconds = await this.updates(count);
    return { updateNanoseconds, transferNanoseconds: (await this.#transfers?.oneUpdate()) ?? 0 };
  }

  /** Fewer rows than the case has, for a first impression; all of them if left out. */
  resize(rows: number): void {
    this.#engine.resize(rows);
  }

  async close(): Promise<void> {
    this.#transfers?.close();
    await this.#engine.close();
  }
}

function simd(
  { program }: CaseParts,
  settings: ConstructorParameters<typeof TfjsEngine>[2],
): Engine<TransitionBatch> {
  const bytes = networkMemoryBytes(program.network, settings.maxBatchSize, program.passes.length + 1);
  return new SimdEngine(instantiateKernels(loadKernelModule(), bytes), program, settings);
}
