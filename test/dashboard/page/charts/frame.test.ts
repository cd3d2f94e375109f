import { describe, expect, it } from 'vitest';
import { EMPTY_HISTORY } from '../../../../src/dashboard/history.js';
import { layOut, newestUpTo } from '../../../../src/dashboard/page/charts/frame.js';
import { syntheticCheckpoint, syntheticEvaluation, syntheticReading } from '../support/synthetic-run.js';

const readings = [1, 2].map((time) => syntheticReading(time));

describe('layOut', () => {
  it('has something to show of nothing', () => {
    expect(layOut(EMPTY_HISTORY, 'seconds', null)).toMatchObject({ moments: [], x: [], begin: 0, end: 1 });
  });

  it('places readings on either axis', () => {
    expect(layOut({ ...EMPTY_HISTORY, readings }, 'seconds', null).x).toEqual([1, 2]);
    const steps = layOut({ ...EMPTY_HISTORY, readings }, 'steps', null);
    expect(steps.x).toEqual(readings.map(({ envSteps }) => envSteps));
    expect(steps.end).toBe(readings[1]!.envSteps);
  });

  it('ends where the last thing happened, whatever it was', () => {
    const evaluations = [syntheticEvaluation(5, 1)];
    expect(layOut({ ...EMPTY_HISTORY, readings, evaluations }, 'seconds', null).end).toBe(5);
    const incidents = [syntheticCheckpoint(7)];
    expect(layOut({ ...EMPTY_HISTORY, readings, evaluations, incidents }, 'seconds', null).end).toBe(7);
  });

  it('begins where the first thing happened, and at 0 when there is no more than one', () => {
    expect(layOut({ ...EMPTY_HISTORY, readings }, 'seconds', null)).toMatchObject({ begin: 1, end: 2 });
    const evaluations = [syntheticEvaluation(0.5, 1)];
    expect(layOut({ ...EMPTY_HISTORY, readings, evaluations }, 'seconds', null).begin).toBe(0.5);
    const one = { ...EMPTY_HISTORY, readings: [syntheticReading(3)] };
    expect(layOut(one, 'seconds', null)).toMatchObject({ begin: 0, end: 3 });
  });

  it('has rates up to each reading but the first', () => {
    const { moments } = layOut({ ...EMPTY_HISTORY, readings }, 'seconds', null);
    expect(moments[0]!.rates).toBeNull();
    expect(moments[1]!.rates!.updatesPerSecond).toBe(4000);
  });
});

describe('newestUpTo', () => {
  it('is the last that is not later', () => {
    const evaluations = [1, 3, 5].map((time) => syntheticEvaluation(time, time));
    const at = (place: number) => newestUpTo(evaluations, 'seconds', place)?.timeSeconds;
    expect([0.5, 1, 4, 9].map(at)).toEqual([undefined, 1, 3, 5]);
  });
});
