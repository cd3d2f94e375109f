import type { Initializer } from '../../shared/network/initialize.js';

/** Small enough that every action is about as likely at first. */
const POLICY_GAIN = 0.01;

/** What a policy-gradient algorithm says of its first weights. */
export interface InitialisationSettings {
  readonly initialisation: 'orthogonal' | 'torch';
  readonly initialLogStandardDeviation: number;
}

/**
 * First weights of a policy and its value.
 *
 * Orthogonal with gain sqrt 2, and 0.01 for the policy's outputs and 1 for the value: Andrychowicz et al., "What
 * Matters in On-Policy Reinforcement Learning?" (2021), arXiv:2006.05990.
 */
export function policyInitializer(
  { initialisation, initialLogStandardDeviation }: InitialisationSettings,
  { hasValue, isGaussian }: { readonly hasValue: boolean; readonly isGaussian: boolean },
): Initializer {
  const constants = isGaussian
    ? { constants: { logStandardDeviation: initialLogStandardDeviation } }
    : undefined;
  if (initialisation === 'torch') return { scheme: 'torch', ...constants };
  const outputs = { policy: POLICY_GAIN, ...(hasValue && { value: 1 }) };
  return { scheme: 'orthogonal', gains: { hidden: Math.SQRT2, outputs }, ...constants };
}
