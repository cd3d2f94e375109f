import type { PolicyStep } from './policy-steps.js';

/** Advantages and value targets of one environment's unroll. */
export interface Targets {
  readonly advantages: readonly number[];
  readonly valueTargets: readonly number[];
}

type ValueOf = (observation: readonly number[]) => number;

const futureOf = ({ terminated, nextObservation }: PolicyStep, valueOf: ValueOf) =>
  terminated === 1 ? 0 : valueOf(nextObservation);

/** The first step after `s` that is not of its episode and unroll. */
function endAfter(steps: readonly PolicyStep[], s: number): number {
  const last = steps.findIndex(({ terminated, truncated }, t) => t >= s && terminated + truncated > 0);
  return last === -1 ? steps.length : last + 1;
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
const total = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

/** Schulman et al. (2016), equation 16, term by term. */
export function gaeReference(
  steps: readonly PolicyStep[],
  rewards: readonly number[],
  valueOf: ValueOf,
  { discount, lambda }: { readonly discount: number; readonly lambda: number },
): Targets {
  const values = steps.map(({ observation }) => valueOf(observation));
  const errors = steps.map((step, t) => rewards[t]! + discount * futureOf(step, valueOf) - values[t]!);
  const advantages = steps.map((_, s) =>
    total(range(s, endAfter(steps, s)).map((t) => (discount * lambda) ** (t - s) * errors[t]!)),
  );
  return { advantages, valueTargets: advantages.map((advantage, t) => advantage + values[t]!) };
}

/** Espeholt et al. (2018), equation 1 and section 4.2, term by term. @param ratios - `pi / mu` of every step */
export function vtraceReference(
  steps: readonly PolicyStep[],
  rewards: readonly number[],
  valueOf: ValueOf,
  ratios: readonly number[],
  options: {
    readonly discount: number;
    readonly rhoClip: number;
    readonly cClip: number;
    readonly lambda: number;
  },
): Targets {
  const { discount, rhoClip, cClip, lambda } = options;
  const values = steps.map(({ observation }) => valueOf(observation));
  const valueTargets = steps.map((_, s) => {
    const terms = range(s, endAfter(steps, s)).map((t) => {
      const traces = range(s, t).map((i) => lambda * Math.min(cClip, ratios[i]!));
      const error = rewards[t]! + discount * futureOf(steps[t]!, valueOf) - values[t]!;
      const trace = traces.reduce((product, c) => product * c, 1);
      return discount ** (t - s) * trace * Math.min(rhoClip, ratios[t]!) * error;
    });
    return values[s]! + total(terms);
  });
  const advantages = steps.map((step, s) => {
    const next = endAfter(steps, s) === s + 1 ? futureOf(step, valueOf) : valueTargets[s + 1]!;
    return Math.min(rhoClip, ratios[s]!) * (rewards[s]! + discount * next - values[s]!);
  });
  return { advantages, valueTargets };
}
