/** Measures what a part of a run costs, in a fresh thread: code that has seen other shapes is slower. */
import { parentPort, workerData } from 'node:worker_threads';
import type { AlgorithmConfig } from '../../../src/learner/algorithms/config.js';
import { prepareRun } from '../../../src/runtime/prepare-run.js';
import type { RunConfig } from '../../../src/shared/config/run-config.js';
import type { Pace } from '../../pace.js';
import type { ActorCosts, LearnerCosts } from '../model-input.js';
import { actorCosts, policyCost } from './actor-costs.js';
import { copyRate } from './copy-cost.js';
import { learnerCosts } from './learner-costs.js';

type Config = RunConfig<AlgorithmConfig>;

/** What each kind of task answers with. */
export interface CostAnswers {
  readonly actor: ActorCosts;
  readonly learner: LearnerCosts;
  /** Nanoseconds a row. */
  readonly policy: number;
  /** Bytes a second. */
  readonly copy: number;
}

export interface CostTask<Kind extends keyof CostAnswers = keyof CostAnswers> {
  readonly kind: Kind;
  readonly config: Config;
  readonly pace: Pace;
}

const { kind, config, pace } = workerData as CostTask;
parentPort!.postMessage(await answer());

async function answer(): Promise<CostAnswers[keyof CostAnswers]> {
  if (kind === 'copy') return copyRate((pace.rounds * pace.roundNanoseconds) / 1e6);
  const prepared = await prepareRun(config);
  switch (kind) {
    case 'actor':
      return actorCosts(prepared, pace);
    case 'learner':
      return learnerCosts(prepared, pace);
    case 'policy':
      return policyCost(prepared, pace);
  }
}
