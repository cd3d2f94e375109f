import { actionSpaceToJson } from '../../../src/learner/checkpoints/action-space-json.js';
import type { CheckpointFacts } from '../../../src/learner/checkpoints/manifest.js';
import { writeCheckpoint } from '../../../src/learner/checkpoints/write-checkpoint.js';
import { envSchema, type EnvConfig } from '../../../src/shared/config/env.js';
import { parameterLayout } from '../../../src/shared/network/parameters.js';
import { denseNetwork } from '../../../src/shared/network/dense-network.js';
import { outputLength, type NetworkSpec } from '../../../src/shared/network/spec.js';
import { RandomStream } from '../../../src/shared/random/random-stream.js';
import { discrete, type Space } from '../../../src/shared/spaces.js';

/** What is to be different from a checkpoint of CartPole-v1. */
export interface PolicyChanges {
  readonly network?: NetworkSpec;
  /** As many choices as the network has outputs, unless given. */
  readonly actionSpace?: Space;
  readonly env?: Partial<EnvConfig>;
  readonly facts?: Partial<CheckpointFacts>;
  readonly envSteps?: number;
  readonly isBest?: boolean;
}

/** Writes a checkpoint of arbitrary weights. @returns its directory and the weights */
export function writePolicy(
  folder: string,
  { network, actionSpace, env, facts, envSteps = 128, isBest }: PolicyChanges = {},
) {
  const spec = network ?? denseNetwork(4, [8], 2);
  const space = actionSpaceToJson(actionSpace ?? discrete(outputLength(spec)));
  const { tensors, numParameters } = parameterLayout(spec);
  const stream = new RandomStream([envSteps, 1, 2, 3]);
  const weights = Float32Array.from({ length: numParameters }, () => stream.nextNormal());
  const options = { ...envSchema.parse({}), ...env };
  const { directory, weightsSha256 } = writeCheckpoint(
    folder,
    {
      facts: {
        manyhandsVersion: '0.1.0',
        run: 'a-run',
        algorithm: 'dqn',
        environment: { id: options.id, options, observationSpace: null, actionSpace: space },
        network: spec,
        policyVersion: 3,
        envSteps,
        episodes: 5,
        updates: 9,
        evaluation: null,
        ...facts,
      },
      layout: tensors,
      weights,
      optimizer: [],
    },
    { isBest: isBest ?? false },
  );
  return { directory, weights, weightsSha256, network: spec };
}
