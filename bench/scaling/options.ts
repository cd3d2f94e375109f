import type { Grid } from './configuration.js';

/** What a sweep is asked to do; whatever is left out is as usual. */
export interface ScalingOptions {
  readonly grid: Partial<Grid>;
  /** Runs of each configuration. */
  readonly rounds?: number;
  /** `path=value` each, for all configurations. */
  readonly set: readonly string[];
  /** Tables as Markdown. */
  readonly isMarkdown?: boolean;
}
