import { describe, expect, it } from 'vitest';
import { ACROBOT } from '../../../src/actors/envs/acrobot.js';
import { ClassicVector } from '../../../src/actors/envs/classic-vector.js';
import { describeParity, expectRow } from './parity.js';
import { readAcrobotSteps } from './support/golden.js';

/**
 * One unit in the last place at 9 pi, the largest speed: sines may round differently in the last bit of float64, and
 * two links are chaotic enough to carry that into float32.
 */
const OBSERVATION_TOLERANCE = 2 ** -19;

describeParity(
  ACROBOT,
  'acrobot',
  {
    state: 0, // none were recorded
    observation: OBSERVATION_TOLERANCE,
    // NumPy takes the sine of a float32 start in float32, and we round ours to it.
    start: 0,
    reward: 0,
  },
  ['10', '01', '11'],
);

describe('Acrobot-v1', () => {
  it('cuts speeds and takes turns off angles as Gymnasium does, which no short episode shows', () => {
    const steps = readAcrobotSteps();
    for (const step of steps) {
      const vector = new ClassicVector(ACROBOT, { numEnvs: 1, options: { maxEpisodeSteps: null } });
      vector.reset([0]);
      vector.states.set(step.state);
      vector.step(Int32Array.of(step.action));
      expectRow(vector.nextObservations, step.observation.map(Math.fround), OBSERVATION_TOLERANCE);
      expect([vector.rewards[0], vector.terminated[0]]).toEqual([step.reward, step.terminated]);
      // A step at full speed makes numbers near 10^4 before it cuts them; each carries some last bits of its own.
      if (step.terminated === 0) expectRow(vector.states, step.nextState, 1e-11);
    }
    const ends = steps.map(({ nextState }) => nextState);
    expect(ends.some((state) => Math.abs(state[2]!) === 4 * Math.PI)).toBe(true);
    expect(ends.some((state) => Math.abs(state[3]!) === 9 * Math.PI)).toBe(true);
    expect(steps.filter(({ terminated }) => terminated === 0).length).toBeGreaterThan(8);
  });
});
