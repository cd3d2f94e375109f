import { describe, expect, it } from 'vitest';
import { describedIn, factsOf, isSameRun, titleOf } from '../../../src/dashboard/page/description.js';
import { DQN_RUN } from './support/synthetic-run.js';

describe('what a page says of its run', () => {
  it('names algorithm and environment', () => {
    expect(titleOf(DQN_RUN)).toBe('DQN on CartPole-v1');
    expect(titleOf({ ...DQN_RUN, algorithm: 'own', env: { ...DQN_RUN.env, id: 'Chase-v0' } })).toBe(
      'own on Chase-v0',
    );
  });

  it('tells the settings', () => {
    expect(factsOf({ ...DQN_RUN, name: 'a', actors: 1 })).toBe(
      'a · seed 3 · 1 actor · 8 environments · sync · simd engine · manyhands 0.1.0',
    );
  });

  it('tells a run from the next one at its address', () => {
    expect(isSameRun(DQN_RUN, { ...DQN_RUN })).toBe(true);
    expect(isSameRun(DQN_RUN, { ...DQN_RUN, name: 'b' })).toBe(false);
    expect(isSameRun(DQN_RUN, { ...DQN_RUN, startedAtMilliseconds: 1 })).toBe(false);
  });

  it('is taken from what describes a run, and from nothing else', () => {
    expect(describedIn(JSON.parse(JSON.stringify(DQN_RUN)))).toEqual(DQN_RUN);
    expect(describedIn({ ...DQN_RUN, targetReturn: null })).toBeDefined();
    for (const value of [null, undefined, 7, 'run', [], {}]) expect(describedIn(value)).toBeUndefined();
    for (const name of ['name', 'algorithm', 'env', 'steps', 'targetReturn']) {
      expect(describedIn({ ...DQN_RUN, [name]: undefined })).toBeUndefined();
    }
  });
});
