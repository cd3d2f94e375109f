import { denseNetwork } from '../../../shared/network/dense-network.js';
import type { NetworkSpec } from '../../../shared/network/spec.js';
import type { DqnConfig } from './config.js';

/** The Q-network: hidden layers as configured, then one linear output per action. */
export function qNetwork(
  { hidden, activation }: Pick<DqnConfig, 'hidden' | 'activation'>,
  observationSize: number,
  numActions: number,
): NetworkSpec {
  return denseNetwork(observationSize, hidden, numActions, activation);
}
