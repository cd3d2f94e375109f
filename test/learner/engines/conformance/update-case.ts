import type { z } from 'zod';
import { algorithmSchema } from '../../../../src/learner/algorithms/config.js';
import { networksOf } from '../../../../src/learner/algorithms/networks.js';
import type { OptimizerOptions } from '../../../../src/learner/engines/engine.js';
import type { TfjsEngineSettings } from '../../../../src/learner/engines/tfjs/tfjs-engine.js';
import { initializeParameters } from '../../../../src/shared/network/initialize.js';
import { parameterLayout, type ParameterLayout } from '../../../../src/shared/network/parameters.js';
import type { NetworkSpec } from '../../../../src/shared/network/spec.js';
import { box, type BoxSpace, type Space } from '../../../../src/shared/spaces.js';
import { testUniform } from '../../../shared/kernels/support/fixture.js';
import { fillBatch } from './fill-batch.js';
import { programOf, type AnyProgram, type Columns } from './programs.js';

/** One way of making updates. */
export interface UpdateCase {
  readonly claim: string;
  readonly algorithm: z.input<typeof algorithmSchema>;
  readonly actions: Space;
  readonly optimizer: OptimizerOptions;
  /** Five numbers if left out. */
  readonly observations?: BoxSpace;
  /** The algorithm's own if left out. */
  readonly network?: NetworkSpec;
  /** Null if left out. */
  readonly maxGradientNorm?: number | null;
  /** Rows of a batch; 8 if left out. */
  readonly rows?: number;
  /** Whether it is one of the few where time is short. */
  readonly isEssential?: boolean;
}

/** A case with all that it takes to run it on an engine. */
export interface MadeCase {
  readonly program: AnyProgram;
  readonly layout: ParameterLayout;
  readonly settings: TfjsEngineSettings;
  readonly fill: (batch: Columns, seed: number) => void;
}

const FIVE_NUMBERS = box([5], -1, 1);

export function makeCase({
  actions,
  optimizer,
  observations = FIVE_NUMBERS,
  ...given
}: UpdateCase): MadeCase {
  const algorithm = algorithmSchema.parse({ hidden: [9, 6], ...given.algorithm });
  const network = given.network ?? networksOf(algorithm, observations, actions).trained;
  const program = programOf(algorithm, network, observations, actions);
  const { maxGradientNorm = null, rows = 8 } = given;
  return {
    program,
    layout: parameterLayout(network),
    settings: {
      maxBatchSize: rows,
      optimizer,
      maxGradientNorm,
      initialParameters: firstParameters(network),
      metricsInterval: 1,
    },
    fill: (batch, seed) => fillBatch({ columns: program.batchColumns, actions }, batch, seed),
  };
}

/** Weights and biases as a run draws them, and statistics of which the first lets observations reach the limit. */
function firstParameters(network: NetworkSpec): Float32Array {
  const { numParameters, tensors } = parameterLayout(network);
  const parameters = new Float32Array(numParameters);
  const draw = testUniform(3);
  initializeParameters(network, { scheme: 'torch' }, () => (draw() + 1) / 2, parameters);
  for (const { name, offset, length } of tensors) {
    const values = parameters.subarray(offset, offset + length);
    if (name.endsWith('mean')) values.forEach((_, i) => (values[i] = 0.3 * draw()));
    if (name.endsWith('scale')) values.forEach((_, i) => (values[i] = i === 0 ? 20 : 1.5 + draw()));
    if (name.endsWith('value')) values.forEach((_, i) => (values[i] = 0.5 * draw()));
  }
  return parameters;
}
