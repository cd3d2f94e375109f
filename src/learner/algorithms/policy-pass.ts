import { outputsOf, type NetworkSpec } from '../../shared/network/spec.js';
import type { ForwardPass } from './algorithm.js';

/** The one pass of a policy-gradient update: the loss knows the network's outputs by their own names. */
export function policyPass<Batch extends { readonly observation: Float32Array }, Outputs>(
  network: NetworkSpec,
): ForwardPass<Batch, Outputs> {
  const outputs: Record<string, keyof Outputs & string> = {};
  for (const { name } of outputsOf(network)) outputs[name] = name as keyof Outputs & string;
  return { parameters: 'online', input: 'observation', outputs };
}
