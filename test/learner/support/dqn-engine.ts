import { dqnSchema, type DqnConfig } from '../../../src/learner/algorithms/dqn/config.js';
import { qNetwork } from '../../../src/learner/algorithms/dqn/networks.js';
import { dqnProgram, type DqnOutputs } from '../../../src/learner/algorithms/dqn/program.js';
import type { OptimizerOptions } from '../../../src/learner/engines/engine.js';
import type { Crew } from '../../../src/learner/engines/simd/crew/crew.js';
import { SimdEngine } from '../../../src/learner/engines/simd/simd-engine.js';
import type { TransitionBatch } from '../../../src/learner/replay/uniform-sampler.js';
import { instantiateKernels } from '../../../src/shared/kernels/kernels.js';
import { loadKernelModule } from '../../../src/shared/kernels/load.js';
import { unrollFormat, type Observations } from '../../../src/shared/memory/block-layout.js';
import { networkMemoryBytes } from '../../../src/shared/network/memory.js';
import { parameterLayout } from '../../../src/shared/network/parameters.js';
import { box, discrete, type BoxSpace } from '../../../src/shared/spaces.js';
import { testUniform } from '../../shared/kernels/support/fixture.js';

const module = loadKernelModule();

export const ADAM: OptimizerOptions = {
  name: 'adam',
  learningRate: 1e-2,
  beta1: 0.9,
  beta2: 0.999,
  epsilon: 1e-3,
};
export const RMSPROP: OptimizerOptions = { name: 'rmsprop', learningRate: 1e-2, decay: 0.9, epsilon: 1e-3 };
/** Plain gradient descent with step size 1, as an epsilon that drowns the mean square makes of RMSProp. */
export const DESCENT: OptimizerOptions = {
  name: 'rmsprop',
  learningRate: 2 ** 30,
  decay: 0.99,
  epsilon: 2 ** 30,
};

export interface EngineSettings {
  readonly algorithm?: Partial<DqnConfig>;
  readonly optimizer?: OptimizerOptions;
  readonly maxGradientNorm?: number | null;
  readonly batchSize?: number;
  readonly observationSpace?: BoxSpace;
  readonly numActions?: number;
  readonly seed?: number;
  /** Drawn from the seed if left out. */
  readonly initialParameters?: Float32Array;
  /** Who makes the updates; this thread alone if left out. */
  readonly crew?: Pick<Crew, 'createEngine'> | undefined;
}

/** A DQN engine with random weights in just the memory that the run would give it. */
export function dqnEngine(given: EngineSettings = {}) {
  const { optimizer = ADAM, maxGradientNorm = null, batchSize = 8, seed = 1 } = given;
  const { observationSpace = box([3], -1, 1), numActions = 3 } = given;
  const algorithm: DqnConfig = dqnSchema.parse({ name: 'dqn', hidden: [9, 6], ...given.algorithm });
  const spec = qNetwork(algorithm, observationSpace, numActions);
  const program = dqnProgram(algorithm, spec, unrollFormat(observationSpace, discrete(numActions)));
  const kernels = instantiateKernels(module, networkMemoryBytes(spec, batchSize, program.passes.length + 1));
  const draw = testUniform(seed);
  const { numParameters } = parameterLayout(spec);
  const { initialParameters = Float32Array.from({ length: numParameters }, draw) } = given;
  const engineSettings = { maxBatchSize: batchSize, optimizer, maxGradientNorm, initialParameters };
  const engine: SimdEngine<TransitionBatch, DqnOutputs, 'qTm1'> =
    given.crew?.createEngine(program, engineSettings) ?? new SimdEngine(kernels, program, engineSettings);
  return { engine, spec, initialParameters, settings: { spec, algorithm, optimizer, maxGradientNorm } };
}

/** Writes a random batch; one transition in four ends its task. */
export function fillBatch(batch: TransitionBatch, numActions: number, seed: number): void {
  const draw = testUniform(1000 + seed);
  const fill = (values: Observations) => {
    const isBytes = values instanceof Uint8Array;
    values.forEach((_, i) => (values[i] = isBytes ? 128 * (draw() + 1) : draw()));
  };
  fill(batch.observationTm1);
  fill(batch.observationT);
  batch.actionTm1.forEach((_, i) => (batch.actionTm1[i] = Math.floor((numActions * (draw() + 1)) / 2)));
  // Rewards so wide that TD errors lie on both sides of the Huber loss's delta.
  batch.rewardT.forEach((_, i) => (batch.rewardT[i] = 3 * draw()));
  batch.discountT.forEach((_, i) => (batch.discountT[i] = i % 4 === 3 ? 0 : 0.9));
}
