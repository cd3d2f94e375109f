import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { learnerFixture, NUM_STEPS, type LearnerSettings } from './support/learner-fixture.js';
import { ManualHost, promptHost } from './support/snapshots.js';

const asyncFixture = (settings: LearnerSettings = {}) => learnerFixture({ mode: 'async', ...settings });
/** Steps in a block of the fixture's two environments. */
const BLOCK = 2 * NUM_STEPS;

describe('Learner, async', () => {
  it('never lets the ratio of samples to inserts stray beyond the error buffer', async () => {
    const [samplesPerInsert, minSize, errorBuffer] = [2, 24, 40];
    const fixture = await asyncFixture({
      maxEnvSteps: 30 * BLOCK,
      trainer: { samplesPerInsert, minSize, errorBuffer },
    });
    const { learner, actors, events, pushRounds } = fixture;
    pushRounds(16);
    const ended = learner.run();
    await ended;
    let [inserted, sampled, furthest] = [0, 0, 0];
    for (const event of events) {
      if (event === 'update') sampled += 8;
      if (event.startsWith('ingest')) inserted += BLOCK;
      const error = (inserted - minSize) * samplesPerInsert - sampled;
      if (inserted >= minSize) expect(Math.abs(error)).toBeLessThanOrEqual(errorBuffer);
      furthest = Math.max(furthest, error);
    }
    expect(inserted).toBe(30 * BLOCK);
    // It was the limiter that held the blocks back, not a want of them.
    expect(furthest).toBeGreaterThan(errorBuffer - BLOCK * samplesPerInsert);
    expect(actors.some(({ numReadable }) => numReadable > 0)).toBe(true);
  });

  it('goes on without an actor that delivers nothing', async () => {
    const { learner, actors, events } = await asyncFixture({
      maxEnvSteps: 5 * BLOCK,
      trainer: { errorBuffer: 1000 },
    });
    for (let i = 0; i < 5; i++) actors[1]!.push();
    expect(await learner.run()).toEqual({ reason: 'steps' });
    expect(events.filter((event) => event.startsWith('ingest'))).toEqual(Array(5).fill('ingest 1'));
  });

  it('takes blocks from all actors alike when they make more than it can learn from', async () => {
    const { learner, actors, events, engine } = await asyncFixture({
      deal: [2, 2, 2],
      maxEnvSteps: 60 * BLOCK,
      trainer: { samplesPerInsert: 8, minSize: BLOCK, errorBuffer: 100 },
    });
    const fillUp = (): void => {
      for (const actor of actors) while (actor.numReadable < 4) actor.push();
    };
    fillUp();
    engine.onUpdate = fillUp;
    await learner.run();
    const numTaken = [0, 1, 2].map((actor) => events.filter((event) => event === `ingest ${actor}`).length);
    expect(Math.max(...numTaken) - Math.min(...numTaken)).toBeLessThanOrEqual(4);
    expect(Math.min(...numTaken)).toBeGreaterThan(10);
  });

  it('publishes after every so many updates, and only then', async () => {
    const { learner, events, engine, control, pushRounds } = await asyncFixture({ publishInterval: 3 });
    pushRounds(1);
    engine.onUpdate = () => {
      if (engine.updates === 9) control.request('stop');
    };
    await learner.run();
    expect(events.filter((event) => !event.startsWith('ingest'))).toEqual([
      ...['update', 'update', 'update', 'publish 1'],
      ...['update', 'update', 'update', 'publish 2'],
      ...['update', 'update', 'update', 'publish 3'],
      'update',
    ]);
  });

  it('stops when it is told to while it has nothing to do', async () => {
    const { learner, control } = await asyncFixture();
    const ended = learner.run();
    await nextTurn();
    control.request('stop');
    expect(await ended).toEqual({ reason: 'stopped' });
  });

  it('takes a verdict when it comes, and trains meanwhile', async () => {
    const host = new ManualHost();
    const { learner, pushRounds, engine } = await asyncFixture({
      host,
      examiner: { everySteps: 2 * BLOCK, targetReturn: 475 },
    });
    pushRounds(1);
    engine.onUpdate = () => {
      if (engine.updates === 50) host.answer(0, 475);
    };
    expect(await learner.run()).toMatchObject({ reason: 'solved', verdict: { snapshot: { updates: 1 } } });
    expect(host.asked.length).toBe(1);
    // The answer was given in update 51; a handful of promises lie between it and the loop, which goes on meanwhile.
    expect(engine.updates).toBeLessThan(60);
  });

  it('ends with its budget of steps even if the actors have more', async () => {
    const { learner, pushRounds, intake } = await asyncFixture({
      maxEnvSteps: 3 * BLOCK,
      host: promptHost(0),
    });
    pushRounds(8);
    expect(await learner.run()).toEqual({ reason: 'steps' });
    expect(intake.envSteps).toBeGreaterThanOrEqual(3 * BLOCK);
  });
});
