import { dense, hiddenLayers } from './dense-network.js';
import { validateNetworkSpec } from './validate-spec.js';
import type { Activation } from './vocabulary.js';
import type { Head, Layer, NetworkSpec } from './spec.js';

/** What a policy network consists of. */
export interface ActorCriticShape {
  readonly observationSize: number;
  /** Numbers the policy gives per row: logits of discrete actions, or means of a box's dimensions. */
  readonly policySize: number;
  readonly hidden: readonly number[];
  readonly activation: Activation;
  /** Whether policy and value share the hidden layers or have their own. */
  readonly sharedTrunk: boolean;
  /** Normalises observations and clips them to `[-limit, limit]`. */
  readonly normalize: { readonly limit: number } | undefined;
  /** Whether the policy has a learned standard deviation per dimension, the same in every state. */
  readonly logStandardDeviation: boolean;
  readonly value: boolean;
}

/**
 * A policy, and beside it what is asked for: heads `policy` `[B, policySize]`, `logStandardDeviation` `[B, policySize]` and, last,
 * so that an acting network can do without it, `value` `[B, 1]`. Outputs are linear.
 *
 * @throws ManyhandsError `ERR_NETWORK_SPEC` if a width or the limit is not one that a layer can have
 */
export function actorCriticNetwork(shape: ActorCriticShape): NetworkSpec {
  const { observationSize, policySize, hidden, activation, sharedTrunk, normalize } = shape;
  const body = hiddenLayers(observationSize, hidden, activation);
  const trunk: Layer[] = sharedTrunk ? [...body] : [];
  if (normalize !== undefined) {
    const { limit } = normalize;
    trunk.unshift({ kind: 'normalize', inputs: observationSize, outputs: observationSize, limit });
  }
  const features = hidden.at(-1) ?? observationSize;
  const head = (name: string, outputs: number): Head => ({
    name,
    layers: [...(sharedTrunk ? [] : body), dense(features, outputs, 'linear')],
  });
  const heads = [head('policy', policySize)];
  if (shape.logStandardDeviation) {
    const inputs = sharedTrunk ? features : observationSize;
    const layer: Layer = { kind: 'constant', inputs, outputs: policySize };
    heads.push({ name: 'logStandardDeviation', layers: [layer] });
  }
  if (shape.value) heads.push(head('value', 1));
  const spec = { layers: trunk, heads };
  validateNetworkSpec(spec);
  return spec;
}
