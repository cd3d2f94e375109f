import type { ActorTask } from '../../src/actors/actor-task.js';
import { ActorPool } from '../../src/runtime/actor-pool.js';
import { summarizeRounds, type Measurement } from '../measure.js';
import { ActingRun } from './support/acting-run.js';
import { inTurns } from './support/in-turns.js';

/** How long to watch. */
export interface ActingEffort {
  readonly rounds: number;
  readonly roundMilliseconds: number;
  readonly warmUpMilliseconds: number;
}

const ENVS_PER_ACTOR = 32;

/**
 * Actor threads at full speed, one and two in turns: a run acts while the other sleeps. The second core is the learner's too, which
 * is asleep but for giving blocks back.
 */
export async function actingAtFullSpeed(effort: ActingEffort): Promise<Measurement[]> {
  const pool = new ActorPool();
  const begin = async (numActors: number): Promise<ActingRun> => {
    const run = await ActingRun.start({
      ...{ numActors, envsPerActor: ENVS_PER_ACTOR, learner: 'asleep' },
      act: (task) => actInPool(pool, task),
    });
    await run.sleep(effort.warmUpMilliseconds);
    run.pause();
    return run;
  };
  const runs = [await begin(1), await begin(2)] as const;
  try {
    const rate = (run: ActingRun) => async (): Promise<number> => {
      const [before, after] = await run.round(effort.roundMilliseconds, () => run.counts());
      return (1e9 * (after.envSteps - before.envSteps)) / (after.nanoseconds - before.nanoseconds);
    };
    const { one, two } = await inTurns(effort.rounds, { one: rate(runs[0]), two: rate(runs[1]) });
    const figure = (numActors: number, rates: readonly number[]): Measurement =>
      summarizeRounds(
        `acting, ${numActors} actors x ${ENVS_PER_ACTOR} environments, 64-64 network`,
        'steps/s',
        rates,
        { actors: numActors, envsPerActor: ENVS_PER_ACTOR, blockLength: runs[0].blockLength },
      );
    return [
      figure(1, one),
      figure(2, two),
      summarizeRounds(
        'acting, 2 actors over 1',
        'x',
        two.map((both, round) => both / one[round]!),
      ),
    ];
  } finally {
    await Promise.all(runs.map((run) => run.stop()));
    await pool.close();
  }
}

async function actInPool(pool: ActorPool, task: ActorTask): Promise<void> {
  const outcome = await pool.act(task, new AbortController().signal);
  if ('failure' in outcome) throw new Error(outcome.failure.message);
}
