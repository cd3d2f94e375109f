import { describe, expect, it } from 'vitest';
import type { Configuration } from '../../../bench/scaling/configuration.js';
import { predict } from '../../../bench/scaling/model.js';
import { blockTime } from '../../../bench/scaling/round-time.js';
import { ACTOR, FREE_LEARNER, LEARNER, inputOf, MACHINE } from './support/model-input.js';

/** 10 environments x 10 steps at 100 + 50 + 20 ns, 10 vector steps of 30 ns, and 700 ns for the block. */
const BLOCK_NS = 100 * 170 + 300 + 700;
const WEIGHTS_NS = 1000;
const WAKE_NS = 5000;

const idle = (configuration: Partial<Configuration>, machine = {}) =>
  predict(inputOf(configuration, null, { machine }));

describe('blockTime', () => {
  it('adds up what a block is made of', () => {
    const { parts, total } = blockTime(inputOf({ mode: 'async' }, null));
    expect(parts).toEqual({ policy: 10_000, environment: 5_000, unrolls: 2_000, synchronisation: 1_000 });
    expect(total).toBe(BLOCK_NS);
  });

  it('has new weights where they are published, and wakes a learner that sleeps', () => {
    expect(blockTime(inputOf({ mode: 'sync', lag: 0 }, null)).total).toBe(BLOCK_NS + WEIGHTS_NS);
    expect(blockTime(inputOf({ mode: 'async' }, LEARNER)).total).toBe(BLOCK_NS + WEIGHTS_NS);
    expect(blockTime(inputOf({ mode: 'async' }, null), MACHINE).total).toBe(BLOCK_NS + WAKE_NS);
  });
});

describe('predict, beside an idle learner', () => {
  it('gives async actors all of their blocks', () => {
    const { envStepsPerSecond, updatesPerSecond, bound } = idle({ mode: 'async', actors: 3 });
    expect(envStepsPerSecond).toBeCloseTo((3 * 100 * 1e9) / (BLOCK_NS + WAKE_NS), 3);
    expect(updatesPerSecond).toBe(0);
    expect(bound).toBe('policy');
  });

  it('gives actors that share cores no more than there are', () => {
    // What wakes a learner also costs the learner.
    const perBlock = BLOCK_NS + 2 * WAKE_NS;
    const { envStepsPerSecond, bound } = idle({ mode: 'async', actors: 3 }, { cores: 1 });
    expect(envStepsPerSecond).toBeCloseTo((100 * 1e9) / perBlock, 3);
    expect(bound).toBe('cores');
  });

  it('makes threads slower as they are more, where cores are no cores', () => {
    const speedOf = (busy: number): number => (busy > 2 ? 0.5 : 1);
    const one = idle({ mode: 'async', actors: 2 }, { speedOf });
    const two = idle({ mode: 'async', actors: 4 }, { speedOf });
    expect(two.envStepsPerSecond).toBeCloseTo(one.envStepsPerSecond, 3);
  });

  it('takes turns in rounds without lag', () => {
    const { envStepsPerSecond } = idle({ mode: 'sync', lag: 0, actors: 2 });
    expect(envStepsPerSecond).toBeCloseTo((200 * 1e9) / (BLOCK_NS + WEIGHTS_NS + 40_000), 3);
  });

  it('has lag + 1 rounds under way, until actors never wait', () => {
    const once = idle({ mode: 'sync', lag: 0 }).envStepsPerSecond;
    expect(idle({ mode: 'sync', lag: 1 }).envStepsPerSecond).toBeCloseTo(2 * once, 3);
    const far = idle({ mode: 'sync', lag: 9 });
    expect(far.envStepsPerSecond).toBeCloseTo((100 * 1e9) / (BLOCK_NS + WEIGHTS_NS + WAKE_NS), 3);
  });

  it('is as fast in rounds as without them where handing over costs nothing', () => {
    const free = { handOverNs: () => 0, wakeNs: 0 };
    const actor = { ...ACTOR, weightsNs: 0 };
    const rate = (mode: 'async' | 'sync', lag: number | null) =>
      predict(inputOf({ mode, lag }, null, { machine: free, actor })).envStepsPerSecond;
    expect(rate('sync', 1)).toBe(rate('async', null));
    expect(rate('sync', 0)).toBe(rate('async', null));
  });

  it('says synchronisation where small blocks wait for it', () => {
    expect(idle({ mode: 'sync', lag: 0, envsPerActor: 1, blockLength: 1 }).bound).toBe('synchronisation');
  });

  it('says memory where a step is larger than it is worth', () => {
    const { envStepsPerSecond, bound } = predict(inputOf({ mode: 'async' }, null, { bytesPerStep: 100_000 }));
    expect(envStepsPerSecond).toBeCloseTo(MACHINE.copyBytesPerSecond / 100_000, 3);
    expect(bound).toBe('memory');
  });
});

