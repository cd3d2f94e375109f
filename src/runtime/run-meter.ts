import { performance } from 'node:perf_hooks';
import { createUpdateMetrics, UPDATE_METRIC_NAMES, type UpdateMetrics } from '../learner/update-metrics.js';
import type { UnrollFormat } from '../shared/memory/block-layout.js';
import { CounterLine } from '../shared/memory/counters.js';
import type { SharedHistogram } from '../shared/memory/shared-histogram.js';
import { attachHistograms, attachRings, type MemorySettings, type RunMemory } from '../shared/run-memory.js';
import {
  ACTOR_COUNTERS,
  ACTOR_STATES,
  LEARNER_COUNTERS,
  LEARNER_STATES,
  type ActorState,
  type LEARNER_HISTOGRAMS,
  type LearnerState,
} from '../shared/telemetry.js';

/** Totals of a run at one moment, and the figures of its latest update: all NaN before the first. */
export interface RunReading extends Readonly<UpdateMetrics> {
  /** Since the process started. */
  readonly timeSeconds: number;
  readonly envSteps: number;
  readonly episodes: number;
  readonly updates: number;
  readonly samples: number;
  readonly policyVersion: number;
  /** Mean over the actors that have acted; NaN before, and for policies without one. */
  readonly epsilon: number;
  /** Blocks taken in, and the sum of their policy lags in published versions. */
  readonly blocks: number;
  readonly policyLagSum: number;
  readonly episodeLengthSum: number;
  readonly replaySize: number;
  readonly replayCapacity: number;
  /** Share of the rings' blocks that wait for the learner, 0 to 1. */
  readonly ringFill: number;
  /** Time in each state so far, mean over actors. */
  readonly actorSeconds: Readonly<Record<ActorState, number>>;
  readonly learnerSeconds: Readonly<Record<LearnerState, number>>;
}

/** What happened between two readings. */
export interface RunRates {
  readonly envStepsPerSecond: number;
  readonly updatesPerSecond: number;
  readonly samplesPerSecond: number;
  /** Mean over the blocks taken in, in published versions; NaN if there were none. */
  readonly policyLag: number;
  /** Mean over the episodes that ended, in steps; NaN if there were none. */
  readonly episodeLength: number;
  /** Shares of the time that the actors counted, 0 to 1, which add up to 1; NaN if they counted none. */
  readonly actorRatios: Readonly<Record<ActorState, number>>;
  /** The same of the learner. */
  readonly learnerRatios: Readonly<Record<LearnerState, number>>;
}

type Total = { [Name in keyof RunReading]: RunReading[Name] extends number ? Name : never }[keyof RunReading];

/** Reads what the threads of a run count about themselves. Costs them nothing. */
export class RunMeter {
  readonly actors: readonly CounterLine<typeof ACTOR_COUNTERS>[];
  readonly learner: CounterLine<typeof LEARNER_COUNTERS>;
  readonly histograms: Readonly<Record<keyof typeof LEARNER_HISTOGRAMS, SharedHistogram>>;
  readonly #rings: ReturnType<typeof attachRings>;

  constructor(memory: RunMemory, settings: MemorySettings, unroll: UnrollFormat) {
    this.actors = memory.rings.map(
      (_, actor) => new CounterLine(memory.actorCounters, ACTOR_COUNTERS, actor),
    );
    this.learner = new CounterLine(memory.learnerCounters, LEARNER_COUNTERS, 0);
    this.histograms = attachHistograms(memory);
    this.#rings = attachRings(memory, settings, unroll);
  }

  /** Blocks that wait in each actor's ring, and how many fit. */
  rings(): readonly { readonly blocks: number; readonly capacity: number }[] {
    return this.#rings.map(({ numReadable, numBlocks }) => ({ blocks: numReadable, capacity: numBlocks }));
  }

