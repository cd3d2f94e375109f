import { bodyLayers, dense, firstLayers, lastWidth, type BodyShape } from './body.js';
import { validateNetworkSpec } from './validate-spec.js';
import type { Head, Layer, NetworkSpec } from './spec.js';

/** What a policy network consists of. */
export interface ActorCriticShape extends BodyShape {
  /** Numbers the policy gives per row: logits of discrete actions, or means of a box's dimensions. */
  readonly policySize: number;
  /** Whether policy and value share convolutions and hidden layers or have their own. */
  readonly sharedTrunk: boolean;
  /** Whether the policy has a learned standard deviation per dimension, the same in every state. */
  readonly logStandardDeviation: boolean;
  readonly value: boolean;
}

/**
 * A policy, and beside it what is asked for: heads `policy` `[B, policySize]`, `logStandardDeviation` `[B, policySize]` and, last,
 * so that an acting network can do without it, `value` `[B, 1]`. Outputs are linear.
 *
 * @throws ManyhandsError `ERR_NETWORK_SPEC` if a layer is not one that there can be
 */
export function actorCriticNetwork(shape: ActorCriticShape): NetworkSpec {
  const { observationSize, policySize, sharedTrunk } = shape;
  const body = bodyLayers(shape);
  const features = lastWidth(body, observationSize);
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
  const spec = { layers: [...firstLayers(shape), ...(sharedTrunk ? body : [])], heads };
  validateNetworkSpec(spec);
  return spec;
}
