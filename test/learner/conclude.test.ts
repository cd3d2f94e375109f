import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { conclude } from '../../src/learner/conclude.js';
import { Examiner, type ExaminerOptions } from '../../src/learner/examiner.js';
import { withCheckpoints } from './support/checkpoints.js';
import { ManualHost, promptHost, snapshotAt } from './support/snapshots.js';

const OPTIONS: ExaminerOptions = { everySteps: 1000, targetReturn: 475, patienceRounds: 2 };
const LAST = snapshotAt(5000);

const examinerOf = (
  host: ConstructorParameters<typeof Examiner>[0],
  options: Partial<ExaminerOptions> = {},
) => new Examiner(host, { ...OPTIONS, ...options });

const running = (): boolean => false;

describe('conclude', () => {
  it('gives the weights that met the target, and nothing later', () =>
    withCheckpoints(async ({ keeper, read, pointer, folder }) => {
      const examiner = examinerOf(promptHost(480));
      const verdict = await examiner.evaluate(snapshotAt(3000));
      const conclusion = await conclude({ reason: 'solved', verdict }, LAST, examiner, keeper, running);
      expect(conclusion).toMatchObject({ reason: 'solved', checkpoint: join(folder, '3000') });
      expect([conclusion.snapshot, conclusion.evaluation]).toEqual([verdict.snapshot, verdict.result]);
      const written = read('3000');
      expect(written.weightsSha256).toBe(conclusion.weightsSha256);
      expect(written).toMatchObject({ weights: [300, -300], evaluation: { meanReturn: 480 } });
      expect([pointer('best'), existsSync(join(folder, '5000'))]).toEqual(['3000', false]);
    }));

  it('gives a better evaluation that came late no precedence over the one that met the target', () =>
    withCheckpoints(async ({ keeper }) => {
      const examiner = examinerOf(promptHost(480, 499));
      const verdict = await examiner.evaluate(snapshotAt(3000));
      await examiner.evaluate(snapshotAt(4000));
      const { snapshot } = await conclude({ reason: 'solved', verdict }, LAST, examiner, keeper, running);
      expect(snapshot.envSteps).toBe(3000);
    }));

  it('examines the last weights when the budget is used up', () =>
    withCheckpoints(async ({ keeper, read }) => {
      const host = promptHost(100, 200);
      const examiner = examinerOf(host);
      await examiner.evaluate(snapshotAt(1000));
      const conclusion = await conclude({ reason: 'steps' }, LAST, examiner, keeper, running);
      expect(conclusion).toMatchObject({ reason: 'steps', evaluation: { meanReturn: 200, envSteps: 5000 } });
      expect(host.asked).toEqual([1000, 5000]);
      expect(read('5000')).toMatchObject({ evaluation: { meanReturn: 200 } });
    }));

  it('is solved if the last weights meet the target after all', () =>
    withCheckpoints(async ({ keeper }) => {
      const conclusion = await conclude(
        { reason: 'episodes' },
        LAST,
        examinerOf(promptHost(475)),
        keeper,
        running,
      );
      expect(conclusion).toMatchObject({ reason: 'solved', snapshot: LAST });
    }));

  it('is solved if an evaluation under way meets the target, without another one', () =>
    withCheckpoints(async ({ keeper }) => {
      const host = promptHost(480);
      const examiner = examinerOf(host);
      examiner.submit(snapshotAt(4000));
      const conclusion = await conclude({ reason: 'steps' }, LAST, examiner, keeper, running);
      expect(conclusion).toMatchObject({ reason: 'solved', snapshot: { envSteps: 4000 } });
      expect(host.asked).toEqual([4000]);
    }));

  it('does not examine the last weights twice', () =>
    withCheckpoints(async ({ keeper }) => {
      const host = promptHost(100);
      const examiner = examinerOf(host);
      examiner.submit(LAST);
      await conclude({ reason: 'steps' }, LAST, examiner, keeper, running);
      expect(host.asked).toEqual([5000]);
    }));

  it('gives the best weights if none met the target, and keeps the last beside them', () =>
    withCheckpoints(async ({ keeper, read, pointer, folder }) => {
      const examiner = examinerOf(promptHost(300, 100));
      await examiner.evaluate(snapshotAt(2000));
      const conclusion = await conclude({ reason: 'steps' }, LAST, examiner, keeper, running);
      expect(conclusion).toMatchObject({
        reason: 'steps',
        snapshot: { envSteps: 2000 },
        evaluation: { meanReturn: 300 },
      });
      expect(conclusion.checkpoint).toBe(join(folder, '2000'));
      expect([pointer('best'), pointer('latest')]).toEqual(['2000', '5000']);
      expect(read('5000')).toMatchObject({ weights: [500, -500], evaluation: null });
    }));

  it('gives the last weights of a run that was stopped before any evaluation, at once', () =>
    withCheckpoints(async ({ keeper, read, pointer, folder }) => {
      const host = new ManualHost();
      const examiner = examinerOf(host);
      examiner.submit(snapshotAt(4000));
      const conclusion = await conclude({ reason: 'stopped' }, LAST, examiner, keeper, running);
      expect(conclusion).toMatchObject({ reason: 'stopped', snapshot: LAST, evaluation: undefined });
      expect(host.asked.length).toBe(1);
      expect([pointer('latest'), existsSync(join(folder, 'best'))]).toEqual(['5000', false]);
      expect(read('5000').evaluation).toBeNull();
    }));

  it('does not wait for a last evaluation that outlasts the run', () =>
    withCheckpoints(async ({ keeper, pointer }) => {
      const host = new ManualHost();
      let stopped = false;
      const conclusion = conclude({ reason: 'steps' }, LAST, examinerOf(host), keeper, () => stopped);
      stopped = true;
      expect(await conclusion).toMatchObject({ reason: 'stopped', snapshot: LAST, evaluation: undefined });
      expect(pointer('latest')).toBe('5000');
    }));

  it('gives the best weights of a run that was stopped later', () =>
    withCheckpoints(async ({ keeper }) => {
      const examiner = examinerOf(promptHost(300));
      await examiner.evaluate(snapshotAt(2000));
      const conclusion = await conclude({ reason: 'stopped' }, LAST, examiner, keeper, running);
      expect(conclusion).toMatchObject({ reason: 'stopped', snapshot: { envSteps: 2000 } });
    }));

  it('never calls an evaluation that of weights which were updated after it', () =>
    withCheckpoints(async ({ keeper, read, folder }) => {
      const examiner = examinerOf(promptHost(300));
      // Stopped in the middle of a round, or between two publications: neither steps nor version have moved on.
      const best = snapshotAt(4000, 400, 40);
      const last = snapshotAt(4000, 407, 40);
      await examiner.evaluate(best);
      const conclusion = await conclude({ reason: 'stopped' }, last, examiner, keeper, running);
      expect(conclusion.snapshot).toBe(best);
      const written = read('4000');
      expect(written).toMatchObject({ weights: [400, -400], evaluation: { meanReturn: 300 } });
      expect(written.weightsSha256).toBe(conclusion.weightsSha256);
      expect(readdirSync(folder).sort()).toEqual(['4000', 'best', 'latest']);
    }));

  it('examines last weights that share steps and version with those under way', () =>
    withCheckpoints(async ({ keeper }) => {
      const host = promptHost(300, 475);
      const examiner = examinerOf(host);
      examiner.submit(snapshotAt(4000, 400, 40));
      const last = snapshotAt(4000, 407, 40);
      const conclusion = await conclude({ reason: 'steps' }, last, examiner, keeper, running);
      expect(conclusion).toMatchObject({ reason: 'solved', snapshot: last });
    }));

  it('writes the last finite weights after numbers went bad, and asks for no evaluation', () =>
    withCheckpoints(async ({ keeper, read }) => {
      const host = promptHost(480);
      const end = { reason: 'non-finite', detail: 'loss of update 501: ...' } as const;
      const conclusion = await conclude(end, LAST, examinerOf(host), keeper, running);
      expect(conclusion).toMatchObject({ reason: 'non-finite', evaluation: undefined });
      expect([host.asked.length, read('5000').weights]).toEqual([0, [500, -500]]);
    }));

  it('gives a run that was solved by its training episodes its last weights, with their evaluation', () =>
    withCheckpoints(async ({ keeper, pointer }) => {
      const examiner = examinerOf(promptHost(190), { everySteps: Infinity, targetReturn: null });
      const conclusion = await conclude({ reason: 'solved' }, LAST, examiner, keeper, running);
      expect(conclusion).toMatchObject({ reason: 'solved', snapshot: LAST, evaluation: { meanReturn: 190 } });
      expect(pointer('best')).toBe('5000');
    }));

  it('fails if the evaluation does, and keeps the last weights all the same', () =>
    withCheckpoints(async ({ keeper, read }) => {
      const host = new ManualHost();
      const conclusion = conclude({ reason: 'steps' }, LAST, examinerOf(host), keeper, running);
      await nextTurn();
      host.fail(0, new Error('the pool is gone'));
      await expect(conclusion).rejects.toThrow('the pool is gone');
      expect(read('5000').weights).toEqual([500, -500]);
    }));
});
