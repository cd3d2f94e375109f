import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { describe, expect, it } from 'vitest';
import { train, type RunSummary } from '../../src/index.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const folder = temporaryFolder();
let runs = 0;

/** A run that is short but complete: learning, target updates, evaluations, a budget. */
function shortRun(actors: number, seed = 5): Promise<RunSummary> {
  return train({
    actors: { count: actors },
    evaluation: { targetReturn: 475, episodes: 10, everySteps: 2048 },
    run: { seed, steps: 6144, out: join(folder, String(runs++)) },
  });
}

/** Everything about a run that may not depend on timing or on the number of actors. */
function essence({ envSteps, episodes, updates, evaluation, weightsSha256, reason }: RunSummary): object {
  return { envSteps, episodes, updates, evaluation, weightsSha256, reason };
}

describe('a sync run', () => {
  it('gives the same weights with 1, 2 and 4 actors', async () => {
    const [one, two, four] = [await shortRun(1), await shortRun(2), await shortRun(4)];
    expect(essence(two)).toEqual(essence(one));
    expect(essence(four)).toEqual(essence(one));
  });

  it('gives the same weights on a loaded machine', async () => {
    const idle = await shortRun(2);
    const burners = Array.from({ length: 4 }, () => new Worker('for (;;);', { eval: true }));
    try {
      expect(essence(await shortRun(3))).toEqual(essence(idle));
    } finally {
      await Promise.all(burners.map((burner) => burner.terminate()));
    }
  });

  it('gives other weights with another seed', async () => {
    expect((await shortRun(1, 6)).weightsSha256).not.toBe((await shortRun(1, 5)).weightsSha256);
  });
});
