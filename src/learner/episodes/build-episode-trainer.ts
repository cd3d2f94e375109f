import type { ActorCriticConfig } from '../algorithms/actor-critic/config.js';
import { actorCriticProgram } from '../algorithms/actor-critic/program.js';
import { policyInitializer } from '../algorithms/policy-initializer.js';
import type { ReinforceConfig } from '../algorithms/reinforce/config.js';
import { reinforceProgram } from '../algorithms/reinforce/program.js';
import { buildEngine } from '../build-engine.js';
import type { BuiltTrainer } from '../built-trainer.js';
import { createDistribution } from '../distributions/create-distribution.js';
import type { TrainerTask } from '../learner-task.js';
import { createSchedule } from '../schedule.js';
import { ObservationNormalizer } from '../unrolls/observation-normalizer.js';
import { EpisodeAssembler } from './episode-assembler.js';
import { EpisodeTrainer } from './episode-trainer.js';
import { advantageOverValue, rewardToGo } from './estimators.js';

/** REINFORCE or the notebook's Actor-Critic over whole episodes. */
export async function buildEpisodeTrainer(
  task: TrainerTask,
  algorithm: ReinforceConfig | ActorCriticConfig,
): Promise<BuiltTrainer> {
  const { config, networks, unroll: format, actionSpace } = task;
  const { env, optimizer, learner, run } = config;
  const { discount, episodesPerUpdate } = algorithm;
  const distribution = createDistribution(actionSpace);
  const usesValues = algorithm.name === 'actor-critic';
  const initializer = policyInitializer(algorithm, {
    hasValue: usesValues,
    isGaussian: actionSpace.kind === 'box',
  });
  const engine =
    algorithm.name === 'reinforce'
      ? await buildEngine(
          task,
          reinforceProgram(algorithm, networks.trained, format, distribution),
          learner.batchSize,
          initializer,
        )
      : await buildEngine(
          task,
          actorCriticProgram(algorithm, networks.trained, format, distribution),
          learner.batchSize,
          initializer,
        );
  const trainer = new EpisodeTrainer({
    engine,
    assembler: new EpisodeAssembler(format, env.count, learner.batchSize / episodesPerUpdate),
    estimate: algorithm.name === 'reinforce' ? rewardToGo(algorithm) : advantageOverValue,
    usesValues,
    discount,
    episodesPerUpdate,
    observations: algorithm.normalizeObservations
      ? new ObservationNormalizer(engine, networks.trained)
      : undefined,
    learningRate: createSchedule(optimizer.schedule, optimizer.learningRate, run.steps),
  });
  return { trainer, engine };
}
