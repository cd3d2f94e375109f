import { setTimeout as sleep } from 'node:timers/promises';
import { quantile } from '../../src/shared/statistics.js';
import { summarizeRounds, type Measurement } from '../measure.js';
import { ActingRun, type ActingCounts } from './support/acting-run.js';
import { actFitted } from './support/fitting.js';
import { publishToActDelays, type Delay } from './support/publish-to-act.js';
import type { PublisherTask } from './support/publisher.js';
import { runWorker } from './support/run-worker.js';
import { VersionLog } from './support/version-log.js';

/** How long to watch. */
export interface LatencyEffort {
  readonly rounds: number;
  readonly roundMilliseconds: number;
  readonly warmUpMilliseconds: number;
}

/** Between two publications: from a few blocks to many, at no fixed distance from the start of a block. */
const INTERVAL = { leastMilliseconds: 0.2, mostMilliseconds: 2 } as const;
/** What a run has by default. */
const ENVS_PER_ACTOR = 8;

/** What one round saw. */
interface Round {
  /** Of the versions published in it, ascending, in nanoseconds. */
  readonly delays: Float64Array;
  /** Mean duration of a block. */
  readonly blockNanoseconds: number;
}

/** How long a version of the weights that is out waits for a block that acts with it. */
export async function publishToAct(numActors: number, effort: LatencyEffort): Promise<Measurement[]> {
  const numVersions = 2 * Math.ceil(totalMilliseconds(effort) / INTERVAL.leastMilliseconds);
  const logs = Array.from({ length: numActors }, () => VersionLog.allocate(numVersions));
  const publications = VersionLog.allocate(numVersions);
  const run = await ActingRun.start({
    ...{ numActors, envsPerActor: ENVS_PER_ACTOR, learner: 'asleep' },
    act: (task) => actFitted(task, { kind: 'recording', log: logs[task.actorIndex]! }),
  });
  const publisher: PublisherTask = { memory: run.memory, log: publications, ...INTERVAL };
  const published = runWorker('publisher', publisher);
  await sleep(effort.warmUpMilliseconds);
  const moments = [run.counts()];
  for (let round = 0; round < effort.rounds; round++) {
    await sleep(effort.roundMilliseconds);
    moments.push(run.counts());
  }
  // Versions of the last round have time to be acted with.
  await sleep(INTERVAL.mostMilliseconds);
  await Promise.all([run.stop(), published]);

  const events = new VersionLog(publications).events();
  const delays = logs.flatMap((log) => publishToActDelays(events, new VersionLog(log).events()));
  const rounds = moments.slice(1).map((end, round) => roundOf(delays, moments[round]!, end, numActors));
  const { blockLength } = run;
  return describe(rounds, { actors: numActors, envsPerActor: ENVS_PER_ACTOR, blockLength });
}

function totalMilliseconds({ rounds, roundMilliseconds, warmUpMilliseconds }: LatencyEffort): number {
  return warmUpMilliseconds + rounds * roundMilliseconds;
}

function roundOf(delays: readonly Delay[], start: ActingCounts, end: ActingCounts, numActors: number): Round {
  const inRound = delays.filter(
    ({ publishedAt }) => publishedAt >= start.nanoseconds && publishedAt < end.nanoseconds,
  );
  return {
    delays: Float64Array.from(inRound, ({ nanoseconds }) => nanoseconds).sort(),
    blockNanoseconds: (numActors * (end.nanoseconds - start.nanoseconds)) / (end.blocks - start.blocks),
  };
}

function describe(
  rounds: readonly Round[],
  parameters: { readonly actors: number; readonly envsPerActor: number; readonly blockLength: number },
): Measurement[] {
  const { actors, envsPerActor, blockLength } = parameters;
  const name = `publish to act, ${actors} ${actors === 1 ? 'actor' : 'actors'}`;
  const block = summarizeRounds(
    `${name}: block of ${envsPerActor} x ${blockLength}`,
    'us',
    rounds.map(({ blockNanoseconds }) => blockNanoseconds / 1e3),
    parameters,
  );
  const figures = [0.5, 0.99].flatMap((share) => {
    const label = `${name}: p${100 * share}`;
    const nanoseconds = rounds.map(({ delays }) => quantile(delays, share));
    return [
      summarizeRounds(
        label,
        'us',
        nanoseconds.map((delay) => delay / 1e3),
        parameters,
      ),
      summarizeRounds(
        `${label} in blocks`,
        'blocks',
        nanoseconds.map((delay, round) => delay / rounds[round]!.blockNanoseconds),
        parameters,
      ),
    ];
  });
  return [block, ...figures];
}
