import { performance } from 'node:perf_hooks';
import { describe, expect, it } from 'vitest';
import { BlockRing } from '../../src/shared/memory/block-ring.js';
import { SoloRun } from './support/solo-actor.js';

/** Takes the blocks out of the ring, as the learner would. */
function drain({ ring }: SoloRun) {
  const blocks = [];
  for (let block = ring.tryPeek(); block !== undefined; block = ring.tryPeek()) {
    const { policyVersion, incarnation, sequence, episodes, columns } = block;
    blocks.push({
      policyVersion,
      incarnation,
      sequence,
      numEpisodes: episodes.count,
      actions: [...columns.action],
    });
    ring.release();
  }
  return blocks;
}

describe('an actor in sync mode', () => {
  it.each([0, 1, 2])('with lag %i acts in round r with exactly version max(0, r - lag)', (lag) => {
    const run = new SoloRun({ lag });
    const { numSteps } = run.settings;
    run.publish();
    run.onStep = (step) => {
      // The learner publishes version r + 1 when it has round r: the newest there is, whatever the actor wants.
      if (step % numSteps === 0) run.publish();
      if (step === 7 * numSteps) run.control.request('stop');
    };
    run.startLife().actor.run();

    const blocks = drain(run);
    expect(blocks.map(({ policyVersion }) => policyVersion)).toEqual(
      [0, 1, 2, 3, 4, 5, 6].map((round) => Math.max(0, round - lag)),
    );
    // Version v chooses action v % 2: these are the weights it said it used.
    for (const { policyVersion, actions } of blocks) {
      expect(actions).toEqual(actions.map(() => policyVersion % 2));
    }
  });

  it('gives up, naming the version, when the weights of its round are gone', () => {
    const run = new SoloRun({ lag: 1 });
    const { numSteps } = run.settings;
    run.publish();
    // One reader makes four slots: after version 5 they hold 2 to 5, and round 2 wants version 1.
    run.onStep = (step) => {
      if (step === 2 * numSteps) for (let i = 0; i < 5; i++) run.publish();
    };
    expect(() => run.startLife().actor.run()).toThrow(
      expect.objectContaining({
        code: 'ERR_WEIGHTS',
        message: 'weights: expected version 1 to be kept for round 2, got it overwritten',
      }) as Error,
    );
    expect(drain(run).map(({ policyVersion }) => policyVersion)).toEqual([0, 0]);
  });
});

describe('an actor in async mode', () => {
  it('acts with the newest version there is when a block begins', () => {
    const run = new SoloRun();
    const { numSteps } = run.settings;
    // Versions published during each block.
    const publications = [1, 0, 3, 0, 0, 2];
    run.publish();
    run.onStep = (step) => {
      // In mid-block: the block goes on with the weights it began with.
      if (step % numSteps !== 2) return;
      const block = Math.floor(step / numSteps);
      for (let i = 0; i < publications[block]!; i++) run.publish();
      if (block === publications.length - 1) run.control.request('stop');
    };
    run.startLife().actor.run();
    const blocks = drain(run);
    expect(blocks.map(({ policyVersion }) => policyVersion)).toEqual([0, 1, 1, 4, 4, 4]);
    for (const { policyVersion, actions } of blocks) {
      expect(actions).toEqual(actions.map(() => policyVersion % 2));
    }
  });
});

