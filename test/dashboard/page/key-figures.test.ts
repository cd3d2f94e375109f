import { describe, expect, it } from 'vitest';
import { EMPTY_HISTORY } from '../../../src/dashboard/history.js';
import { keyFiguresOf } from '../../../src/dashboard/page/key-figures.js';
import type { RunHistory } from '../../../src/dashboard/protocol.js';
import { readingOf } from '../support/readings.js';
import { DQN_RUN, syntheticEvaluation } from './support/synthetic-run.js';

const learnerSeconds = (train: number, waitData: number) => {
  return { train, waitData, ingest: 0, publish: 0, checkpoint: 0, other: 0 };
};

/** Slow for a second, then twenty times as fast. */
const readings = [
  readingOf({ timeSeconds: 0, learnerSeconds: learnerSeconds(0, 0) }),
  readingOf({
    timeSeconds: 1,
    envSteps: 100,
    updates: 10,
    samples: 640,
    blocks: 1,
    policyLagSum: 9,
    learnerSeconds: learnerSeconds(0, 1),
  }),
  readingOf({
    timeSeconds: 5,
    envSteps: 8_100,
    updates: 810,
    samples: 51_840,
    blocks: 5,
    policyLagSum: 14,
    returnMean: 123.44,
    episodes: 1_234,
    learnerSeconds: learnerSeconds(3, 2),
  }),
];

const show = (history: Partial<RunHistory>, targetReturn: number | null = 475) =>
  Object.fromEntries(
    keyFiguresOf({ ...DQN_RUN, targetReturn }, { ...EMPTY_HISTORY, ...history }).map(
      ({ label, value, unit, note, isGood }) => [
        label,
        `${value}${unit} | ${note}${isGood ? ' | good' : ''}`,
      ],
    ),
  );

describe('keyFiguresOf', () => {
  it('are dashes before anything is known', () => {
    for (const figure of Object.values(show({}))) expect(figure).toMatch(/^–/);
  });

  it('tell of a run under way how it is of late', () => {
    const evaluations = [syntheticEvaluation(4, 300)];
    expect(show({ readings, evaluations })).toEqual({
      Return: '123.4 | training, 1,234 episodes',
      Evaluation: '300.0 | target 475.0, least 180.0',
      'Env steps': '2.00K/s | 8,100 in all',
      Updates: '200/s | 12.8K samples/s',
      'Policy lag': '1.25 | versions behind',
      'Learner busy': '75 % | trains 75 %',
    });
  });

  it('tell of a run that is over how it was as a whole', () => {
    expect(show({ readings, isLive: false })).toMatchObject({
      'Env steps': '1.62K/s | 8,100 in all',
      Updates: '162/s | 10.4K samples/s, mean of the run',
      'Policy lag': '2.80 | versions behind, mean of the run',
      'Learner busy': '60 % | trains 60 %, mean of the run',
    });
  });

  it('say whether the target is met', () => {
    const evaluations = [syntheticEvaluation(4, 475)];
    expect(show({ evaluations })['Evaluation']).toBe('475.0 | target 475.0, least 285.0 | good');
    expect(show({ evaluations }, null)['Evaluation']).toBe('475.0 | no target, least 285.0');
    expect(show({ evaluations }, 476)['Evaluation']).toBe('475.0 | target 476.0, least 285.0');
  });
});
