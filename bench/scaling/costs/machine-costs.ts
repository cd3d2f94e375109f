import { median } from '../../../src/shared/statistics.js';
import type { Pace } from '../../pace.js';
import type { Configuration } from '../configuration.js';
import type { MachineCosts, ModelInput } from '../model-input.js';
import { blockTime } from '../round-time.js';
import { configOf } from '../settings.js';
import type { MeasureConfiguration } from '../sweep.js';
import { inThreads } from './in-thread.js';
import { wakeCost } from './wake-cost.js';

export interface MachineCostOptions {
  readonly cores: number;
  readonly set: readonly string[];
  readonly pace: Pace;
  /** Runs the actors of a configuration beside an idle learner. */
  readonly measureIdle: MeasureConfiguration;
}

/** Whoever knows what an actor of a configuration costs. */
interface ActorKnower {
  of(configuration: Configuration): Promise<Omit<ModelInput, 'machine' | 'configuration'>>;
}

const HAND_OVER_ROUNDS = 3;

/** Measures what threads cost each other, for all numbers of actors there are. */
export async function machineCosts(
  configurations: readonly Configuration[],
  parts: ActorKnower,
  options: MachineCostOptions,
): Promise<MachineCosts> {
  const { cores } = options;
  const actorCounts = [...new Set(configurations.map(({ actors }) => actors))];
  const busy = actorCounts.flatMap((actors) => [Math.min(cores, actors), Math.min(cores, actors + 1)]);
  const speeds = await threadSpeeds(configurations[0]!, [...new Set(busy)], options);
  const handOvers = new Map<number, number>();
  for (const actors of actorCounts) {
    const inRounds = configurations.filter((each) => each.actors === actors && each.mode === 'sync');
    // Async actors wait for nobody.
    if (inRounds.length > 0) handOvers.set(actors, await handOver(smallest(inRounds), parts, options));
  }
  return {
    cores,
    speedOf: (busyThreads) => speeds.get(busyThreads)!,
    wakeNs: await wakeCost(),
    handOverNs: (actors) => handOvers.get(actors)!,
    copyBytesPerSecond: await copyBytesPerSecond(configurations[0]!, options),
  };
}

/** Cores share a clock, a power budget and, as hyper-threads, everything: the policy's pace in `k` threads over that in one. */
async function threadSpeeds(
  configuration: Configuration,
  counts: readonly number[],
  { set, pace }: MachineCostOptions,
): Promise<ReadonlyMap<number, number>> {
  const config = configOf(configuration, set);
  const policyNs = async (numThreads: number): Promise<number> => {
    return median(await inThreads({ kind: 'policy', config, pace }, numThreads));
  };
  const alone = await policyNs(1);
  const speeds = new Map([[1, 1]]);
  for (const count of counts) if (count > 1) speeds.set(count, Math.min(1, alone / (await policyNs(count))));
  return speeds;
}

/** What a round takes when the two sides take turns and there is nothing to learn, apart from the acting. */
async function handOver(
  sample: Configuration,
  parts: ActorKnower,
  { cores, measureIdle }: MachineCostOptions,
): Promise<number> {
  const configuration: Configuration = { ...sample, lag: 0 };
  const { actors, envsPerActor, blockLength } = configuration;
  const periods: number[] = [];
  for (let round = 0; round < HAND_OVER_ROUNDS; round++) {
    const { envStepsPerSecond } = await measureIdle(configuration);
    periods.push((1e9 * actors * envsPerActor * blockLength) / envStepsPerSecond);
  }
  const acting = blockTime({ ...(await parts.of(configuration)), configuration }).total;
  return Math.max(0, Math.min(...periods) - acting * Math.max(1, actors / cores));
}

/** With the fewest steps in a block: what is measured is what is left when they are taken off. */
function smallest(configurations: readonly Configuration[]): Configuration {
  const steps = ({ envsPerActor, blockLength }: Configuration): number => envsPerActor * blockLength;
  return configurations.reduce((a, b) => (steps(b) < steps(a) ? b : a));
}

async function copyBytesPerSecond(
  configuration: Configuration,
  { cores, set, pace }: MachineCostOptions,
): Promise<number> {
  const rates = await inThreads({ kind: 'copy', config: configOf(configuration, set), pace }, cores);
  return rates.reduce((sum, rate) => sum + rate, 0);
}
