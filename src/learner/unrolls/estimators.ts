import { generalizedAdvantages, type GaeOptions } from '../targets/gae.js';
import type { UnrollBatch } from '../targets/unroll-batch.js';
import { vtraceTargets, type VtraceOptions } from '../targets/vtrace.js';
import type { HeldUnroll } from './held-unrolls.js';
import type { StepColumns } from './step-columns.js';
import type { TargetEstimator } from './unroll-trainer.js';

/** Generalized advantages of every unroll. */
export function gaeEstimator(options: GaeOptions): TargetEstimator {
  return (unroll, steps) => {
    const targets = { advantages: steps.advantage, valueTargets: steps.valueTarget };
    generalizedAdvantages(batchOf(unroll, steps), options, targets);
  };
}

/** V-trace of every unroll, with the weights' own log-probabilities over those that acted. */
export function vtraceEstimator({
  discount,
  rhoClip,
  cClip,
  lambda,
}: Omit<VtraceOptions, 'pgRhoClip'>): TargetEstimator {
  // The paper clips the weight of the policy gradient as it clips that of the TD errors.
  const options = { discount, rhoClip, cClip, lambda, pgRhoClip: rhoClip };
  return (unroll, steps) => {
    const behaviour = unroll.columns.logProbability!;
    const logRhos = steps.logProbability;
    for (let i = 0; i < logRhos.length; i++) logRhos[i]! -= behaviour[i]!;
    const targets = { advantages: steps.advantage, valueTargets: steps.valueTarget };
    vtraceTargets({ ...batchOf(unroll, steps), logRhos }, options, targets);
  };
}

function batchOf({ columns, numSteps }: HeldUnroll, steps: StepColumns): UnrollBatch {
  const { terminated, truncated } = columns;
  const { reward: rewards, value: values, nextValue: nextValues } = steps;
  return { rewards, terminated, truncated, values, nextValues, numSteps };
}
