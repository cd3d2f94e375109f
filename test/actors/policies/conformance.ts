import { expect, it } from 'vitest';
import { createGreedyPolicy } from '../../../src/actors/policies/create-policy.js';
import { Acting, arbitraryNetwork, NUM_ENVS, rowsOf, type PolicySetup } from './support/acting.js';
import { CHI_SQUARE_LIMIT, chiSquare, type Distribution } from './support/distribution.js';

const NUM_DRAWS = 4000;
const NUM_STEPS = 200;

/**
 * What every policy owes to the actor and the learner. Call it inside a `describe`.
 *
 * @param distribution - what the policy is meant to draw from
 */
export function itActsAs(setup: PolicySetup, distribution: Distribution): void {
  it('chooses as often as the probabilities say, in every environment', () => {
    const subject = new Acting(setup);
    const seen = Array.from({ length: NUM_ENVS }, () => new Map<number, number>());
    for (let draw = 0; draw < NUM_DRAWS; draw++) {
      const actions = subject.act(0);
      const outputs = subject.outputs();
      for (const [e, counts] of seen.entries()) {
        const cell = distribution.cellOf(actions[e]!, outputs[e]!);
        counts.set(cell, 1 + (counts.get(cell) ?? 0));
      }
    }
    for (const [e, outputs] of subject.outputs().entries()) {
      const expected = distribution.probabilities(outputs).map((probability) => NUM_DRAWS * probability);
      // Below about five the statistic is not distributed as its table says.
      expect(Math.min(...expected)).toBeGreaterThan(5);
      const counts = expected.map((_, cell) => seen[e]!.get(cell) ?? 0);
      expect(counts.reduce((sum, count) => sum + count)).toBe(NUM_DRAWS);
      expect(chiSquare(counts, expected)).toBeLessThan(CHI_SQUARE_LIMIT[expected.length - 1]!);
    }
  });

  it('tells the log-probability of what it stores, if it tells any', () => {
    const subject = new Acting(setup);
    const { policy } = subject;
    expect(policy.logProbabilities === undefined).toBe(distribution.logProbability === undefined);
    for (let step = 0; step < NUM_STEPS; step++) {
      const actions = subject.act(step);
      const outputs = subject.outputs();
      policy.logProbabilities?.forEach((told, e) => {
        const reference = distribution.logProbability!(actions[e]!, outputs[e]!);
        // Of outputs in float32, in float32: some units in the last place of numbers from 1 to 8.
        expect(Math.abs(told - reference)).toBeLessThan(1e-6 * Math.max(1, Math.abs(reference)));
      });
    }
  });

  it('repeats itself, and draws other numbers in every environment, life and run', () => {
    const first = new Acting(setup).play(NUM_STEPS);
    expect(new Acting(setup).play(NUM_STEPS)).toEqual(first);
    // On one observation for all: what differs was drawn.
    const histories = [{}, { seed: 4 }, { incarnation: 1 }, { incarnation: 2 }].flatMap((place) => {
      const subject = new Acting(setup, place);
      subject.network.parameters.fill(0);
      const steps = subject.play(NUM_STEPS);
      return steps[0]!.map((_, e) => steps.map((rows) => rows[e]!.join()).join(' '));
    });
    expect(new Set(histories).size).toBe(histories.length);
  });

  it('gives an environment the same actions however environments are dealt out', () => {
    const whole = new Acting(setup).play(NUM_STEPS);
    for (const sizes of [
      [2, 3],
      [1, 1, 3],
      [4, 1],
    ]) {
      let firstEnv = 0;
      const parts = sizes.map((numEnvs) => {
        const part = new Acting(setup, { firstEnv, numEnvs }).play(NUM_STEPS);
        firstEnv += numEnvs;
        return part;
      });
      expect(whole.map((_, step) => parts.flatMap((part) => part[step]!))).toEqual(whole);
    }
  });

  it('gives environments what they can take: choices as stored, elements of a box inside it', () => {
    const { actionSpace } = setup;
    const subject = new Acting(setup);
    const { policy } = subject;
    let numOutside = 0;
    for (let step = 0; step < NUM_STEPS; step++) {
      const stored = subject.act(step).flat();
      const given = [...policy.environmentActions];
      if (actionSpace.kind === 'discrete') {
        expect(given).toEqual(stored);
        expect(
          given.every((action) => Number.isInteger(action) && action >= 0 && action < actionSpace.n),
        ).toBe(true);
        continue;
      }
      const { low, high } = actionSpace;
      stored.forEach((raw, i) => {
        const k = i % low.length;
        expect(given[i]).toBe(raw < low[k]! ? low[k] : raw > high[k]! ? high[k] : raw);
        numOutside += Number(given[i] !== raw);
      });
    }
    // Boxes have to be narrow enough for the test to see both.
    if (actionSpace.kind === 'box') {
      expect(numOutside).toBeGreaterThan(NUM_STEPS / 10);
      expect(numOutside).toBeLessThan(NUM_STEPS * NUM_ENVS * actionSpace.low.length);
    }
  });

  it('is greedy where its distribution has its mode', () => {
    const subject = new Acting(setup);
    const greedy = createGreedyPolicy(arbitraryNetwork(setup.network, NUM_ENVS), setup.actionSpace, NUM_ENVS);
    for (let step = 0; step < NUM_STEPS; step++) {
      subject.act(step);
      greedy.observations.set(subject.policy.observations);
      greedy.act(step);
      const modes = subject.outputs().map((outputs) => distribution.mode(outputs));
      expect(rowsOf(greedy.environmentActions, NUM_ENVS)).toEqual(modes);
    }
  });
}
