import type { DeepPartial } from './deep-partial.js';
import type { RunConfig } from './run-config.js';

/** Settings of other sections that an algorithm begins with, in place of the general defaults. */
export type AlgorithmDefaults = DeepPartial<Omit<RunConfig, 'algorithm'>>;
