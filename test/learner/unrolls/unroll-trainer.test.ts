import { describe, expect, it } from 'vitest';
import {
  CHOICES,
  ingestRound,
  policyTrainer,
  type PolicySettings,
  type PolicyTrainer,
} from '../support/policy-task.js';
import { policySteps, policyUnroll } from '../support/policy-steps.js';

/** The first number of every observation of a round: no two are the same. */
function namesOf(round: number): number[] {
  const steps = policySteps(CHOICES, { firstEnv: 0, numEnvs: 4, numSteps: 8 }, 8 * round);
  return steps.flat().map(({ observation }) => observation[0]!);
}

const ascending = (values: readonly number[]) => [...values].sort((a, b) => a - b);

/** Makes all updates that are due. @returns for each the rows that were in its batch */
async function batchesOf(made: PolicyTrainer): Promise<number[][]> {
  const batches: number[][] = [];
  while (made.trainer.updatesDue > 0) {
    const due = made.trainer.updatesDue;
    await made.trainer.update();
    const { observation } = made.engine.batch;
    batches.push([...observation].filter((_, i) => i % 3 === 0));
    expect([made.trainer.updatesDue, made.trainer.batchSize]).toEqual([due - 1, observation.length / 3]);
  }
  return batches;
}

const ppo = (given: object, batchSize: number): PolicySettings => ({
  algorithm: { name: 'ppo', ...given },
  learner: { batchSize },
});

describe('UnrollTrainer of PPO', () => {
  it.each([
    [32, [32]],
    [8, [8, 8, 8, 8]],
    [15, [15, 15, 2]],
    [31, [31, 1]],
    [1, Array<number>(32).fill(1)],
  ])('uses every row of a round once in every epoch, %d at a time', async (batchSize, sizes) => {
    const made = await policyTrainer(ppo({ epochs: 3 }, batchSize));
    for (let round = 0; round < 2; round++) {
      ingestRound(made, round, [1, 3]);
      const batches = await batchesOf(made);
      expect(batches.map(({ length }) => length)).toEqual([...sizes, ...sizes, ...sizes]);
      for (let epoch = 0; epoch < 3; epoch++) {
        const rows = batches.slice(epoch * sizes.length, (epoch + 1) * sizes.length).flat();
        expect(ascending(rows)).toEqual(ascending(namesOf(round)));
      }
    }
  });

  it('gives a round up after the first update that finds its policy too far away', async () => {
    const optimizer = { name: 'adam', learningRate: 0.1 } as const;
    const divergencesOf = async (targetKl: number | null) => {
      const made = await policyTrainer({ ...ppo({ epochs: 4, targetKl }, 16), optimizer });
      ingestOnPolicy(made);
      const divergences: number[] = [];
      while (made.trainer.updatesDue > 0) divergences.push((await made.trainer.update())!.klDivergence);
      return { made, divergences };
    };
    const { divergences: all } = await divergencesOf(null);
    expect(all.length).toBe(8);
    const targetKl = Math.max(...all.slice(0, 3));
    const stopAt = all.findIndex((divergence) => divergence > targetKl);
    // Before the last, or there would be nothing to see.
    expect([3, 4, 5, 6]).toContain(stopAt);
    const { made: limited, divergences } = await divergencesOf(targetKl);
    expect(divergences).toEqual(all.slice(0, stopAt + 1));
    expect([limited.trainer.holdsBlocks, limited.trainer.canUpdate()]).toEqual([false, false]);
    // The next round begins with its first epoch.
    ingestRound(limited, 1);
    expect(limited.trainer.updatesDue).toBe(8);
  });
});

describe('UnrollTrainer of IMPALA, async', () => {
  const impala = (batchSize: number) =>
    policyTrainer({ algorithm: { name: 'impala' }, learner: { batchSize }, run: { mode: 'async' } });

  it('waits for whole blocks until they make a batch, and learns from all of their rows at once', async () => {
    const made = await impala(20);
    const { trainer } = made;
    const extent = { firstEnv: 2, numEnvs: 2, numSteps: 8 };
    const ingest = (block: number) =>
      trainer.ingest(policyUnroll(CHOICES, policySteps(CHOICES, extent, 8 * block)), extent);
    for (let batch = 0; batch < 3; batch++) {
      expect([trainer.canIngest(16), trainer.canUpdate(), trainer.holdsBlocks]).toEqual([true, false, false]);
      ingest(2 * batch);
      expect([trainer.canIngest(16), trainer.canUpdate(), trainer.holdsBlocks]).toEqual([true, false, true]);
      ingest(2 * batch + 1);
      expect([trainer.canIngest(16), trainer.canUpdate(), trainer.updatesDue]).toEqual([false, true, 1]);
      await trainer.update();
      expect(trainer.batchSize).toBe(32);
    }
  });

  it('has room for a batch that the largest block overfills', async () => {
    const made = await impala(17);
    for (const firstEnv of [0, 2]) {
      const extent = { firstEnv, numEnvs: 2, numSteps: 8 };
      made.trainer.ingest(policyUnroll(CHOICES, policySteps(CHOICES, extent, 0)), extent);
    }
    await made.trainer.update();
    expect([made.trainer.batchSize, made.engine.maxBatchSize]).toEqual([32, 17 + 16 - 1]);
  });
});

describe('UnrollTrainer', () => {
  it('follows its schedules by the steps taken in before the round, to the end of the run', async () => {
    const made = await policyTrainer({
      algorithm: { name: 'a2c' },
      optimizer: { name: 'adam', learningRate: 0.5, schedule: 'linear' },
      run: { steps: 128 },
    });
    const rates: number[] = [];
    for (let round = 0; round < 5; round++) {
      ingestRound(made, round);
      rates.push((await made.trainer.update())!.learningRate);
    }
    expect(rates).toEqual([0.5, 0.375, 0.25, 0.125, 0]);
  });

  it('begins the return of a restarted actor anew', async () => {
    const settings: PolicySettings = { algorithm: { name: 'a2c', normalizeReturns: true } };
    const statesOf = async (restarts: readonly number[]) => {
      const made = await policyTrainer(settings);
      ingestRound(made, 0);
      await made.trainer.update();
      for (const firstEnv of restarts) made.trainer.breakStreams({ firstEnv, numEnvs: 2, numSteps: 8 });
      ingestRound(made, 1);
      return [...made.trainer.state()['returns.moments']!];
    };
    const states = await Promise.all([[], [0], [2], [0, 2]].map(statesOf));
    expect(new Set(states.map(String)).size).toBe(4);
  });
});

/** A round whose actions were chosen by the very policy that learns from them: no divergence at first. */
function ingestOnPolicy({ trainer, engine }: PolicyTrainer): void {
  const extent = { firstEnv: 0, numEnvs: 4, numSteps: 8 };
  const unroll = policyUnroll(CHOICES, policySteps(CHOICES, extent, 0));
  unroll.action.forEach((action, row) => {
    const logits = engine.predict(unroll.observation.subarray(3 * row, 3 * row + 3))['policy']!;
    const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
    unroll.logProbability![row] = logits[action]! - Math.log(total);
  });
  trainer.ingest(unroll, extent);
}
