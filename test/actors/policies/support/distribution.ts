import type { BoxSpace } from '../../../../src/shared/spaces.js';

/** What a network says of one observation: each output's row, by name. */
export type Outputs = Readonly<Record<string, readonly number[]>>;

/** A policy's distribution over actions, from the formulas, in float64. Actions are rows: one number, or `A`. */
export interface Distribution {
  /** Probability of each cell that actions are sorted into. */
  probabilities(outputs: Outputs): readonly number[];
  cellOf(action: readonly number[], outputs: Outputs): number;
  /** Left out where the policy does not tell. */
  logProbability?(action: readonly number[], outputs: Outputs): number;
  /** The likeliest action, as an environment gets it. */
  mode(outputs: Outputs): readonly number[];
}

const argmax = (row: readonly number[]): number => row.indexOf(Math.max(...row));

/** `pi(a) = epsilon / A`, and `1 - epsilon` more for the greatest value. */
export function epsilonGreedyDistribution(epsilon: number): Distribution {
  return {
    probabilities: ({ output }) =>
      output!.map((_, a) => epsilon / output!.length + (a === argmax(output!) ? 1 - epsilon : 0)),
    cellOf: ([action]) => action!,
    mode: ({ output }) => [argmax(output!)],
  };
}

/** `pi(a) = e^l(a) / sum_b e^l(b)`. */
export const CATEGORICAL: Distribution = {
  probabilities({ policy }) {
    const exponentials = policy!.map((logit) => Math.exp(logit));
    const sum = exponentials.reduce((total, value) => total + value);
    return exponentials.map((value) => value / sum);
  },
  cellOf: ([action]) => action!,
  logProbability: ([action], { policy }) =>
    policy![action!]! - Math.log(policy!.reduce((sum, logit) => sum + Math.exp(logit), 0)),
  mode: ({ policy }) => [argmax(policy!)],
};

/** The quartiles of N(0, 1). */
const QUARTILES = [-0.6744897501960817, 0, 0.6744897501960817];

/** `pi(a) = prod_k N(a_k; mu_k, e^(2 s_k))`. Its cells are the quartiles of every dimension, combined. */
export function gaussianDistribution({ low, high }: BoxSpace): Distribution {
  const size = low.length;
  const scores = (action: readonly number[], { policy, logStandardDeviation }: Outputs): number[] =>
    action.map((x, k) => (x - policy![k]!) / Math.exp(logStandardDeviation![k]!));
  return {
    probabilities: () => new Array<number>(4 ** size).fill(4 ** -size),
    cellOf: (action, outputs) =>
      scores(action, outputs).reduce((cell, z) => 4 * cell + QUARTILES.filter((q) => z >= q).length, 0),
    logProbability(action, outputs) {
      const density = (z: number, k: number): number => {
        const deviation = Math.exp(outputs['logStandardDeviation']![k]!);
        return Math.log(Math.exp(-(z ** 2) / 2) / (deviation * Math.sqrt(2 * Math.PI)));
      };
      return scores(action, outputs).reduce((sum, z, k) => sum + density(z, k), 0);
    },
    mode: ({ policy }) => policy!.map((mean, k) => Math.max(low[k]!, Math.min(high[k]!, mean))),
  };
}

/** Sum of (seen - expected)^2 / expected. */
export function chiSquare(seen: readonly number[], expected: readonly number[]): number {
  return seen.reduce((sum, count, i) => sum + (count - expected[i]!) ** 2 / expected[i]!, 0);
}

/** 99.9th percentiles of the chi-square distribution, by degrees of freedom. Seeds are fixed: no test is flaky. */
export const CHI_SQUARE_LIMIT: Readonly<Record<number, number>> = { 1: 10.83, 3: 16.27, 15: 37.7 };
