import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Trainer, UnrollExtent } from '../../src/learner/trainer.js';
import { createUpdateMetrics } from '../../src/learner/update-metrics.js';
import { policyFeeds } from './support/policy-feeds.js';
import { policyTask } from './support/policy-task.js';

/** Blocks in each ring. */
const NUM_BLOCKS = 4;

/** Holds every block until it is told to let go. Remembers each by its environments and the first reward in it. */
class HoldingTrainer implements Trainer {
  readonly batchSize = 1;
  readonly stored = { size: 0, capacity: 0 };
  readonly updatesDue = 0;
  missing = 1;
  readonly taken: string[] = [];
  readonly broken: number[] = [];
  /** Of held blocks: the memory itself, and what it held when it was taken in. */
  readonly held: { readonly reward: Float32Array; readonly copy: readonly number[] }[] = [];
  canIngest = () => true;
  canUpdate = () => false;
  update = () => Promise.resolve(createUpdateMetrics());
  state = () => ({});

  get holdsBlocks(): boolean {
    return this.held.length > 0;
  }

  ingest({ reward }: { readonly reward: Float32Array }, { firstEnv }: UnrollExtent): void {
    this.taken.push(`${firstEnv}: ${reward[0]!}`);
    this.held.push({ reward, copy: [...reward] });
  }

  breakStreams({ firstEnv }: UnrollExtent): void {
    this.broken.push(firstEnv);
  }
}

function intakeOf(start = 0) {
  const task = policyTask({ algorithm: { name: 'a2c' }, actors: { count: 2, ringBlocks: NUM_BLOCKS } });
  const trainer = new HoldingTrainer();
  return { trainer, ...policyFeeds(task, trainer, start) };
}

const anyStep = fc.constantFrom('push 0', 'push 1', 'receive 0', 'receive 1', 'release', 'let go');
const anyStart = fc.oneof(fc.constant(0), fc.constant(2 ** 31 - 3), fc.constant(-3), fc.integer());

describe('Intake, of a trainer that holds blocks', () => {
  it('keeps them readable and in order until they are let go, wherever the positions of the rings are', () => {
    fc.assert(
      fc.property(anyStart, fc.array(anyStep, { maxLength: 80 }), (start, steps) => {
        const { trainer, intake, producers, push } = intakeOf(start);
        const [waiting, held] = [
          [0, 0],
          [0, 0],
        ];
        for (const step of steps) {
          const actor = Number(step.at(-1));
          if (step.startsWith('push')) {
            const isFull = waiting[actor]! + held[actor]! === NUM_BLOCKS;
            expect(push(actor)).toBe(!isFull);
            if (!isFull) waiting[actor]!++;
          } else if (step.startsWith('receive')) {
            expect(intake.tryReceive(actor, 0)).toBe(waiting[actor]! > 0);
            if (waiting[actor]! === 0) continue;
            waiting[actor]!--;
            held[actor]!++;
          } else {
            if (step === 'let go') trainer.held.length = 0;
            intake.releaseHeld();
            if (trainer.held.length === 0) held.fill(0);
          }
          for (const [a, ring] of producers.entries()) {
            expect(ring.numReadable).toBe(waiting[a]! + held[a]!);
            expect(intake.numWaiting(a)).toBe(waiting[a]);
          }
          for (const { reward, copy } of trainer.held) expect([...reward]).toEqual(copy);
        }
        expect(trainer.taken).toEqual(expectedBlocks(trainer.taken));
      }),
      { numRuns: 200 },
    );
  });

  it('says once for every restart of an actor that its environments begin anew', () => {
    const { trainer, intake, push } = intakeOf();
    for (const [actor, incarnation] of [
      [0, 0],
      [1, 1],
      [1, 1],
      [0, 0],
      [1, 2],
    ] as const) {
      push(actor, incarnation);
      intake.tryReceive(actor, 0);
    }
    expect(trainer.broken).toEqual([2, 2]);
  });
});

describe('Intake, which calls for blocks', () => {
  /** Steps in one block of each of the two actors. */
  const ROWS = 4 * 8;

  function wanted(
    missing: number,
    before: (run: ReturnType<typeof intakeOf>) => void = () => undefined,
  ): number[] {
    const run = intakeOf();
    run.trainer.missing = missing;
    before(run);
    run.intake.callForBlocks();
    // The first number of readable blocks at which the actor would ring.
    return run.producers.map((ring, actor) => {
      let numBlocks = ring.numReadable;
      while (!ring.hasWanted && run.push(actor)) numBlocks++;
      return numBlocks;
    });
  }

  it('wants of every actor as many as the next update takes', () => {
    expect(wanted(1)).toEqual([1, 1]);
    expect(wanted(ROWS)).toEqual([1, 1]);
    expect(wanted(ROWS + 1)).toEqual([2, 2]);
  });

  it('wants one less than fill the ring, however many are missing', () => {
    expect(wanted(1e9)).toEqual([NUM_BLOCKS - 1, NUM_BLOCKS - 1]);
    expect(wanted(Infinity)).toEqual([NUM_BLOCKS - 1, NUM_BLOCKS - 1]);
  });

  it('counts those that the trainer still holds', () => {
    const hold = (count: number) => (run: ReturnType<typeof intakeOf>) => {
      for (let i = 0; i < count; i++) {
        run.push(0);
        run.intake.tryReceive(0, 0);
      }
    };
    expect(wanted(1, hold(2))).toEqual([3, 1]);
    expect(wanted(1e9, hold(2))).toEqual([3, NUM_BLOCKS - 1]);
    expect(wanted(1e9, hold(3))).toEqual([4, NUM_BLOCKS - 1]);
  });

  it('says when there is enough already', () => {
    const { intake, trainer, push } = intakeOf();
    trainer.missing = 2 * ROWS;
    push(0);
    expect(intake.callForBlocks()).toBe(false);
    push(0);
    expect(intake.callForBlocks()).toBe(true);
  });
});

/** The blocks taken in, each actor's in the order in which it makes them. */
function expectedBlocks(taken: readonly string[]): string[] {
  const reference = new HoldingTrainer();
  const task = policyTask({ algorithm: { name: 'a2c' }, actors: { count: 2, ringBlocks: NUM_BLOCKS } });
  const { intake, push } = policyFeeds(task, reference);
  for (const block of taken) {
    const actor = block.startsWith('0:') ? 0 : 1;
    push(actor);
    intake.tryReceive(actor, 0);
    reference.held.length = 0;
    intake.releaseHeld();
  }
  return reference.taken;
}
