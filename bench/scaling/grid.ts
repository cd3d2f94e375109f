import { ManyhandsError } from '../../src/shared/errors.js';
import { describeLearner, type Configuration, type Grid } from './configuration.js';
import { configOf } from './settings.js';

/** What there is to measure, and what of the grid cannot be run. */
export interface Expansion {
  readonly configurations: readonly Configuration[];
  /** One reason for everything that it holds for. */
  readonly leftOut: readonly { readonly reason: string; readonly learner: string; readonly count: number }[];
}

/**
 * Every configuration of a grid that the algorithm can be run in.
 *
 * @param set - `path=value` each, for all configurations
 * @throws ManyhandsError the reason, if it leaves nothing; `ERR_CONFIG` for a wrong setting in `set`
 */
export function expandGrid(grid: Grid, set: readonly string[]): Expansion {
  const configurations: Configuration[] = [];
  const reasons = new Map<string, { reason: string; learner: string; count: number }>();
  let first: ManyhandsError | undefined;
  for (const configuration of product(grid)) {
    try {
      const { run } = configOf(configuration, set);
      configurations.push({ ...configuration, lag: configuration.mode === 'sync' ? run.lag : null });
    } catch (error) {
      if (!(error instanceof ManyhandsError) || error.code !== 'ERR_CONFIG') throw error;
      first ??= error;
      const learner = describeLearner(configuration);
      // The numbers of one configuration are not those of another.
      const key = `${learner} ${error.message.replaceAll(/\d+/g, '#')}`;
      const known = reasons.get(key);
      if (known === undefined) reasons.set(key, { reason: error.message, learner, count: 1 });
      else known.count++;
    }
  }
  if (configurations.length === 0 && first !== undefined) throw first;
  return { configurations, leftOut: [...reasons.values()] };
}

function* product(grid: Grid): Generator<Configuration> {
  for (const algorithm of grid.algorithms) {
    for (const mode of grid.modes) {
      for (const lag of mode === 'sync' ? (grid.lags ?? [null]) : [null]) {
        for (const envsPerActor of grid.envsPerActor) {
          for (const blockLength of grid.blockLengths) {
            for (const actors of grid.actors)
              yield { algorithm, mode, lag, actors, envsPerActor, blockLength };
          }
        }
      }
    }
  }
}
