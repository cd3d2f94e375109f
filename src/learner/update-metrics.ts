import { UPDATE_FIGURES } from '../shared/telemetry.js';

/**
 * Figures of the latest update, overwritten by the next: those of {@link UPDATE_FIGURES}, where each is described.
 * NaN where an algorithm has no such figure.
 */
export type UpdateMetrics = { -readonly [Name in keyof typeof UPDATE_FIGURES]: number };

/** The names of the figures, in the order of the table. */
export const UPDATE_METRIC_NAMES = Object.keys(UPDATE_FIGURES) as readonly (keyof UpdateMetrics)[];

/** Metrics of an update that has not told anything yet: all NaN. */
export function createUpdateMetrics(): UpdateMetrics {
  return Object.fromEntries(UPDATE_METRIC_NAMES.map((name) => [name, NaN])) as UpdateMetrics;
}
