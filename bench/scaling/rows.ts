import type { Measurement } from '../measure.js';
import type { Configuration, Mode, SweptAlgorithm } from './configuration.js';

/** What is said of a configuration, and in which unit. */
export const ROW_FIGURES = {
  envSteps: { title: 'env steps', unit: 'steps/s' },
  efficiency: { title: 'efficiency', unit: 'of one actor' },
  actorsWaiting: { title: 'actors waiting', unit: '% of actor time' },
  updates: { title: 'updates', unit: 'updates/s' },
  learnedEnvSteps: { title: "env steps at the algorithm's own samples per insert", unit: 'steps/s' },
  learnerTraining: { title: 'learner training', unit: '% training' },
  learnerWaiting: { title: 'learner waiting for data', unit: '% of learner time' },
  learnerTakingIn: { title: 'learner taking blocks in', unit: '% of learner time' },
  policyLag: { title: 'policy lag', unit: 'versions' },
  predictedEnvSteps: { title: 'env steps, predicted', unit: 'steps/s' },
  predictedUpdates: { title: 'updates, predicted', unit: 'updates/s' },
} as const;

export type RowFigure = keyof typeof ROW_FIGURES;

/** The figures of one configuration, as they are in a file of `bench --json`. */
export interface Row {
  readonly configuration: Configuration;
  readonly figures: Partial<Record<RowFigure, Measurement>>;
}

/** Reads the figures of the scaling suite back, configuration by configuration; other figures are passed over. */
export function rowsOf(measurements: readonly Measurement[]): readonly Row[] {
  const rows = new Map<
    string,
    { configuration: Configuration; figures: Partial<Record<RowFigure, Measurement>> }
  >();
  for (const measurement of measurements) {
    const { figure, ...at } = measurement.parameters ?? {};
    if (typeof figure !== 'string' || !Object.hasOwn(ROW_FIGURES, figure)) continue;
    const configuration = configurationOf(at);
    const key = Object.values(configuration).join(' ');
    const row = rows.get(key) ?? { configuration, figures: {} };
    row.figures[figure as RowFigure] = measurement;
    rows.set(key, row);
  }
  return [...rows.values()];
}

/** What tells the figures of a row from others. */
export function parametersOf(
  { algorithm, mode, lag, actors, envsPerActor, blockLength }: Configuration,
  figure: RowFigure,
): Record<string, string | number> {
  return { figure, algorithm, mode, ...(lag !== null && { lag }), actors, envsPerActor, blockLength };
}

function configurationOf(at: Readonly<Record<string, string | number>>): Configuration {
  return {
    algorithm: at['algorithm'] as SweptAlgorithm,
    mode: at['mode'] as Mode,
    lag: typeof at['lag'] === 'number' ? at['lag'] : null,
    actors: Number(at['actors']),
    envsPerActor: Number(at['envsPerActor']),
    blockLength: Number(at['blockLength']),
  };
}
