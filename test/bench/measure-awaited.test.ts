import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { measureAlternatingAwaited, measureAwaited } from '../../bench/measure-awaited.js';
import type { Pace } from '../../bench/pace.js';

/** Over in milliseconds: what it measures is of no interest here. */
const PACE: Pace = { rounds: 4, roundNanoseconds: 1e3, warmUpNanoseconds: 1e4 };

describe('measureAwaited', () => {
  it('turns the nanoseconds of each round into a figure, after a warm-up that has none', async () => {
    let calls = 0;
    const nanoseconds: number[] = [];
    const answer = (): Promise<number> => Promise.resolve(calls++);
    const figure = (each: number): number => nanoseconds.push(each);
    const { figures, rounds, parameters } = await measureAwaited(
      'calls',
      'us',
      answer,
      figure,
      { batch: 1 },
      PACE,
    );
    expect(figures).toEqual([1, 2, 3, 4]);
    expect(rounds).toBe(4);
    expect(parameters).toEqual({ batch: 1 });
    expect(nanoseconds.every((each) => each > 0 && Number.isFinite(each))).toBe(true);
    expect(calls).toBeGreaterThan(4);
  });

  it('makes no call and ends no round before the last call has been answered', async () => {
    let isUnderWay = false;
    let tooEarly = 0;
    const answer = async (): Promise<void> => {
      if (isUnderWay) tooEarly++;
      isUnderWay = true;
      await nextTurn();
      isUnderWay = false;
    };
    const figure = (each: number): number => {
      if (isUnderWay) tooEarly++;
      return each;
    };
    await measureAwaited('turns', 'ns', answer, figure, undefined, PACE);
    expect([isUnderWay, tooEarly]).toEqual([false, 0]);
  });

  it('fails with what a call fails of', async () => {
    const answer = () => Promise.reject(new Error('the device is gone'));
    await expect(measureAwaited('calls', 'ns', answer, (each) => each, undefined, PACE)).rejects.toThrow(
      'the device is gone',
    );
  });
});

describe('measureAlternatingAwaited', () => {
  it('turns the order about from round to round, and gives the figures in the order of the cases', async () => {
    const order: string[] = [];
    const one = (name: string) => ({
      name,
      unit: 'ns',
      figure: () => order.push(name),
      parameters: { name },
    });
    const answered = (name: string) => ({ ...one(name), answer: () => Promise.resolve() });
    const cases = [answered('a'), { ...one('b'), run: () => undefined }, answered('c')];
    const measured = await measureAlternatingAwaited(cases, PACE);
    expect(order.join('')).toBe('abc' + 'cba' + 'abc' + 'cba');
    expect(measured.map(({ name, figures, parameters }) => [name, figures, parameters])).toEqual([
      ['a', [1, 6, 7, 12], { name: 'a' }],
      ['b', [2, 5, 8, 11], { name: 'b' }],
      ['c', [3, 4, 9, 10], { name: 'c' }],
    ]);
  });

  it('times nothing of one case in a round of another', async () => {
    let running = '';
    const seen = new Set<string>();
    const figureOf = (name: string) => () => seen.add(`${name} after ${running}`).size;
    const answered = (name: string) => ({
      name,
      unit: 'ns',
      answer: async () => {
        running = `${name} begun`;
        await nextTurn();
        running = name;
      },
      figure: figureOf(name),
    });
    const prompt = { name: 'c', unit: 'ns', run: () => void (running = 'c'), figure: figureOf('c') };
    await measureAlternatingAwaited([answered('a'), answered('b'), prompt], PACE);
    expect([...seen].sort()).toEqual(['a after a', 'b after b', 'c after c']);
  });

  it('makes all the calls of a round in one go of what answers at once', async () => {
    let isOver = false;
    let turn = 0;
    const nextMicrotask = (): void => {
      turn++;
      if (!isOver) queueMicrotask(nextMicrotask);
    };
    nextMicrotask();
    const turns = new Set<number>();
    const numTurns: number[] = [];
    const prompt = {
      name: 'prompt',
      unit: 'ns',
      run: () => turns.add(turn),
      figure: (each: number) => {
        numTurns.push(turns.size);
        turns.clear();
        return each;
      },
    };
    // Rounds that are long enough for many calls.
    await measureAlternatingAwaited([prompt], { ...PACE, roundNanoseconds: 1e5 });
    isOver = true;
    // The first has the warm-up in it.
    expect(numTurns.slice(1)).toEqual([1, 1, 1]);
  });
});
