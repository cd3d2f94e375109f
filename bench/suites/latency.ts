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
/** Publications and blocks without which a round goes on, on a machine that has hardly any time for it. */
const LEAST_EVENTS = 10;
/** Times its length a round may last. */
const MOST_STRETCHES = 10;

/** What one round saw. */
interface Round {
  /** Of the versions published in it, ascending, in nanoseconds. */
  readonly delays: Float64Array;
  /** Mean duration of a block. */
  readonly blockNanoseconds: number;
}

/** How long a version of the weights that is out waits for a block that acts with it. */
export async function publishToAct(numActors: number, effort: LatencyEffort): Promise<Measurement[]> {
  const numVersions = MOST_STRETCHES * Math.ceil(totalMilliseconds(effort) / INTERVAL.leastMilliseconds);
  const logs = Array.from({ length: numActors }, () => VersionLog.allocate(numVersions));
  const publications = VersionLog.allocate(numVersions);
  const run = await ActingRun.start({
    ...{ numActors, envsPerActor: ENVS_PER_ACTOR, learner: 'asleep' },
    act: (task) => actFitted(task, { kind: 'recording', log: logs[task.actorIndex]! }),
  });
  const publisher: PublisherTask = { memory: run.memory, log: publications, ...INTERVAL };
  const published = runWorker('publisher', publisher);
  const watching = watch(run, new VersionLog(publications), effort);
  watching.catch(() => undefined);
  try {
    // A publisher that fails ends the wait for what it would have published.
    await Promise.race([watching, published]);
  } finally {
    await Promise.all([run.stop(), published]);
  }
  const moments = await watching;
  const events = new VersionLog(publications).events();
  const delays = logs.flatMap((log) => publishToActDelays(events, new VersionLog(log).events()));
  const rounds = moments.slice(1).map((end, round) => roundOf(delays, moments[round]!, end, numActors));
  const { blockLength } = run;
  return describe(rounds, { actors: numActors, envsPerActor: ENVS_PER_ACTOR, blockLength });
}

/** What there was at the beginning of each round, and at the end of the last. */
async function watch(
  run: ActingRun,
  publications: VersionLog,
  effort: LatencyEffort,
): Promise<ActingCounts[]> {
  await run.sleep(effort.warmUpMilliseconds);
  const moments = [run.counts()];
  for (let round = 0; round < effort.rounds; round++) {
    const enough = {
      versions: publications.count + LEAST_EVENTS,
      blocks: moments[round]!.blocks + LEAST_EVENTS,
    };
    let stretches = 0;
    await run.sleep(effort.roundMilliseconds, () => {
      stretches++;
      const isEnough = publications.count >= enough.versions && run.counts().blocks >= enough.blocks;
      return isEnough || stretches >= MOST_STRETCHES - 1;
    });
    moments.push(run.counts());
  }
  // Versions of the last round are acted with, too.
  const end = moments.at(-1)!.blocks + LEAST_EVENTS;
  await run.sleep(INTERVAL.mostMilliseconds, () => run.counts().blocks >= end);
  return moments;
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
