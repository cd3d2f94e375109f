import { describe, expect, it } from 'vitest';
import type { Contestant } from '../../../bench/peers/contestant.js';
import type { Match } from '../../../bench/peers/matches.js';
import { planTurns } from '../../../bench/peers/turns.js';

const contestants: Contestant[] = ['a', 'b'].map((name) => ({ name, program: 'node', args: () => [] }));
const match = (settings: Partial<Match>): Match => ({
  kind: 'training',
  title: 'x',
  contestants,
  ...settings,
});
const plan = (matches: Record<string, Match>, seeds: number): string[] =>
  planTurns(matches, seeds).map((turn) => `${turn.match} ${turn.contestant} ${turn.part} ${turn.seed}`);

describe('planTurns', () => {
  it('puts those held against each other side by side, and goes backwards every other round', () => {
    expect(plan({ one: match({}), two: match({ kind: 'pace' }) }, 2)).toEqual([
      ...['one a target 0', 'one b target 0', 'two a rate 0', 'two b rate 0'],
      ...['two b rate 1', 'two a rate 1', 'one b target 1', 'one a target 1'],
    ]);
  });

  it('times rates in runs of their own where a match says how long', () => {
    expect(plan({ one: match({ rateSteps: 100 }) }, 1)).toEqual([
      ...['one a target 0', 'one b target 0', 'one a rate 0', 'one b rate 0'],
    ]);
  });
});
