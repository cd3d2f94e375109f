import { summarizeRounds, type Measurement } from '../measure.js';
import type { SuiteOptions } from '../suites.js';
import { ActingRun } from './support/acting-run.js';
import { ActorProfile } from './support/actor-profile.js';
import { BlockTimes } from './support/block-times.js';
import { actFitted, type Fitting } from './support/fitting.js';
import { inTurns } from './support/in-turns.js';
import type { LearnerManner } from './support/learner-side.js';
import { sharesOf, type Shares } from './support/shares.js';

const FULL = { rounds: 25, roundMilliseconds: 100, warmUpMilliseconds: 700 };
const QUICK = { rounds: 3, roundMilliseconds: 30, warmUpMilliseconds: 200 };
type Effort = typeof FULL;

/** What a run has by default. */
const NUM_ENVS = 8;

/** What a learner does, and what that means to its actor. */
const LEARNERS: Readonly<Record<LearnerManner, string>> = {
  'at work': 'learner at work',
  publishing: 'a version a block',
  asleep: 'learner asleep',
};

/** What an actor spends on being one of many threads: see the suite's `about`. */
export async function synchronisationSuite({ isQuick }: SuiteOptions): Promise<Measurement[]> {
  const effort = isQuick ? QUICK : FULL;
  const runs: ActingRun[] = [];
  const begin = async (learner: LearnerManner, fitting: Fitting): Promise<ActingRun> => {
    const run = await beginRun(learner, fitting, effort);
    runs.push(run);
    return run;
  };
  try {
    const profiled = async (learner: LearnerManner): Promise<() => Promise<Shares>> => {
      const buffer = ActorProfile.allocate();
      const run = await begin(learner, { kind: 'profiled', profile: buffer });
      const profile = new ActorProfile(buffer);
      return async () => sharesOf(...(await run.round(effort.roundMilliseconds, () => profile.read())));
    };
    const timed = async (kind: 'timed' | 'bare'): Promise<() => Promise<number>> => {
      const buffer = BlockTimes.allocate();
      const run = await begin('at work', { kind, times: buffer });
      const times = new BlockTimes(buffer);
      return async () => {
        const look = () => ({ blocks: times.count });
        const [before, after] = await run.round(effort.roundMilliseconds, look);
        return times.medianNanoseconds(before.blocks, after.blocks);
      };
    };
    const shares = await inTurns(effort.rounds, {
      'at work': await profiled('at work'),
      publishing: await profiled('publishing'),
      asleep: await profiled('asleep'),
    });
    const times = await inTurns(effort.rounds, {
      whole: await timed('timed'),
      bare: await timed('bare'),
    });
    const size = { numEnvs: NUM_ENVS, numSteps: runs[0]!.blockLength };
    const name = `block of ${size.numEnvs} x ${size.numSteps}`;
    const saved = times.whole.map((whole, round) => 100 * (1 - times.bare[round]! / whole));
    return [
      ...Object.entries(LEARNERS).flatMap(([manner, meaning]) =>
        describe(`${name}, ${meaning}`, shares[manner as LearnerManner], size),
      ),
      summarizeRounds(`${name}: saved by an actor on its own`, '% of actor time', saved, size),
    ];
  } finally {
    await Promise.all(runs.map((run) => run.stop()));
  }
}

/** An actor that has reached its speed, and sleeps. */
async function beginRun(
  learner: LearnerManner,
  fitting: Fitting,
  { warmUpMilliseconds }: Effort,
): Promise<ActingRun> {
  const act = (task: Parameters<typeof actFitted>[0]): Promise<void> => actFitted(task, fitting);
  const run = await ActingRun.start({ numActors: 1, envsPerActor: NUM_ENVS, learner, act });
  await run.sleep(warmUpMilliseconds);
  run.pause();
  return run;
}

function describe(
  name: string,
  rounds: readonly Shares[],
  parameters: Readonly<Record<string, number>>,
): Measurement[] {
  const figure = (label: string, unit: string, read: (shares: Shares) => number): Measurement =>
    summarizeRounds(label, unit, rounds.map(read), parameters);
  return [
    figure(name, 'us', ({ block }) => block / 1e3),
    figure(`${name}: ring`, 'ns/block', ({ ring }) => ring),
    figure(`${name}: weights`, 'ns/block', ({ weights }) => weights),
    figure(`${name}: counters and clock`, 'ns/block', ({ counters }) => counters),
    figure(
      `${name}: synchronisation`,
      '% of actor time',
      ({ block, ring, weights, counters }) => (100 * (ring + weights + counters)) / block,
    ),
  ];
}
