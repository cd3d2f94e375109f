import type { Measurement } from '../measure.js';
import type { ScalingOptions } from './options.js';
import { renderMarkdown, renderText } from './render.js';
import { scalingTables } from './table.js';

/** Figures of the scaling suite as tables. */
export function showScaling(figures: readonly Measurement[], options: ScalingOptions | undefined): string {
  const tables = scalingTables(figures);
  return options?.isMarkdown === true ? renderMarkdown(tables) : renderText(tables);
}
