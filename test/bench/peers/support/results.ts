import { describeMachine } from '../../../../bench/machine.js';
import type { PaceAnswer, TrainingAnswer } from '../../../../bench/peers/answers.js';
import type { Results, ResultsMatch, Run } from '../../../../bench/peers/results.js';

/** A training run that met its target, as its process answers. */
export function trained(figures: Partial<TrainingAnswer> = {}): TrainingAnswer {
  return {
    solved: true,
    solvedSeconds: 2,
    solvedAtEnvSteps: 10_000,
    firstStepSeconds: 0.5,
    evaluationSeconds: 0.25,
    wallSeconds: 2,
    envSteps: 10_000,
    updates: 1_000,
    envStepsPerSecond: 5_000,
    updatesPerSecond: 500,
    maxRssBytes: 100e6,
    ...figures,
  };
}

/** A training run that gave up. */
export const untrained = (wallSeconds: number, envSteps: number): TrainingAnswer =>
  trained({ solved: false, solvedSeconds: null, solvedAtEnvSteps: null, wallSeconds, envSteps });

export const paced = (value: number, samplesPerCall?: number): PaceAnswer => ({
  figures: [{ name: 'thing', unit: 'things/s', value, ...(samplesPerCall && { samplesPerCall }) }],
  maxRssBytes: 1e6,
});

export function run(settings: Partial<Run> & Pick<Run, 'contestant'>): Run {
  const isOurs = settings.contestant === 'ours';
  return { match: 'duel', isOurs, seed: 0, part: 'target', error: null, answer: null, ...settings };
}

/** A match of ours and theirs. */
export const duel = (kind: ResultsMatch['kind'] = 'training'): ResultsMatch => ({
  name: 'duel',
  kind,
  title: 'A duel',
  contestants: [
    { name: 'ours', isOurs: true },
    { name: 'theirs', isOurs: false },
  ],
});

export function results(settings: Partial<Results> = {}): Results {
  const machine = {
    ...describeMachine(),
    cpu: 'Abacus',
    cores: 2,
    node: 'v1',
    manyhands: '0',
    commit: 'abc',
  };
  const command = 'npm run bench:peers';
  return { date: '2026-01-02T03:04:05.000Z', command, machine, seeds: 2, matches: [], runs: [], ...settings };
}