describe('predict, beside a learner that is held to a ratio', () => {
  // An update of 40,000 ns for every 10 steps, and 2,000 ns for every block; publishing, 8,000 ns, every 4 updates.
  const LEARNING_NS = 2_000 + 10 * (40_000 + 8_000 / 4);

  it('makes as many steps as it can learn from, waking an actor for each block', () => {
    const { envStepsPerSecond, updatesPerSecond, bound } = predict(inputOf({ mode: 'async' }, LEARNER));
    expect(envStepsPerSecond).toBeCloseTo((100 * 1e9) / (LEARNING_NS + WAKE_NS), 3);
    expect(updatesPerSecond).toBeCloseTo(envStepsPerSecond / 10, 6);
    expect(bound).toBe('learner');
  });

  it('gains nothing by more actors', () => {
    const rate = (actors: number) => predict(inputOf({ mode: 'async', actors }, LEARNER)).envStepsPerSecond;
    expect(rate(8)).toBeCloseTo(rate(1), 3);
  });

  it('makes as many steps as its actors can where it is infinitely fast', () => {
    const learner = { ...LEARNER, takeInNs: 0, updateNs: 0, publishNs: 0 };
    const { envStepsPerSecond, bound } = predict(inputOf({ mode: 'async' }, learner));
    expect(envStepsPerSecond).toBeCloseTo((100 * 1e9) / (BLOCK_NS + WEIGHTS_NS + WAKE_NS), 3);
    expect(bound).toBe('policy');
  });

  it('does one after the other on one core, whether they take turns or not', () => {
    const machine = { cores: 1, handOverNs: () => 0, wakeNs: 0 };
    const rate = (lag: number) =>
      predict(inputOf({ mode: 'sync', lag }, LEARNER, { machine })).envStepsPerSecond;
    const roundNs = BLOCK_NS + WEIGHTS_NS + 2_000 + 10 * 40_000 + 8_000;
    expect(rate(0)).toBeCloseTo((100 * 1e9) / roundNs, 3);
    expect(rate(1)).toBeCloseTo((100 * 1e9) / roundNs, 3);
  });

  it('hides the shorter of the two behind the longer with lag 1, and adds them up without', () => {
    const machine = { handOverNs: () => 0, wakeNs: 0 };
    const rate = (lag: number) =>
      predict(inputOf({ mode: 'sync', lag }, LEARNER, { machine })).envStepsPerSecond;
    const learning = 2_000 + 10 * 40_000 + 8_000;
    expect(rate(1)).toBeCloseTo((100 * 1e9) / learning, 3);
    expect(rate(0)).toBeCloseTo((100 * 1e9) / (learning + BLOCK_NS + WEIGHTS_NS), 3);
  });
});

describe('predict, beside a learner that runs free', () => {
  it('gives actors all of their blocks, and updates what taking them in leaves', () => {
    const { envStepsPerSecond, updatesPerSecond, bound } = predict(inputOf({ mode: 'async' }, FREE_LEARNER));
    const blocksPerSecond = 1e9 / (BLOCK_NS + WEIGHTS_NS);
    expect(envStepsPerSecond).toBeCloseTo(100 * blocksPerSecond, 3);
    expect(updatesPerSecond).toBeCloseTo((1e9 - blocksPerSecond * 2_000) / (40_000 + 2_000), 3);
    expect(bound).toBe('policy');
  });

  it('is held up by its rings where an update takes longer than they last', () => {
    const learner = { ...FREE_LEARNER, updateNs: 400_000 };
    const { envStepsPerSecond, updatesPerSecond, bound } = predict(inputOf({ mode: 'async' }, learner));
    // Four blocks a turn, one actor woken, one update.
    const turnNs = 4 * 2_000 + WAKE_NS + 400_000 + 2_000;
    expect(envStepsPerSecond).toBeCloseTo((400 * 1e9) / turnNs, 3);
    expect(updatesPerSecond).toBeCloseTo(1e9 / turnNs, 3);
    expect(bound).toBe('ring');
    const longer = predict(inputOf({ mode: 'async' }, learner, { ringBlocks: 64 }));
    expect(longer.bound).toBe('policy');
  });

  it('shares a core with its actors in equal parts', () => {
    const { envStepsPerSecond, updatesPerSecond, bound } = predict(
      inputOf({ mode: 'async' }, FREE_LEARNER, { machine: { cores: 1 }, ringBlocks: 64 }),
    );
    const blocksPerSecond = 0.5e9 / (BLOCK_NS + WEIGHTS_NS);
    expect(envStepsPerSecond).toBeCloseTo(100 * blocksPerSecond, 3);
    expect(updatesPerSecond).toBeCloseTo((0.5e9 - blocksPerSecond * 2_000) / 42_000, 3);
    expect(bound).toBe('cores');
  });
});
