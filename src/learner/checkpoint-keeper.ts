import { basename } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { CheckpointFacts } from './checkpoints/manifest.js';
import { pruneCheckpoints } from './checkpoints/prune-checkpoints.js';
import type { TensorLayout } from './checkpoints/tensor-layout.js';
import { writeCheckpoint, type WrittenCheckpoint } from './checkpoints/write-checkpoint.js';
import type { CheckpointNotice, EvaluationResult } from './host.js';
import type { LearnerGauges } from './learner-gauges.js';
import type { Snapshot } from './snapshot.js';

export interface CheckpointKeeperOptions {
  /** The `checkpoints` folder of the run. */
  readonly folder: string;
  /** Newest checkpoints kept besides the best. */
  readonly keep: number;
  readonly layout: readonly TensorLayout[];
  /** What the manifest says of every checkpoint of the run. */
  readonly run: Pick<CheckpointFacts, 'manyhandsVersion' | 'run' | 'algorithm' | 'environment' | 'network'>;
  /** Told of each checkpoint once it is on the disk. */
  readonly onWritten: (notice: CheckpointNotice) => void;
}

/** Writes the run's checkpoints and removes old ones. */
export class CheckpointKeeper {
  readonly #options: CheckpointKeeperOptions;
  readonly #gauges: LearnerGauges;
  /** The best so far. */
  #best: { readonly envSteps: number; readonly written: WrittenCheckpoint } | undefined;

  constructor(options: CheckpointKeeperOptions, gauges: LearnerGauges) {
    this.#options = options;
    this.#gauges = gauges;
  }

  /**
   * Writes one checkpoint, durably, and makes it the latest. Checkpoints are named for their step: at the step of the
   * best, only a new best takes its place, and for others this returns the best.
   *
   * @param evaluation - of exactly these weights, if there was one
   * @throws ManyhandsError `ERR_RUN_DIRECTORY` if the file system refuses
   */
  write(snapshot: Snapshot, evaluation: EvaluationResult | undefined, isBest: boolean): WrittenCheckpoint {
    if (!isBest && this.#best?.envSteps === snapshot.envSteps) return this.#best.written;
    const { folder, keep, layout, run, onWritten } = this.#options;
    const startedAt = performance.now();
    this.#gauges.clock.enter('checkpoint');
    try {
      const { policyVersion, envSteps, episodes, updates, parameters, optimizerState } = snapshot;
      const facts = { ...run, policyVersion, envSteps, episodes, updates, evaluation: factsOf(evaluation) };
      const optimizer = Object.entries(optimizerState).map(([name, data]) => ({
        name,
        shape: [data.length],
        data,
      }));
      const written = writeCheckpoint(folder, { facts, layout, weights: parameters, optimizer }, { isBest });
      if (isBest) this.#best = { envSteps, written };
      pruneCheckpoints(folder, keep);
      this.#gauges.recordCheckpoint(performance.now() - startedAt, Date.now());
      onWritten({ name: basename(written.directory), envSteps });
      return written;
    } catch (error) {
      this.#gauges.recordCheckpointFailure();
      throw error;
    } finally {
      this.#gauges.clock.enter('other');
    }
  }
}

function factsOf(evaluation: EvaluationResult | undefined): CheckpointFacts['evaluation'] {
  if (evaluation === undefined) return null;
  const { episodes, seed, actions, meanReturn, stdReturn, minReturn } = evaluation;
  return { episodes, seed, actions, meanReturn, stdReturn, minReturn };
}
