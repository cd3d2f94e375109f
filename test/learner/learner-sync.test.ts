import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { WeightStore } from '../../src/shared/weights/weight-store.js';
import { learnerFixture } from './support/learner-fixture.js';
import { ManualHost, promptHost } from './support/snapshots.js';

/** Steps of one round of the fixture's four environments. */
const ROUND = 16;

describe('Learner, sync', () => {
  it('makes a round of one block per actor in actor order, the updates due, and one publication', async () => {
    const { learner, actors, events, weights } = await learnerFixture({ maxEnvSteps: 3 * ROUND });
    // The last actor is rounds ahead of the first.
    for (let round = 0; round < 3; round++) actors[1]!.push();
    for (let round = 0; round < 3; round++) actors[0]!.push();
    expect(await learner.run()).toEqual({ reason: 'steps' });
    // 16 transitions a round at one sample each are two batches of 8; the 7 before the minimum size of 8 do not count.
    const rounds = [1, 2, 2].flatMap((updates, round) => [
      'ingest 0',
      'ingest 1',
      ...(Array(updates).fill('update') as string[]),
      `publish ${round + 1}`,
    ]);
    expect(events).toEqual(rounds);
    expect(new WeightStore(weights).newestVersion).toBe(3);
  });

  it('does the same whenever actors deliver', async () => {
    const { learner, actors, events } = await learnerFixture({ maxEnvSteps: 2 * ROUND });
    const ended = learner.run();
    for (const actor of [1, 1, 0, 0]) {
      await nextTurn();
      actors[actor]!.push();
    }
    expect(await ended).toEqual({ reason: 'steps' });
    expect(events.filter((event) => event !== 'update')).toEqual(
      [1, 2].flatMap((version) => ['ingest 0', 'ingest 1', `publish ${version}`]),
    );
  });

  it('takes no second block of an actor into a round that waits for another', async () => {
    const { learner, actors, events, control } = await learnerFixture();
    for (let i = 0; i < 3; i++) actors[0]!.push();
    const ended = learner.run();
    await nextTurn();
    expect(events).toEqual(['ingest 0']);
    control.request('stop');
    expect(await ended).toEqual({ reason: 'stopped' });
    expect(actors[0]!.numReadable).toBe(2);
  });

  it('stops when it is told to while it waits, and loses no episode of the round', async () => {
    const { learner, actors, control, reports, statistics } = await learnerFixture();
    actors[0]!.push({ episodes: [{ environment: 0, step: 1, return: 9 }] });
    const ended = learner.run();
    await nextTurn();
    control.request('stop');
    expect(await ended).toEqual({ reason: 'stopped' });
    expect([statistics.count, ...reports.at(-1)!.episodes]).toEqual([1, 0, 9, 3, 0]);
  });

  it('stops between two updates', async () => {
    const { learner, control, engine, events, pushRounds } = await learnerFixture({
      trainer: { samplesPerInsert: 100 },
    });
    pushRounds(1);
    engine.onUpdate = () => {
      if (engine.updates === 4) control.request('stop');
    };
    expect(await learner.run()).toEqual({ reason: 'stopped' });
    expect(events).toEqual(['ingest 0', 'ingest 1', 'update', 'update', 'update', 'update', 'update']);
  });

  it('ends with the round in which the budget of episodes is used up', async () => {
    const { learner, actors, intake } = await learnerFixture({ deal: [1], maxEpisodes: 3 });
    for (const count of [1, 0, 2, 1]) {
      actors[0]!.push({
        episodes: Array.from({ length: count }, (_, step) => ({ environment: 0, step, return: 1 })),
      });
    }
    expect(await learner.run()).toEqual({ reason: 'episodes' });
    expect(intake.envSteps).toBe(3 * 4);
  });

  it('is solved when the mean of a full window of training episodes reaches the target', async () => {
    const { learner, actors, intake } = await learnerFixture({
      deal: [1],
      trainingTarget: 100,
      windowSize: 3,
    });
    // One of 500 alone has the mean, but not the number; then 200, 200 and 0 have just enough with the 500 gone.
    for (const value of [500, -400, 0, 200, 100, 0, 500])
      actors[0]!.push({ episodes: [{ environment: 0, step: 0, return: value }] });
    expect(await learner.run()).toEqual({ reason: 'solved' });
    expect(intake.envSteps).toBe(5 * 4);
  });

  it('is solved by an evaluation, with the verdict of the round that its patience says', async () => {
    const host = promptHost(100, 480);
    const { learner, pushRounds, intake, events } = await learnerFixture({
      host,
      examiner: { everySteps: 2 * ROUND, targetReturn: 475, patienceRounds: 1 },
    });
    pushRounds(10);
    const end = await learner.run();
    // Asked after rounds 2 and 4, heard after rounds 3 and 5.
    expect(host.asked).toEqual([2 * ROUND, 4 * ROUND]);
    expect(end).toMatchObject({
      reason: 'solved',
      verdict: { snapshot: { envSteps: 4 * ROUND, policyVersion: 4 } },
    });
    expect([intake.envSteps, events.at(-1)]).toEqual([5 * ROUND, 'publish 5']);
  });

  it('asks for no evaluation of weights that have not learned anything', async () => {
    const host = promptHost(0);
    const { learner, pushRounds } = await learnerFixture({
      host,
      maxEnvSteps: 5 * ROUND,
      trainer: { minSize: 3 * ROUND + 1 },
      examiner: { everySteps: 1 },
    });
    pushRounds(5);
    await learner.run();
    expect(host.asked[0]).toBe(4 * ROUND);
  });

  it('fails with what the evaluation failed of, and saves what was learned', async () => {
    const host = new ManualHost();
    const { learner, pushRounds, events } = await learnerFixture({
      host,
      examiner: { everySteps: ROUND, patienceRounds: 0 },
    });
    pushRounds(2);
    const ended = learner.run();
    await nextTurn();
    host.fail(0, new Error('the pool is gone'));
    await expect(ended).rejects.toThrow('the pool is gone');
    expect(events.at(-1)).toBe(`checkpoint ${ROUND}`);
  });

  it('writes a checkpoint after the round that passes each multiple of the interval', async () => {
    const { learner, pushRounds, events } = await learnerFixture({
      maxEnvSteps: 9 * ROUND,
      checkpointEverySteps: 40,
    });
    pushRounds(9);
    await learner.run();
    // Multiples of 40 are passed at 48, 80, 128; 160 lies beyond the end.
    expect(events.filter((event) => event.startsWith('checkpoint'))).toEqual([
      'checkpoint 48',
      'checkpoint 80',
      'checkpoint 128',
    ]);
  });
});