  /** From process start to the first environment step of any actor; infinite before. */
  get firstStepSeconds(): number {
    const moments = this.actors
      .map((line) => line.get('firstStepAtMilliseconds'))
      .filter((moment) => moment > 0);
    return (Math.min(...moments) - performance.timeOrigin) / 1000;
  }

  read(): RunReading {
    const actors = this.actors.map((line) => line.snapshot());
    const learner = this.learner.snapshot();
    const lag = this.histograms.policyLagUpdates.snapshot();
    const lengths = this.histograms.episodeLengthSteps.snapshot();
    return {
      ...figuresOf(learner),
      timeSeconds: performance.now() / 1000,
      envSteps: learner.envSteps,
      // As many as there are lengths in the sum: the learner's own count follows some milliseconds later.
      episodes: lengths.count,
      updates: learner.updates,
      samples: learner.samples,
      policyVersion: learner.policyVersion,
      epsilon: mean(actors.filter(({ blocks }) => blocks > 0).map(({ epsilon }) => epsilon)),
      blocks: lag.count,
      policyLagSum: lag.sum,
      episodeLengthSum: lengths.sum,
      replaySize: learner.replaySize,
      replayCapacity: learner.replayCapacity,
      ringFill: fillOf(this.rings()),
      actorSeconds: secondsIn(ACTOR_STATES, (state) =>
        mean(actors.map((actor) => actor[`${state}Nanoseconds`])),
      ),
      learnerSeconds: secondsIn(LEARNER_STATES, (state) => learner[`${state}Nanoseconds`]),
    };
  }
}

/** Rates over the interval from `before` to `after`. */
export function ratesBetween(before: RunReading, after: RunReading): RunRates {
  const seconds = after.timeSeconds - before.timeSeconds;
  const per = (name: Total, divisor: number): number => (after[name] - before[name]) / divisor;
  return {
    envStepsPerSecond: per('envSteps', seconds),
    updatesPerSecond: per('updates', seconds),
    samplesPerSecond: per('samples', seconds),
    policyLag: per('policyLagSum', after.blocks - before.blocks),
    episodeLength: per('episodeLengthSum', after.episodes - before.episodes),
    actorRatios: sharesBetween(ACTOR_STATES, before.actorSeconds, after.actorSeconds),
    learnerRatios: sharesBetween(LEARNER_STATES, before.learnerSeconds, after.learnerSeconds),
  };
}

/** The zeros in memory before the first update are no figures. */
function figuresOf(learner: Readonly<Record<keyof typeof LEARNER_COUNTERS, number>>): UpdateMetrics {
  const figures = createUpdateMetrics();
  if (learner.updates > 0) for (const name of UPDATE_METRIC_NAMES) figures[name] = learner[name];
  return figures;
}

function fillOf(rings: readonly { readonly blocks: number; readonly capacity: number }[]): number {
  const sum = (name: 'blocks' | 'capacity'): number => rings.reduce((total, ring) => total + ring[name], 0);
  return sum('blocks') / sum('capacity');
}

function secondsIn<State extends string>(
  states: readonly State[],
  nanosecondsIn: (state: State) => number,
): Record<State, number> {
  return recordOf(states, (state) => nanosecondsIn(state) / 1e9);
}

/**
 * Of what was counted in between and not of the clock: a thread counts a block at a time, and one that waits counts nothing
 * meanwhile, so that in short intervals the clock would show shares above 1.
 */
function sharesBetween<State extends string>(
  states: readonly State[],
  before: Readonly<Record<State, number>>,
  after: Readonly<Record<State, number>>,
): Record<State, number> {
  const spent = recordOf(states, (state) => after[state] - before[state]);
  const all = states.reduce((sum, state) => sum + spent[state], 0);
  return recordOf(states, (state) => spent[state] / all);
}

const recordOf = <Name extends string>(
  names: readonly Name[],
  valueOf: (name: Name) => number,
): Record<Name, number> =>
  Object.fromEntries(names.map((name) => [name, valueOf(name)])) as Record<Name, number>;

/** NaN of nothing. */
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;
