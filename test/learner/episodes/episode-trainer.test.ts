import { describe, expect, it } from 'vitest';
import { bits } from '../../shared/kernels/support/fixture.js';
import { CHOICES, ingestRound, policyTrainer } from '../support/policy-task.js';
import { policySteps } from '../support/policy-steps.js';

const SETTINGS = { env: { count: 3 }, actors: { count: 1, blockLength: 5 } } as const;

/** Episodes of the first rounds, by the definition of an end. */
function numEpisodes(rounds: number): number {
  const steps = policySteps(CHOICES, { firstEnv: 0, numEnvs: 3, numSteps: 5 * rounds }, 0).flat();
  return steps.filter(({ terminated, truncated }) => terminated + truncated > 0).length;
}

describe('EpisodeTrainer', () => {
  it('owes an update for every so many episodes, and keeps the rest for later', async () => {
    const made = await policyTrainer({ ...SETTINGS, algorithm: { name: 'reinforce', episodesPerUpdate: 4 } });
    let updates = 0;
    for (let round = 0; round < 8; round++) {
      ingestRound(made, round);
      const due = Math.floor(numEpisodes(round + 1) / 4) - updates;
      expect([made.trainer.updatesDue, made.trainer.canUpdate()]).toEqual([due, due > 0]);
      for (; made.trainer.updatesDue > 0; updates++) await made.trainer.update();
    }
    expect(updates).toBeGreaterThan(2);
  });

  it('learns nothing from what a restarted actor had begun', async () => {
    const settings = { ...SETTINGS, algorithm: { name: 'actor-critic' } } as const;
    const [restarted, fresh] = [await policyTrainer(settings), await policyTrainer(settings)];
    // Nothing ends in the first two steps of environment 0, so that it all is of an open episode.
    expect(
      policySteps(CHOICES, { firstEnv: 0, numEnvs: 1, numSteps: 2 }, 0)[0]!.every(
        (step) => step.terminated + step.truncated === 0,
      ),
    ).toBe(true);
    const short = {
      ...restarted.task,
      config: { ...restarted.task.config, actors: { ...restarted.task.config.actors, blockLength: 2 } },
    };
    ingestRound({ ...restarted, task: short }, 0, [1]);
    restarted.trainer.breakStreams({ firstEnv: 0, numEnvs: 3, numSteps: 2 });
    for (const made of [restarted, fresh]) {
      ingestRound(made, 4);
      expect(made.trainer.updatesDue).toBeGreaterThan(0);
      while (made.trainer.updatesDue > 0) await made.trainer.update();
    }
    expect(bits(restarted.engine.readParameters())).toEqual(bits(fresh.engine.readParameters()));
  });

  it('has no blocks to give back and no state but the moments of its observations', async () => {
    const made = await policyTrainer({ ...SETTINGS, algorithm: { name: 'reinforce' } });
    ingestRound(made, 0);
    expect([made.trainer.holdsBlocks, made.trainer.canIngest(1), made.trainer.state()]).toEqual([
      false,
      true,
      {},
    ]);
    expect(made.trainer.stored).toEqual({ size: 0, capacity: 0 });
    const normalized = await policyTrainer({
      ...SETTINGS,
      algorithm: { name: 'reinforce', normalizeObservations: true },
    });
    ingestRound(normalized, 0);
    expect(normalized.trainer.state()['observations.moments']![0]).toBe(15);
  });
});
