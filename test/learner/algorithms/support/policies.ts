import { CategoricalDistribution } from '../../../../src/learner/distributions/categorical.js';
import { GaussianDistribution } from '../../../../src/learner/distributions/gaussian.js';
import type {
  PolicyDistribution,
  PolicyOutputs,
} from '../../../../src/learner/distributions/policy-distribution.js';
import type { Row } from '../conformance.js';

const NUM_ACTIONS = 3;
const ACTION_SIZE = 2;

/** A distribution with its definition in float64. */
export interface PolicyCase {
  readonly name: string;
  readonly create: () => PolicyDistribution;
  readonly outputs: readonly (keyof PolicyOutputs)[];
  readonly matrices: readonly string[];
  /** An action and what the network gave for it. */
  readonly drawRow: (draw: () => number) => Row;
  readonly logProbability: (row: Row) => number;
  readonly entropy: (row: Row) => number;
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

function softmax(logits: readonly number[]): number[] {
  const weights = logits.map(Math.exp);
  return weights.map((weight) => weight / sum(weights));
}

const sigmasOf = (row: Row) => row.logStandardDeviation!.map(Math.exp);

export const POLICIES: readonly PolicyCase[] = [
  {
    name: 'categorical',
    create: () => new CategoricalDistribution(NUM_ACTIONS),
    outputs: ['policy'],
    matrices: [],
    drawRow: (draw) => ({
      action: [Math.floor(((draw() + 1) / 2) * NUM_ACTIONS)],
      policy: Array.from({ length: NUM_ACTIONS }, () => 2 * draw()),
    }),
    logProbability: (row) => Math.log(softmax(row.policy!)[row.action![0]!]!),
    entropy: (row) => -sum(softmax(row.policy!).map((p) => p * Math.log(p))),
  },
  {
    name: 'gaussian',
    create: () => new GaussianDistribution(ACTION_SIZE),
    outputs: ['policy', 'logStandardDeviation'],
    matrices: ['action'],
    drawRow: (draw) => ({
      action: Array.from({ length: ACTION_SIZE }, () => 1.5 * draw()),
      policy: Array.from({ length: ACTION_SIZE }, draw),
      logStandardDeviation: Array.from({ length: ACTION_SIZE }, draw),
    }),
    logProbability: (row) => {
      const densities = sigmasOf(row).map((sigma, d) => {
        const deviation = row.action![d]! - row.policy![d]!;
        return Math.exp((-deviation * deviation) / (2 * sigma * sigma)) / (sigma * Math.sqrt(2 * Math.PI));
      });
      return Math.log(densities.reduce((product, density) => product * density, 1));
    },
    entropy: (row) => sum(sigmasOf(row).map((sigma) => 0.5 * Math.log(2 * Math.PI * Math.E * sigma * sigma))),
  },
];
