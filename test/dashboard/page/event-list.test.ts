import { describe, expect, it } from 'vitest';
import { EMPTY_HISTORY } from '../../../src/dashboard/history.js';
import { eventsOf } from '../../../src/dashboard/page/event-list.js';
import {
  syntheticCheckpoint,
  syntheticEvaluation,
  syntheticReading,
  syntheticRestart,
} from './support/synthetic-run.js';

describe('eventsOf', () => {
  it('are in order, the newest first, with the ending on top', () => {
    const events = eventsOf({
      readings: [syntheticReading(9)],
      evaluations: [syntheticEvaluation(2, 100), syntheticEvaluation(8, 480)],
      incidents: [syntheticCheckpoint(1), syntheticRestart(5)],
      ending: { outcome: 'solved', message: 'CartPole-v1 solved' },
      isLive: false,
    });
    expect(events).toEqual([
      { kind: 'ending', timeSeconds: 9, what: 'Solved', detail: 'CartPole-v1 solved' },
      {
        kind: 'evaluation',
        timeSeconds: 8,
        what: 'Evaluation 480.0',
        detail: 'least 288.0 of 100 episodes, 120,000 env steps',
      },
      {
        kind: 'restart',
        timeSeconds: 5,
        what: 'Actor 1 restarted',
        detail: 'heartbeat: no sign of life for 10 s',
      },
      {
        kind: 'evaluation',
        timeSeconds: 2,
        what: 'Evaluation 100.0',
        detail: 'least 60.0 of 100 episodes, 30,000 env steps',
      },
      { kind: 'checkpoint', timeSeconds: 1, what: 'Checkpoint', detail: '15,000 env steps' },
    ]);
  });

  it('are the newest hundred at most', () => {
    const evaluations = Array.from({ length: 300 }, (_, i) => syntheticEvaluation(i, i));
    const events = eventsOf({ ...EMPTY_HISTORY, evaluations });
    expect(events.length).toBe(100);
    expect(events[0]!.what).toBe('Evaluation 299.0');
  });
});
