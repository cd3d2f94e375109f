import { describe, expect, it } from 'vitest';
import { environmentSpec, makeEnvironment } from '../../../src/actors/envs/registry.js';
import { PENDULUM } from '../../../src/actors/envs/pendulum.js';
import { describeParity } from './parity.js';

describeParity(
  PENDULUM,
  'pendulum',
  {
    // Sines may round differently in the last bit, and a pendulum near upright multiplies that step by step.
    state: 1e-9,
    // One unit in the last place below 8, the largest speed: float32 may round across a difference of 1e-9.
    observation: 2 ** -21,
    start: 0,
    reward: 0,
  },
  ['01'],
);

describe('Pendulum-v1', () => {
  it('never terminates, so it has no terminal reward, and no return counts as solved', () => {
    const message = "option of 'Pendulum-v1': expected maxEpisodeSteps or g, got 'terminalReward'";
    const error = expect.objectContaining({ code: 'ERR_CONFIG', message }) as Error;
    expect(() => makeEnvironment('Pendulum-v1', { terminalReward: 0 })).toThrow(error);
    expect(environmentSpec('Pendulum-v1')).toMatchObject({ maxEpisodeSteps: 200, returnThreshold: null });
  });
});
