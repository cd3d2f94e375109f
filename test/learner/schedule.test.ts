import { describe, expect, it } from 'vitest';
import { createSchedule } from '../../src/learner/schedule.js';

describe('createSchedule', () => {
  it('stays where it is', () => {
    const at = createSchedule('constant', 0.3, 100);
    expect([0, 50, 100, 1e9].map(at)).toEqual([0.3, 0.3, 0.3, 0.3]);
  });

  it('falls in a straight line to 0 at the end of the run, and no further', () => {
    const at = createSchedule('linear', 0.5, 200);
    expect([0, 50, 100, 150, 200, 201, 1e9].map(at)).toEqual([0.5, 0.375, 0.25, 0.125, 0, 0, 0]);
  });
});
