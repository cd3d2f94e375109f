import { setTimeout as sleep } from 'node:timers/promises';
import { summarizeRounds, type Measurement } from '../measure.js';
import type { SuiteOptions } from '../suites.js';
import { ActingRun, type ActingCounts } from './support/acting-run.js';
import { ActorProfile } from './support/actor-profile.js';
import { actFitted, type Fitting } from './support/fitting.js';
import { inTurns } from './support/in-turns.js';
import type { LearnerManner } from './support/learner-side.js';
import { sharesOf, type Shares } from './support/shares.js';

const FULL = { rounds: 25, roundMilliseconds: 100, warmUpMilliseconds: 700 };
const QUICK = { rounds: 3, roundMilliseconds: 30, warmUpMilliseconds: 200 };
type Effort = typeof FULL;

/** Environments of the actor: what a run has by default, and a larger batch. */
const SIZES = [8, 32] as const;

/** What an actor spends on being one of many threads: see the suite's `about`. */
export async function synchronisationSuite({ isQuick }: SuiteOptions): Promise<Measurement[]> {
  const effort = isQuick ? QUICK : FULL;
  const measurements: Measurement[] = [];
  for (const numEnvs of SIZES) measurements.push(...(await measureSize(numEnvs, effort)));
  return measurements;
}

async function measureSize(numEnvs: number, effort: Effort): Promise<Measurement[]> {
  const begin = (learner: LearnerManner, fitting: Fitting): Promise<ActingRun> =>
    beginRun(numEnvs, learner, fitting, effort);
  const [atWork, asleep] = [ActorProfile.allocate(), ActorProfile.allocate()];
  const runs = {
    atWork: await begin('at work', { kind: 'profiled', profile: atWork }),
    asleep: await begin('asleep', { kind: 'profiled', profile: asleep }),
    whole: await begin('at work', { kind: 'none' }),
    bare: await begin('asleep', { kind: 'bare' }),
  };
  try {
    const profiled = (run: ActingRun, buffer: SharedArrayBuffer) => async (): Promise<Shares> => {
      const profile = new ActorProfile(buffer);
      return sharesOf(...(await run.round(effort.roundMilliseconds, () => profile.read())));
    };
    const timed = (run: ActingRun) => async (): Promise<Shares> => {
      const [before, after] = await run.round(effort.roundMilliseconds, () => run.counts());
      return { block: nanosecondsABlock(before, after), ring: NaN, weights: NaN, counters: NaN };
    };
    const rounds = await inTurns(effort.rounds, {
      atWork: profiled(runs.atWork, atWork),
      asleep: profiled(runs.asleep, asleep),
      whole: timed(runs.whole),
      bare: timed(runs.bare),
    });
    const size = { numEnvs, numSteps: runs.whole.blockLength };
    const name = `block of ${size.numEnvs} x ${size.numSteps}`;
    return [
      ...describe(`${name}, learner at work`, rounds.atWork, size),
      ...describe(`${name}, learner asleep`, rounds.asleep, size),
      summarizeRounds(
        `${name}, learner at work: synchronisation, taken away`,
        '% of actor time',
        rounds.whole.map(({ block }, round) => 100 * (1 - rounds.bare[round]!.block / block)),
        size,
      ),
    ];
  } finally {
    await Promise.all(Object.values(runs).map((run) => run.stop()));
  }
}

async function beginRun(
  envsPerActor: number,
  learner: LearnerManner,
  fitting: Fitting,
  { warmUpMilliseconds }: Effort,
): Promise<ActingRun> {
  const run = await ActingRun.start({
    ...{ numActors: 1, envsPerActor, learner },
    act: (task) => actFitted(task, fitting),
  });
  await sleep(warmUpMilliseconds);
  run.pause();
  return run;
}

function nanosecondsABlock(before: ActingCounts, after: ActingCounts): number {
  const waited = after.waitNanoseconds - before.waitNanoseconds;
  return (after.nanoseconds - before.nanoseconds - waited) / (after.blocks - before.blocks);
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
