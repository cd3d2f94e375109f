import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { StateClock } from '../../src/shared/state-clock.js';

const STATES = ['a', 'b', 'c'] as const;

describe('StateClock', () => {
  it('books every nanosecond on exactly one state', () => {
    const visits = fc.array(fc.tuple(fc.constantFrom(...STATES), fc.integer({ min: 0, max: 10_000 })));
    const property = (given: readonly (readonly ['a' | 'b' | 'c', number])[]) => {
      let now = 40;
      const clock = new StateClock(STATES, 'a', () => now);
      const spent = { a: 0, b: 0, c: 0 };
      let state: 'a' | 'b' | 'c' = 'a';
      for (const [next, milliseconds] of given) {
        now += milliseconds;
        spent[state] += milliseconds;
        expect(clock.enter(next)).toBe(1e6 * milliseconds);
        state = next;
      }
      expect(STATES.map((name) => clock.total(name))).toEqual(STATES.map((name) => 1e6 * spent[name]));
      expect(clock.elapsed).toBe(1e6 * (now - 40));
    };
    fc.assert(fc.property(visits, property), { numRuns: 100 });
  });

  it('books the time in the current state when it is asked to, and stays in it', () => {
    let now = 0;
    const clock = new StateClock(STATES, 'a', () => now);
    clock.enter('b');
    now = 3;
    expect([clock.total('b'), clock.elapsed]).toEqual([0, 0]);
    clock.settle();
    expect([clock.total('b'), clock.elapsed]).toEqual([3e6, 3e6]);
    now = 5;
    // What had been booked before is not booked again.
    expect(clock.enter('c')).toBe(2e6);
    expect([clock.total('b'), clock.elapsed]).toEqual([5e6, 5e6]);
  });

  it('moves booked time without making or losing any', () => {
    let now = 0;
    const clock = new StateClock(STATES, 'a', () => now);
    now = 10;
    clock.enter('b');
    clock.transfer('a', 'c', 4e6);
    expect(STATES.map((name) => clock.total(name))).toEqual([6e6, 0, 4e6]);
  });

  it('goes by the clock of the machine if it is given none', () => {
    const clock = new StateClock(['a'], 'a');
    expect(clock.enter('a')).toBeGreaterThan(0);
  });
});
