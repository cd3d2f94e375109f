import type { Entry } from '../../../src/compare/entries.js';
import type { EvaluationPoint } from '../../../src/compare/evaluations.js';
import type { RunRecord } from '../../../src/compare/run-record.js';
import type { RunSummary } from '../../../src/runtime/run-summary.js';

const SUMMARY: RunSummary = {
  run: '/runs/one',
  algorithm: 'dqn',
  environment: 'Cliff-v0',
  engine: 'simd',
  engineChoice: null,
  mode: 'sync',
  seed: 0,
  actors: 1,
  envs: 8,
  solved: true,
  reason: 'solved',
  envSteps: 1100,
  episodes: 10,
  updates: 50,
  wallSeconds: 1.5,
  firstStepSeconds: 0.2,
  solvedSeconds: 1,
  solvedAtEnvSteps: 1000,
  evaluation: { episodes: 5, seed: 7, actions: 'greedy', meanReturn: 90, stdReturn: 2, minReturn: 80 },
  envStepsPerSecond: 2000,
  updatesPerSecond: 100,
  samplesPerSecond: 6400,
  policyLagMean: 1,
  actorBusyRatio: 0.5,
  actorWaitRatio: 0.1,
  learnerBusyRatio: 0.9,
  maxRssBytes: 100e6,
  weightsSha256: 'f'.repeat(64),
  checkpoint: '/runs/one/checkpoints/1000',
};

/** A run with what the test says of it. */
export function record({
  summary,
  ...about
}: Partial<Omit<RunRecord, 'summary'>> & { summary?: Partial<RunSummary> } = {}): RunRecord {
  return {
    environment: 'Cliff-v0',
    contestant: 'a',
    seed: 0,
    outcome: 'solved',
    error: null,
    run: '/runs/one',
    evaluations: [point(500, 10), point(1000, 90)],
    ...about,
    summary: { ...SUMMARY, ...summary },
  };
}

/** A run that used all its env steps and did not meet the target. */
export function unsolved(envSteps: number, meanReturn = 20): RunRecord {
  return record({
    outcome: 'unsolved',
    evaluations: [point(500, 10), point(envSteps, meanReturn)],
    summary: {
      ...{ solved: false, reason: 'steps', envSteps, solvedAtEnvSteps: null, solvedSeconds: null },
      evaluation: {
        episodes: 5,
        seed: 7,
        actions: 'greedy',
        meanReturn,
        stdReturn: 2,
        minReturn: meanReturn - 10,
      },
    },
  });
}

/** A run that died. */
export function failed(error: string, about: Partial<RunRecord> = {}): RunRecord {
  return { ...record(), outcome: 'failed', error, summary: null, evaluations: [], ...about };
}

/** An evaluation, a millisecond a step after the start. */
export function point(envSteps: number, meanReturn: number): EvaluationPoint {
  return { envSteps, seconds: envSteps / 1000, meanReturn };
}

export function entry(label = 'a', about: Partial<Entry> = {}): Entry {
  return {
    contestant: { label, base: { kind: 'algorithm', name: label }, set: [] },
    environment: 'Cliff-v0',
    target: { meanReturn: 85, criterion: 'greedy', episodes: 5 },
    budgetEnvSteps: 4000,
    ...about,
  };
}
