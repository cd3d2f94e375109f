import { dqnSchema, type DqnConfig } from '../../../src/learner/algorithms/dqn/config.js';
import { qNetwork } from '../../../src/learner/algorithms/dqn/networks.js';
import { dqnProgram, type DqnOutputs } from '../../../src/learner/algorithms/dqn/program.js';
import type { UpdateProgram } from '../../../src/learner/algorithms/algorithm.js';
import type { TransitionBatch } from '../../../src/learner/replay/uniform-sampler.js';
import { initializeParameters } from '../../../src/shared/network/initialize.js';
import { parameterLayout } from '../../../src/shared/network/parameters.js';
import { RandomStream } from '../../../src/shared/random/random-stream.js';
import { STREAM_ROLE } from '../../../src/shared/random/stream-role.js';
import { box, spaceSize, type BoxSpace } from '../../../src/shared/spaces.js';

/** One update of DQN that engines are compared by. */
export interface EngineCase {
  readonly network: keyof typeof NETWORKS;
  readonly batchSize: number;
}

interface Shape {
  readonly observations: BoxSpace;
  readonly hidden: DqnConfig['hidden'];
  readonly numActions: number;
}

/** CartPole's network of the notebook, and that of the Nature DQN paper on four frames. */
const NETWORKS = {
  '4-128-128-2': { observations: box([4], -1, 1), hidden: [128, 128], numActions: 2 },
  Nature: { observations: box([84, 84, 4], 0, 255, 'uint8'), hidden: [512], numActions: 2 },
} as const satisfies Record<string, Shape>;

/** Of each network the smallest batch first: what it takes says what the larger ones would. */
export const ENGINE_CASES: readonly EngineCase[] = [
  ...[64, 512, 4096].map((batchSize): EngineCase => ({ network: '4-128-128-2', batchSize })),
  ...[32, 256].map((batchSize): EngineCase => ({ network: 'Nature', batchSize })),
];

export function nameOf({ network, batchSize }: EngineCase): string {
  return `DQN ${network}, batch ${batchSize}`;
}

/** What an engine is made for in a case. */
export interface CaseParts {
  readonly program: UpdateProgram<TransitionBatch, DqnOutputs, 'qTm1'>;
  readonly initialParameters: Float32Array;
  /** Fills a batch as the replay of a half-trained policy would: of every episode's end a few. */
  readonly fill: (batch: TransitionBatch) => void;
}

/** With every setting of DQN that is not said here at its default. */
export function partsOf({ network: name }: Pick<EngineCase, 'network'>): CaseParts {
  const { observations, hidden, numActions }: Shape = NETWORKS[name];
  const algorithm = dqnSchema.parse({ name: 'dqn', hidden });
  const network = qNetwork(algorithm, observations, numActions);
  const format = { observationSize: spaceSize(observations), observationDtype: observations.dtype };
  const initialParameters = new Float32Array(parameterLayout(network).numParameters);
  const random = RandomStream.derive(0, STREAM_ROLE.initialisation, 0);
  initializeParameters(network, { scheme: 'torch' }, () => random.nextFloat(), initialParameters);
  return {
    program: dqnProgram(algorithm, network, format),
    initialParameters,
    fill: (batch) => fillTransitions(batch, observations.dtype, numActions),
  };
}

/** About what a half-trained CartPole policy lasts. */
const EPISODE_STEPS = 100;

function fillTransitions(batch: TransitionBatch, dtype: BoxSpace['dtype'], numActions: number): void {
  const random = RandomStream.derive(0, STREAM_ROLE.sampling, 0);
  const number = dtype === 'uint8' ? () => random.nextInt(256) : () => random.nextFloat() - 0.5;
  for (const column of [batch.observationTm1, batch.observationT])
    for (let i = 0; i < column.length; i++) column[i] = number();
  const { actionTm1, rewardT, discountT } = batch;
  for (let row = 0; row < actionTm1.length; row++) {
    actionTm1[row] = random.nextInt(numActions);
    rewardT[row] = 1;
    discountT[row] = row % EPISODE_STEPS === 0 ? 0 : 0.97;
  }
}
