import { spaceSize, type Space } from '../../shared/spaces.js';
import { CategoricalDistribution } from './categorical.js';
import { GaussianDistribution } from './gaussian.js';
import type { PolicyDistribution } from './policy-distribution.js';

/** What policies over an action space draw from. */
export function createDistribution(actionSpace: Space): PolicyDistribution {
  return actionSpace.kind === 'discrete'
    ? new CategoricalDistribution(actionSpace.n)
    : new GaussianDistribution(spaceSize(actionSpace));
}