describe('an actor', () => {
  it('numbers its blocks on over its lives and says which life made them', () => {
    const run = new SoloRun();
    run.publish();
    for (const incarnation of [0, 1, 2]) {
      const { actor, producer } = run.startLife(incarnation);
      const publish = producer.publish.bind(producer);
      let published = 0;
      producer.publish = () => {
        publish();
        if (++published === incarnation + 1) throw new Error('killed on purpose');
      };
      expect(() => actor.run()).toThrow('killed on purpose');
    }
    expect(drain(run).map(({ sequence, incarnation }) => [sequence, incarnation])).toEqual([
      [0, 0],
      [1, 1],
      [2, 1],
      [3, 2],
      [4, 2],
      [5, 2],
    ]);
  });

  it('finishes the block at hand when it is stopped, and begins none when it was stopped before', () => {
    const run = new SoloRun();
    run.publish();
    run.onStep = (step) => step === 5 && run.control.request('stop');
    run.startLife().actor.run();
    expect(drain(run)).toHaveLength(2);
    run.startLife(1).actor.run();
    expect(drain(run)).toHaveLength(0);
    // Even with nothing to act with.
    const empty = new SoloRun();
    empty.control.request('stop');
    empty.startLife().actor.run();
    expect(drain(empty)).toHaveLength(0);
  });

  it('fills the ring, waits for room, and goes on when the learner releases a block', () => {
    const run = new SoloRun({ numBlocks: 2 });
    run.publish();
    const { actor, producer } = run.startLife();
    let waits = 0;
    const waitWritable = BlockRing.prototype.waitWritable.bind(producer);
    producer.waitWritable = (timeout) => {
      expect(run.ring.numReadable).toBe(2);
      waits++;
      // The first wait ends without room, as after an interrupt; the second with room; the third with a stop.
      if (waits === 1) return waitWritable(0);
      if (waits === 2) {
        run.ring.tryPeek();
        run.ring.release();
      } else run.control.request('stop');
      return waitWritable(timeout);
    };
    actor.run();
    expect(waits).toBe(3);
    expect(run.ring.published).toBe(3);
  });

  it('counts what it does, also through its next lives', () => {
    const run = new SoloRun({ numEnvs: 3, numSteps: 16, epsilon: 0.25 });
    const totals = { envSteps: 0, blocks: 0, episodes: 0 };
    for (const incarnation of [0, 1]) {
      run.publish();
      const beatsBefore = run.counters.get('beats');
      const { actor } = run.startLife(incarnation);
      // A life begins with what the one before had counted.
      expect(run.counters.snapshot()).toMatchObject({ ...totals, threadId: 41 + incarnation });
      let steps = 0;
      run.onStep = () => {
        expect(run.counters.get('beats')).toBeGreaterThan(beatsBefore + steps);
        // Steps count when their block is published.
        expect(run.counters.get('envSteps')).toBe(totals.envSteps + 48 * Math.floor(steps / 16));
        if (++steps === 165) throw new Error('killed on purpose');
      };
      expect(() => actor.run()).toThrow('killed on purpose');
      const blocks = drain(run);
      expect(blocks).toHaveLength(10);
      totals.blocks += 10;
      totals.envSteps += 480;
      totals.episodes += blocks.reduce((sum, { numEpisodes }) => sum + numEpisodes, 0);
      expect(run.counters.snapshot()).toMatchObject({ ...totals, policyVersion: incarnation, epsilon: 0.25 });
    }
    expect(totals.episodes).toBeGreaterThan(10);
  });

  it('shows what it waits for while it waits, by the time-outs of its waits', () => {
    const run = new SoloRun({ numBlocks: 1 });
    run.publish();
    const { actor, producer } = run.startLife();
    const shown: number[] = [];
    producer.waitWritable = (timeout) => {
      // As a wait that ends without room.
      const end = performance.now() + timeout / 50;
      while (performance.now() < end);
      shown.push(run.counters.get('waitRingNanoseconds'));
      if (shown.length === 4) run.control.request('stop');
      return false;
    };
    actor.run();
    shown.push(run.counters.get('waitRingNanoseconds'));
    for (const [i, nanoseconds] of shown.entries()) expect(nanoseconds).toBeGreaterThanOrEqual(i * 2e6);
    expect(run.counters.get('envSteps')).toBe(2 * 4);
  });

  it('partitions its wall time, to the nanosecond', () => {
    const run = new SoloRun({ numSteps: 64, numEnvs: 8, numBlocks: 2 });
    run.publish();
    const before = performance.now();
    const { actor, producer } = run.startLife();
    const built = performance.now();
    let lastPublishAt = NaN;
    run.onStep = (step) => {
      if (step % 3 === 0) run.publish();
      if (step === 64 * 20) run.control.request('stop');
    };
    const publish = producer.publish.bind(producer);
    producer.publish = () => {
      publish();
      lastPublishAt = performance.now();
    };
    const waitWritable = BlockRing.prototype.waitWritable.bind(producer);
    let waitedMilliseconds = 0;
    producer.waitWritable = (timeout) => {
      const startedAt = performance.now();
      while (performance.now() < startedAt + 1);
      drain(run);
      waitedMilliseconds += performance.now() - startedAt;
      return waitWritable(timeout);
    };
    actor.run();

    const states = ['env', 'policy', 'waitRing', 'waitWeights', 'other'] as const;
    const times = states.map((state) => run.counters.get(`${state}Nanoseconds`) / 1e6);
    // There was always a version to act with.
    for (const [i, state] of states.entries()) expect(times[i]! > 0, state).toBe(state !== 'waitWeights');
    const total = times.reduce((sum, time) => sum + time);
    // Booked from the gauges' birth, between `before` and `built`, to when the last block was counted: after its
    // publication. Each of the five is rounded to a nanosecond, and their sum by the clock to a microsecond.
    expect(total).toBeGreaterThanOrEqual(lastPublishAt - built - 5e-6);
    expect(total).toBeLessThanOrEqual(performance.now() - before + 5e-6);
    expect(Math.abs(total - run.counters.get('wallMicroseconds') / 1e3)).toBeLessThanOrEqual(1e-3);
    // The wait was ours: at least what was measured inside it.
    expect(times[states.indexOf('waitRing')]).toBeGreaterThanOrEqual(waitedMilliseconds - 1e-6);
  });

  it.each([1, 4, 64])('tells policy from environment in blocks of %i steps', (numSteps) => {
    let now = 0;
    const run = new SoloRun({ numSteps, now: () => now });
    run.publish();
    run.onStep = (step) => {
      now += 3;
      if (step % numSteps === 0) drain(run);
      if (step === 64) run.control.request('stop');
    };
    const { actor, policy } = run.startLife();
    const act = policy.act.bind(policy);
    policy.act = (stepsPerEnv) => {
      now += 1;
      act(stepsPerEnv);
    };
    actor.run();
    expect(run.counters.get('policyNanoseconds')).toBe(64e6);
    expect(run.counters.get('envNanoseconds')).toBe(3 * 64e6);
  });

  it('shows its times now and then, and at last all of them', () => {
    let now = 0;
    const run = new SoloRun({ numSteps: 1, now: () => now });
    run.publish();
    const shown: number[] = [];
    run.onStep = (step) => {
      shown.push(run.counters.get('wallMicroseconds'));
      drain(run);
      // Three tenths of a millisecond each; of the block under way nothing is shown.
      now += 0.3;
      if (step === 10) run.control.request('stop');
    };
    run.startLife().actor.run();
    expect(shown).toEqual([0, 0, 0, 0, 1200, 1200, 1200, 1200, 2400, 2400]);
    expect(run.counters.get('wallMicroseconds')).toBe(3000);
  });
});
