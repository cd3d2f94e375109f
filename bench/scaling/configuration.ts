/** What actors are measured beside: an idle learner, which gives blocks back unread, or one that trains. */
export const SWEPT_ALGORITHMS = ['none', 'dqn', 'ppo', 'a2c', 'impala'] as const;

export type SweptAlgorithm = (typeof SWEPT_ALGORITHMS)[number];

export const MODES = ['async', 'sync'] as const;

export type Mode = (typeof MODES)[number];

/** One point of a sweep. */
export interface Configuration {
  readonly algorithm: SweptAlgorithm;
  readonly mode: Mode;
  /** Rounds by which acting is behind, in sync mode; null in async mode, where it has none. */
  readonly lag: number | null;
  /** `A`, actor threads. */
  readonly actors: number;
  /** `E`, environments of one actor. */
  readonly envsPerActor: number;
  /** `T`, steps of an environment in a block. */
  readonly blockLength: number;
}

/** What a sweep is over: every combination of these. */
export interface Grid {
  readonly algorithms: readonly SweptAlgorithm[];
  readonly modes: readonly Mode[];
  /** Of sync mode; null: the algorithm's own. */
  readonly lags: readonly number[] | null;
  readonly actors: readonly number[];
  readonly envsPerActor: readonly number[];
  readonly blockLengths: readonly number[];
}

/** Small blocks to large ones: what synchronisation costs, and what it comes to when it is shared by many steps. */
const DEFAULT_ENVS = [8, 32, 128];
const DEFAULT_BLOCK_LENGTHS = [8, 32, 128];

/** What is swept unless asked otherwise: a minute or ten on two cores. */
export function defaultGrid(cores: number): Grid {
  return {
    algorithms: ['none', 'dqn', 'ppo', 'impala'],
    modes: MODES,
    lags: null,
    actors: actorCounts(cores),
    envsPerActor: DEFAULT_ENVS,
    blockLengths: DEFAULT_BLOCK_LENGTHS,
  };
}

/** Of `--quick`: two configurations, an idle learner beside one that trains. */
export const QUICK_GRID: Grid = {
  algorithms: ['none', 'impala'],
  modes: ['async'],
  lags: null,
  actors: [1],
  envsPerActor: [8],
  blockLengths: [16],
};

/** Powers of two up to as many actors as there are cores, and that number itself. */
export function actorCounts(cores: number): readonly number[] {
  const counts: number[] = [];
  for (let count = 1; count < cores; count *= 2) counts.push(count);
  return [...counts, cores];
}

/** In words, for names and messages. */
export function describeConfiguration(configuration: Configuration): string {
  const { actors, envsPerActor, blockLength } = configuration;
  return `${describeLearner(configuration)}, ${actors} x ${envsPerActor} x ${blockLength}`;
}

/** Without its numbers: `dqn, sync, lag 1`. */
export function describeLearner({ algorithm, mode, lag }: Omit<Configuration, 'actors'>): string {
  return [algorithm, mode, ...(lag === null ? [] : [`lag ${lag}`])].join(', ');
}

/** What configurations have in common that differ in the number of actors alone. */
export function lineOf({ algorithm, mode, lag, envsPerActor, blockLength }: Configuration): string {
  return [algorithm, mode, lag, envsPerActor, blockLength].join(' ');
}
