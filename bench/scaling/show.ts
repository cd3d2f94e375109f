import type { Measurement } from '../measure.js';
import { renderText } from './render.js';
import { scalingTables } from './table.js';

/** Figures of the scaling suite as tables. */
export function showScaling(figures: readonly Measurement[]): string {
  return renderText(scalingTables(figures));
}
