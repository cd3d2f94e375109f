import type { BuiltTrainer } from './built-trainer.js';
import type { TrainerTask } from './learner-task.js';
import { buildReplayTrainer } from './replay/build-replay-trainer.js';

/**
 * Builds what the run's algorithm learns with.
 *
 * The default algorithm's modules load while the main thread reads the config, the others when they are asked for: every
 * module is a part of the time to the first step.
 */
export async function buildTrainer(task: TrainerTask): Promise<BuiltTrainer> {
  const { algorithm } = task.config;
  switch (algorithm.name) {
    case 'dqn':
      return buildReplayTrainer(task, algorithm);
    case 'reinforce':
    case 'actor-critic': {
      const { buildEpisodeTrainer } = await import('./episodes/build-episode-trainer.js');
      return buildEpisodeTrainer(task, algorithm);
    }
    case 'a2c':
    case 'impala':
    case 'ppo': {
      const { buildUnrollTrainer } = await import('./unrolls/build-unroll-trainer.js');
      return buildUnrollTrainer(task, algorithm);
    }
  }
}
