/**
 * Predicts what a configuration does from what its parts cost. `docs/scaling.md` explains the equations; the letters are those
 * there.
 */
import type { LearnerCosts, ModelInput } from './model-input.js';
import { blockTime, learnerTime, stepsPerRound, type BlockTime } from './round-time.js';

/** What a configuration cannot go faster for. */
export const BOUNDS = [
  'policy',
  'environment',
  'unrolls',
  'synchronisation',
  'learner',
  'ring',
  'cores',
  'memory',
] as const;

export type Bound = (typeof BOUNDS)[number];

export interface Prediction {
  readonly envStepsPerSecond: number;
  /** 0 for an idle learner. */
  readonly updatesPerSecond: number;
  readonly bound: Bound;
}

interface Limit {
  /** Nanoseconds that a round, a block of every actor, takes at least. */
  readonly ns: number;
  readonly bound: Bound;
}

const NS_PER_SECOND = 1e9;

/** Predicts one configuration. Pure. */
export function predict(input: ModelInput): Prediction {
  const { learner, configuration } = input;
  const isFree = learner !== null && learner.updatesPerStep === null;
  if (isFree && configuration.mode === 'async') return predictFree(input, learner);
  const steps = stepsPerRound(configuration);
  const updates = learner === null ? 0 : steps * (learner.updatesPerStep ?? 0);
  const limits = configuration.mode === 'async' ? asyncLimits(input) : syncLimits(input);
  const { ns, bound } = slowest([...limits, memoryLimit(input)]);
  return {
    envStepsPerSecond: (NS_PER_SECOND * steps) / ns,
    updatesPerSecond: (NS_PER_SECOND * updates) / ns,
    bound,
  };
}

/** Nobody waits but for room and for data: whoever is slowest, and all of them where they share too few cores. */
function asyncLimits(input: ModelInput): Limit[] {
  return limitsBeside(input, speedBeside(input), learnerTime(input));
}

/** Of threads that work at the same time. Whoever is slower finds the other asleep, and wakes it. */
function limitsBeside(input: ModelInput, speed: number, learning: number): Limit[] {
  const { actors } = input.configuration;
  const { cores, wakeNs } = input.machine;
  const acting = blockTime(input, input.machine);
  const waking = actors * wakeNs;
  return [
    { ns: acting.total / speed, bound: largestPart(acting) },
    // An idle learner wakes nobody: there is always room.
    { ns: learning > 0 ? (learning + waking) / speed : 0, bound: 'learner' },
    { ns: (actors * acting.total + learning + waking) / (cores * speed), bound: 'cores' },
  ];
}

/** A version and its blocks go round: `lag + 1` rounds are under way at a time. */
function syncLimits(input: ModelInput): Limit[] {
  const { actors, lag } = input.configuration;
  const { cores, handOverNs, speedOf } = input.machine;
  const underWay = (lag ?? 0) + 1;
  const takesTurns = underWay === 1;
  const speed = takesTurns ? speedOf(Math.min(cores, actors)) : speedBeside(input);
  const acting = blockTime(input);
  const actingNs = (acting.total * Math.max(1, actors / cores)) / speed;
  const learningNs = learnerTime(input) / (takesTurns ? 1 : speed);
  const handOver = handOverNs(actors);
  const around: Limit = {
    ns: (actingNs + learningNs + handOver) / underWay,
    bound: slowest([
      { ns: actingNs, bound: actors > cores ? 'cores' : largestPart(acting) },
      { ns: learningNs, bound: 'learner' },
      { ns: handOver, bound: 'synchronisation' },
    ]).bound,
  };
  return takesTurns ? [around] : [around, ...limitsBeside(input, speed, learnerTime(input))];
}

/**
 * The learner always trains. It takes in at most what the rings hold between two updates, and shares the cores with the actors
 * in equal parts, of which nobody is given more than it asks for.
 */
function predictFree(input: ModelInput, learner: LearnerCosts): Prediction {
  const { configuration, machine, ringBlocks } = input;
  const { actors } = configuration;
  const { cores } = machine;
  const speed = machine.speedOf(Math.min(cores, actors + 1));
  const steps = stepsPerRound(configuration);
  const acting = blockTime(input);
  const updateNs = learner.updateNs + learner.publishNs / learner.publishInterval;
  // Actors that wait for room are woken once a turn.
  const waking = actors * machine.wakeNs;
  const turnNs = (ringBlocks * actors * learner.takeInNs + waking + updateNs) / speed;
  // Cores that the actors keep busy while the learner, with a core of its own, empties full rings.
  const busyBeside = (ringBlocks * actors * acting.total + waking) / (speed * turnNs);
  const learnerShare = clamp(cores / (1 + busyBeside), cores / (actors + 1), 1);
  const actorShare = Math.min(1, (cores - learnerShare) / actors);
  const isCrowded = actors + 1 > cores;

  const limits: Limit[] = [
    { ns: acting.total / (speed * actorShare), bound: isCrowded ? 'cores' : largestPart(acting) },
    { ns: turnNs / (learnerShare * ringBlocks), bound: 'ring' },
    memoryLimit(input),
  ];
  const { ns, bound } = slowest(limits);
  const takingIn = (actors * learner.takeInNs) / (ns * speed);
  return {
    envStepsPerSecond: (NS_PER_SECOND * steps) / ns,
    updatesPerSecond:
      bound === 'ring'
        ? (NS_PER_SECOND * learnerShare) / turnNs
        : (NS_PER_SECOND * speed * Math.max(0, learnerShare - takingIn)) / updateNs,
    bound,
  };
}

/** Written by the actor, and then as often as the learner goes over it. */
function memoryLimit({ configuration, learner, machine, bytesPerStep }: ModelInput): Limit {
  const bytes = stepsPerRound(configuration) * bytesPerStep * (1 + (learner?.memoryPasses ?? 0));
  return { ns: (NS_PER_SECOND * bytes) / machine.copyBytesPerSecond, bound: 'memory' };
}

/** Speed of a thread while all actors step and the learner, unless it is idle, trains. */
function speedBeside({ configuration, learner, machine }: ModelInput): number {
  return machine.speedOf(Math.min(machine.cores, configuration.actors + (learner === null ? 0 : 1)));
}

function largestPart({ parts }: BlockTime): Bound {
  const limits = Object.entries(parts).map(([bound, ns]) => ({ ns, bound: bound as keyof typeof parts }));
  return slowest(limits).bound;
}

function slowest(limits: readonly Limit[]): Limit {
  return limits.reduce((a, b) => (b.ns > a.ns ? b : a));
}

const clamp = (value: number, low: number, high: number): number => Math.min(high, Math.max(low, value));
