import { summarizeRounds, type Measurement } from '../measure.js';
import { describeConfiguration, type Configuration } from './configuration.js';
import type { ActorCosts, LearnerCosts, ModelInput } from './model-input.js';

/** What a cost is of, in the order of the equations. */
export const ACTOR_COSTS: Readonly<Record<keyof ActorCosts, string>> = {
  policyNs: 'policy, a row',
  environmentNs: 'environment, a step',
  unrollNs: 'unroll, a step',
  vectorStepNs: 'bookkeeping, a step of all',
  blockNs: 'ring and counters, a block',
  weightsNs: 'new weights, a version',
};

export const LEARNER_COSTS = {
  takeInNs: 'taking in, a block',
  updateNs: 'update',
  publishNs: 'publishing, a version',
} as const satisfies Partial<Record<keyof LearnerCosts, string>>;

/** What threads cost each other on this machine. @param inputs - at least one */
export function machineFigures(inputs: readonly ModelInput[]): readonly Measurement[] {
  const { cores, wakeNs, speedOf, handOverNs, copyBytesPerSecond } = inputs[0]!.machine;
  const figure = (title: string, unit: string, value: number, parameters: Record<string, string | number>) =>
    summarizeRounds(`cost, this machine: ${title}`, unit, [value], parameters);
  const counts = (actors: (configuration: Configuration) => readonly number[]): number[] => [
    ...new Set(inputs.flatMap(({ configuration }) => actors(configuration))),
  ];
  const busy = counts(({ actors }) => [Math.min(cores, actors), Math.min(cores, actors + 1)]);
  const inRounds = counts(({ mode, actors }) => (mode === 'sync' ? [actors] : []));
  return [
    figure('waking a thread', 'ns', wakeNs, { cost: 'wakeNs' }),
    ...inRounds.map((actors) =>
      figure('handing over', 'ns', handOverNs(actors), { cost: 'handOverNs', actors }),
    ),
    ...busy.map((threads) =>
      figure('speed of a thread among so many', 'of one alone', speedOf(threads), { cost: 'speed', threads }),
    ),
    figure('copying, all cores', 'GB/s', copyBytesPerSecond / 1e9, { cost: 'copy' }),
  ];
}

/** What the parts of the configurations cost, each once. */
export function costFigures(inputs: readonly ModelInput[]): readonly Measurement[] {
  const seen = new Set<object>();
  const isNew = (costs: object): boolean => {
    const known = seen.has(costs);
    seen.add(costs);
    return !known;
  };
  return inputs.flatMap(({ configuration, actor, learner }) => [
    ...(isNew(actor) ? costsOf(configuration, actor, ACTOR_COSTS) : []),
    ...(learner !== null && isNew(learner)
      ? costsOf<keyof typeof LEARNER_COSTS>(configuration, learner, LEARNER_COSTS)
      : []),
  ]);
}

function costsOf<Name extends string>(
  configuration: Configuration,
  costs: Readonly<Record<Name, number>>,
  titles: Readonly<Record<Name, string>>,
): Measurement[] {
  const { algorithm, actors, envsPerActor, blockLength } = configuration;
  return Object.entries<string>(titles).map(([name, title]) =>
    summarizeRounds(`cost, ${describeConfiguration(configuration)}: ${title}`, 'ns', [costs[name as Name]], {
      ...{ cost: name, algorithm, actors, envsPerActor, blockLength },
    }),
  );
}
