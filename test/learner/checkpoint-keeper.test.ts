import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { withCheckpoints } from './support/checkpoints.js';
import { resultOf, snapshotAt } from './support/snapshots.js';

describe('CheckpointKeeper', () => {
  it('writes what the snapshot and its evaluation say', () =>
    withCheckpoints(({ keeper, read, pointer, line }) => {
      const snapshot = snapshotAt(1000);
      const { weightsSha256 } = keeper.write(snapshot, resultOf(475, snapshot), true);
      expect(read('1000')).toMatchObject({
        run: 'test',
        policyVersion: 10,
        envSteps: 1000,
        episodes: 4,
        updates: 100,
        weights: [100, -100],
        weightsSha256,
        evaluation: { episodes: 10, seed: 7, meanReturn: 475, stdReturn: 1.5, minReturn: 473 },
      });
      expect([pointer('latest'), pointer('best')]).toEqual(['1000', '1000']);
      expect([line.get('checkpoints'), line.get('checkpointFailures')]).toEqual([1, 0]);
      expect(line.get('checkpointedAtMilliseconds')).toBeGreaterThan(0);
    }));

  it('keeps the newest and the best', () =>
    withCheckpoints(
      ({ keeper, folder, pointer }) => {
        for (const envSteps of [100, 200, 300, 400])
          keeper.write(snapshotAt(envSteps), undefined, envSteps === 100);
        expect(readdirSync(folder).sort()).toEqual(['100', '300', '400', 'best', 'latest']);
        expect([pointer('latest'), pointer('best')]).toEqual(['400', '100']);
      },
      { keep: 2 },
    ));

  it('does not let another checkpoint of the same step take the place of the best', () =>
    withCheckpoints(({ keeper, notices, read, pointer }) => {
      const best = snapshotAt(100, 10);
      const written = keeper.write(best, resultOf(475, best), true);
      expect(keeper.write(snapshotAt(100, 17), undefined, false)).toEqual(written);
      expect(notices.length).toBe(1);
      expect(read('100')).toMatchObject({ updates: 10, evaluation: { meanReturn: 475 } });
      const better = snapshotAt(100, 19);
      keeper.write(better, resultOf(480, better), true);
      expect(read('100')).toMatchObject({ updates: 19, evaluation: { meanReturn: 480 } });
      keeper.write(snapshotAt(200), undefined, false);
      expect([pointer('latest'), pointer('best')]).toEqual(['200', '100']);
    }));

  it('counts a write that fails, and says why', () =>
    withCheckpoints(({ keeper, notices, folder, line }) => {
      keeper.write(snapshotAt(100), undefined, false);
      rmSync(folder, { recursive: true });
      writeFileSync(folder, 'a file where the folder was');
      expect(() => keeper.write(snapshotAt(200), undefined, false)).toThrow(
        expect.objectContaining({ code: 'ERR_RUN_DIRECTORY' }) as Error,
      );
      expect([line.get('checkpoints'), line.get('checkpointFailures')]).toEqual([1, 1]);
      expect(notices).toEqual([{ name: '100', envSteps: 100 }]);
    }));

  it('books its time on checkpoints, failures included', () =>
    withCheckpoints(({ keeper, clock }) => {
      keeper.write(snapshotAt(100), undefined, false);
      const once = clock.total('checkpoint');
      expect(once).toBeGreaterThan(0);
      const wrong = { ...snapshotAt(200), parameters: Float32Array.of(NaN, 1) };
      expect(() => keeper.write(wrong, undefined, false)).toThrow('expected a finite number, got NaN');
      expect(clock.total('checkpoint')).toBeGreaterThan(once);
      const twice = clock.total('checkpoint');
      clock.enter('train');
      expect(clock.total('checkpoint')).toBe(twice);
    }));
});
