import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Examiner } from '../../src/learner/examiner.js';
import { ManualHost, promptHost, snapshotAt } from './support/snapshots.js';

const OPTIONS = { everySteps: 1000, targetReturn: 475, patienceRounds: 2 };

const running = (): boolean => false;

describe('Examiner', () => {
  it('asks for an evaluation at every multiple of its interval that was reached, once', () => {
    const examiner = new Examiner(new ManualHost(), OPTIONS);
    expect([0, 999, 1000, 1700].map((envSteps) => examiner.isDue(envSteps))).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });

  it('skips the intervals that went by meanwhile', async () => {
    const host = new ManualHost();
    const examiner = new Examiner(host, OPTIONS);
    examiner.submit(snapshotAt(3200));
    host.answer(0, 1);
    await examiner.settle();
    expect([examiner.isDue(3999), examiner.isDue(4000)]).toEqual([false, true]);
  });

  it('evaluates one set of weights at a time', async () => {
    const host = new ManualHost();
    const examiner = new Examiner(host, OPTIONS);
    const snapshot = snapshotAt(1000);
    examiner.submit(snapshot);
    expect(host.asked).toEqual([{ parameters: snapshot.parameters, policyVersion: 10, envSteps: 1000 }]);
    expect(examiner.isDue(5000)).toBe(false);
    host.answer(0, 3);
    expect((await examiner.settle())?.snapshot).toBe(snapshot);
    expect(examiner.isDue(5000)).toBe(true);
  });

  it('never evaluates before the end with an interval of Infinity', () => {
    const examiner = new Examiner(new ManualHost(), { ...OPTIONS, everySteps: Infinity });
    expect(examiner.isDue(Number.MAX_SAFE_INTEGER)).toBe(false);
  });

  it.each([0, 1, 2, 5])(
    'waits for the verdict %d rounds after it was asked for, however early it came',
    async (patienceRounds) => {
      for (const isEarly of [true, false]) {
        const host = new ManualHost();
        const examiner = new Examiner(host, { ...OPTIONS, patienceRounds });
        expect(await examiner.verdictOfRound(running)).toBeUndefined();
        // A sync round submits first and then asks for the verdict of the round.
        examiner.submit(snapshotAt(1000));
        if (isEarly) host.answer(0, 3);
        for (let round = 0; round < patienceRounds; round++) {
          await nextTurn();
          expect(await examiner.verdictOfRound(running)).toBeUndefined();
        }
        let hasCome = isEarly;
        const verdict = examiner.verdictOfRound(running).then((value) => {
          expect(hasCome).toBe(true);
          return value;
        });
        await nextTurn();
        hasCome = true;
        if (!isEarly) host.answer(0, 3);
        expect((await verdict)?.result.meanReturn).toBe(3);
        expect(await examiner.verdictOfRound(running)).toBeUndefined();
      }
    },
  );

  it('gives up waiting for a verdict when the run is stopped', async () => {
    const examiner = new Examiner(new ManualHost(), { ...OPTIONS, patienceRounds: 0 });
    examiner.submit(snapshotAt(1000));
    expect(await examiner.verdictOfRound(() => true)).toBeUndefined();
  });

  it('tells async runs of a verdict as soon as it is there, and only once', async () => {
    const host = new ManualHost();
    const examiner = new Examiner(host, OPTIONS);
    examiner.submit(snapshotAt(1000));
    await nextTurn();
    expect(await examiner.verdictIfArrived()).toBeUndefined();
    host.answer(0, 3);
    await nextTurn();
    expect((await examiner.verdictIfArrived())?.result.meanReturn).toBe(3);
    expect(await examiner.verdictIfArrived()).toBeUndefined();
    expect(await examiner.settle()).toBeUndefined();
  });

  it('remembers the best, and the earlier one of equals', async () => {
    const examiner = new Examiner(promptHost(10, 30, 30, 20), OPTIONS);
    expect(examiner.best).toBeUndefined();
    const bestAfter: (number | undefined)[] = [];
    for (const envSteps of [1000, 2000, 3000, 4000]) {
      await examiner.evaluate(snapshotAt(envSteps));
      bestAfter.push(examiner.best?.snapshot.envSteps);
    }
    expect(bestAfter).toEqual([1000, 2000, 2000, 2000]);
    expect(examiner.best?.result.meanReturn).toBe(30);
  });

  it('passes a verdict that reaches the target, and none without a target', async () => {
    const passes = async (meanReturn: number, targetReturn: number | null) => {
      const examiner = new Examiner(promptHost(meanReturn), { ...OPTIONS, targetReturn });
      return examiner.isPassed(await examiner.evaluate(snapshotAt(1000)));
    };
    expect([await passes(475, 475), await passes(474.99, 475), await passes(1e9, null)]).toEqual([
      true,
      false,
      false,
    ]);
    expect(await passes(NaN, 475)).toBe(false);
  });

  it.each(['verdictOfRound', 'verdictIfArrived', 'settle'] as const)(
    'passes on what the host died of: %s',
    async (method) => {
      const host = new ManualHost();
      const examiner = new Examiner(host, { ...OPTIONS, patienceRounds: 0 });
      examiner.submit(snapshotAt(1000));
      host.fail(0, new Error('the pool is gone'));
      await nextTurn();
      await expect(examiner[method](running)).rejects.toThrow('the pool is gone');
      expect(examiner.best).toBeUndefined();
    },
  );
});
