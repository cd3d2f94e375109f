import type { SettledConfig } from './config/run-config.js';
import { blockLayout, unrollColumns, type UnrollColumns, type UnrollFormat } from './memory/block-layout.js';
import { BlockRing, type BlockRingShape } from './memory/block-ring.js';
import { Control } from './memory/control.js';
import { countersByteLength } from './memory/counters.js';
import { expectRoom } from './memory/expect-room.js';
import { SharedHistogram } from './memory/shared-histogram.js';
import { ACTOR_COUNTERS, LEARNER_COUNTERS, LEARNER_HISTOGRAMS } from './telemetry.js';
import { WeightStore } from './weights/weight-store.js';

/** All memory that the threads of a run share. Structured-cloneable: every thread is handed the same. */
export interface RunMemory {
  readonly control: SharedArrayBuffer;
  /** One per actor. */
  readonly rings: readonly SharedArrayBuffer[];
  /** Read by every actor and one observer. */
  readonly weights: SharedArrayBuffer;
  /** One line per actor. */
  readonly actorCounters: SharedArrayBuffer;
  readonly learnerCounters: SharedArrayBuffer;
  readonly histograms: Readonly<Record<keyof typeof LEARNER_HISTOGRAMS, SharedArrayBuffer>>;
}

/** What of a config decides the sizes. */
export type MemorySettings = Pick<SettledConfig, 'env' | 'actors'>;

/** The environments that one actor steps. */
export interface EnvironmentShare {
  /** Number of the first one in the whole run. */
  readonly firstEnv: number;
  readonly numEnvs: number;
}

/** Deals the run's environments out in contiguous ranges, the first ones larger by one where it does not come out even. */
export function dealEnvironments({ env, actors }: MemorySettings): readonly EnvironmentShare[] {
  const least = Math.floor(env.count / actors.count);
  const numLarger = env.count % actors.count;
  return Array.from({ length: actors.count }, (_, i) => ({
    firstEnv: i * least + Math.min(i, numLarger),
    numEnvs: least + (i < numLarger ? 1 : 0),
  }));
}

/** Size of an actor's ring. Actor and learner compute it from the same settings. */
export function ringShape(
  { actors }: MemorySettings,
  { numEnvs }: EnvironmentShare,
  unroll: UnrollFormat,
): BlockRingShape<UnrollColumns> {
  const layout = blockLayout(unrollColumns(unroll), { numEnvs, numSteps: actors.blockLength });
  return { layout, numBlocks: actors.ringBlocks };
}

/**
 * Allocates a run's memory, zeroed.
 *
 * @throws ManyhandsError `ERR_MEMORY_LAYOUT` if a size is out of range, or more than the machine has
 */
export function allocateRunMemory(
  settings: MemorySettings,
  unroll: UnrollFormat,
  numParameters: number,
): RunMemory {
  const { actors } = settings;
  const shapes = dealEnvironments(settings).map((share) => ringShape(settings, share, unroll));
  const ringBytes = shapes.reduce((sum, shape) => sum + BlockRing.byteLength(shape), 0);
  expectRoom('blocks of all actors', ringBytes, 'lower actors.blockLength, actors.ringBlocks or env.count');
  return {
    control: Control.allocate(),
    rings: shapes.map((shape) => BlockRing.allocate(shape)),
    weights: WeightStore.allocate(weightObserverIndex(settings) + 1, numParameters),
    actorCounters: new SharedArrayBuffer(countersByteLength(ACTOR_COUNTERS, actors.count)),
    learnerCounters: new SharedArrayBuffer(countersByteLength(LEARNER_COUNTERS, 1)),
    histograms: {
      updateDurationSeconds: SharedHistogram.allocate(LEARNER_HISTOGRAMS.updateDurationSeconds),
      policyLagUpdates: SharedHistogram.allocate(LEARNER_HISTOGRAMS.policyLagUpdates),
      episodeReturn: SharedHistogram.allocate(LEARNER_HISTOGRAMS.episodeReturn),
      episodeLengthSteps: SharedHistogram.allocate(LEARNER_HISTOGRAMS.episodeLengthSteps),
    },
  };
}

/**
 * The one reader of the weights that is no actor: the main thread, for whoever looks at the run. It has a pin of its own, so that
 * looking takes no slot from the actors and holds nobody up.
 */
export const weightObserverIndex = ({ actors }: MemorySettings): number => actors.count;

/** Attaches to every actor's ring, by actor. What a caller may do with them is said at `BlockRing`. */
export function attachRings(
  { rings }: RunMemory,
  settings: MemorySettings,
  unroll: UnrollFormat,
): readonly BlockRing<UnrollColumns>[] {
  const shares = dealEnvironments(settings);
  return rings.map((ring, actor) => new BlockRing(ring, ringShape(settings, shares[actor]!, unroll)));
}

/** Attaches to the learner's histograms: the learner as their observer, others as readers. */
export function attachHistograms({
  histograms,
}: RunMemory): Readonly<Record<keyof typeof LEARNER_HISTOGRAMS, SharedHistogram>> {
  const attach = (name: keyof typeof LEARNER_HISTOGRAMS): SharedHistogram =>
    new SharedHistogram(histograms[name], LEARNER_HISTOGRAMS[name]);
  return {
    updateDurationSeconds: attach('updateDurationSeconds'),
    policyLagUpdates: attach('policyLagUpdates'),
    episodeReturn: attach('episodeReturn'),
    episodeLengthSteps: attach('episodeLengthSteps'),
  };
}
