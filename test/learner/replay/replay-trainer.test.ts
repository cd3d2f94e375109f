import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReplayTrainer } from '../../../src/learner/replay/replay-trainer.js';
import { stepInRow, stepsFrom, unrollOf } from '../support/steps.js';
import { trainerOf } from '../support/trainer.js';

/** One round of every environment, in blocks of the given numbers of environments. */
function ingestRound(trainer: ReplayTrainer, round: number, deal: readonly number[], numSteps: number): void {
  let firstEnv = 0;
  for (const numEnvs of deal) {
    const block = Array.from({ length: numEnvs }, (_, e) =>
      stepsFrom(firstEnv + e, round * numSteps, numSteps),
    );
    trainer.ingest(unrollOf(block), { firstEnv, numEnvs, numSteps });
    firstEnv += numEnvs;
  }
}

/** Updates made in each round when just those that are due are made. */
async function updatesPerRound(
  trainer: ReplayTrainer,
  deal: readonly number[],
  rounds: number,
  numSteps = 4,
): Promise<number[]> {
  const numbers: number[] = [];
  for (let round = 0; round < rounds; round++) {
    ingestRound(trainer, round, deal, numSteps);
    let made = 0;
    for (; trainer.updatesDue > 0; made++) await trainer.update();
    numbers.push(made);
  }
  return numbers;
}

const settings = { numStreams: 6, capacity: 600, batchSize: 8, minSize: 50, samplesPerInsert: 2 };

describe('ReplayTrainer', () => {
  it('owes nothing before the minimum size, and from its last transition on the ratio exactly', async () => {
    const { trainer, engine } = trainerOf(settings);
    // 24 transitions a round: after the third, 72 - 49 = 23 count, which is 46 samples and 5 batches; then 6 a round.
    expect(await updatesPerRound(trainer, [6], 6)).toEqual([0, 0, 5, 6, 6, 6]);
    expect([engine.updates, trainer.updatesDue]).toEqual([23, 0]);
  });

  it('owes as many updates as its definition says after every block', async () => {
    const ratios = fc.oneof(fc.integer({ min: 1, max: 40 }), fc.double({ min: 0.01, max: 40, noNaN: true }));
    const property = async (samplesPerInsert: number, minSize: number, batchSize: number) => {
      const { trainer, engine } = trainerOf({ ...settings, samplesPerInsert, minSize, batchSize });
      for (let round = 0; round < 12; round++) {
        ingestRound(trainer, round, [6], 4);
        const inserted = 24 * (round + 1);
        const counted = inserted < minSize ? 0 : inserted - minSize + 1;
        expect(trainer.updatesDue).toBe(
          Math.floor((counted * samplesPerInsert - engine.updates * batchSize) / batchSize),
        );
        while (trainer.updatesDue > 0) await trainer.update();
      }
    };
    await fc.assert(
      fc.asyncProperty(ratios, fc.integer({ min: 1, max: 200 }), fc.integer({ min: 1, max: 64 }), property),
      { numRuns: 60 },
    );
  });

  it.each([1, 32, 0.1, 0.7, 1 / 3])(
    'makes the same updates in every round however the environments are dealt out, at %d samples per insert',
    async (samplesPerInsert) => {
      const run = (deal: readonly number[]): Promise<number[]> => {
        // Blocks of one step, so that a ratio below 1 is added up from many small parts.
        const { trainer } = trainerOf({ ...settings, batchSize: 3, minSize: 7, samplesPerInsert });
        return updatesPerRound(trainer, deal, 100, 1);
      };
      for (const deal of [
        [3, 3],
        [2, 2, 2],
        [1, 1, 1, 1, 1, 1],
        [4, 2],
      ])
        expect(await run(deal)).toEqual(await run([6]));
    },
  );

  it('draws a fresh batch for every update', async () => {
    const { trainer, engine } = trainerOf(settings);
    ingestRound(trainer, 0, [6], 20);
    const seen: string[] = [];
    engine.onUpdate = () => seen.push(engine.batch.observationTm1.join());
    for (let i = 0; i < 5; i++) await trainer.update();
    expect(new Set(seen).size).toBe(5);
    expect(seen.join()).not.toContain('NaN');
  });

  it('asks the rate limiter before anything goes in or out', async () => {
    const { trainer } = trainerOf({ ...settings, samplesPerInsert: 1, minSize: 12, errorBuffer: 12 });
    expect([trainer.canUpdate(), trainer.canIngest(24), trainer.canIngest(25)]).toEqual([false, true, false]);
    ingestRound(trainer, 0, [6], 2);
    // 12 stored, none drawn: room for 12 more on either side.
    expect([trainer.canUpdate(), trainer.canIngest(12), trainer.canIngest(13)]).toEqual([true, true, false]);
    await trainer.update();
    // 8 drawn: 20 more may come in, but 4 more are all that may be drawn, and a batch is 8.
    expect([trainer.canUpdate(), trainer.canIngest(20), trainer.canIngest(21)]).toEqual([false, true, false]);
  });

  it('waits for a whole n-step return even if the limiter would not', () => {
    const { trainer } = trainerOf({ ...settings, minSize: 6, nStep: 3 });
    ingestRound(trainer, 0, [6], 2);
    expect([trainer.canUpdate(), trainer.updatesDue]).toEqual([false, 0]);
    ingestRound(trainer, 1, [6], 2);
    expect([trainer.canUpdate(), trainer.updatesDue]).toEqual([true, 4]);
  });

  it('breaks just the streams of the actor that was restarted', () => {
    const { trainer, table } = trainerOf({ ...settings, numStreams: 3, capacity: 30 });
    ingestRound(trainer, 0, [3], 2);
    table.columns.truncated.fill(0);
    table.columns.terminated.fill(0);
    trainer.breakStreams({ firstEnv: 1, numEnvs: 2, numSteps: 2 });
    const last = (stream: number) => stepInRow(table.columns, table.rowAt(stream, 1)).truncated;
    expect([last(0), last(1), last(2)]).toEqual([0, 1, 1]);
  });

  it('says what is stored and how large a batch is', () => {
    const { trainer } = trainerOf(settings);
    ingestRound(trainer, 0, [6], 4);
    expect([trainer.stored.size, trainer.stored.capacity, trainer.batchSize]).toEqual([24, 600, 8]);
  });
});
