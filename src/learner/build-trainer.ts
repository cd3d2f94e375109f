import { buildEpisodeTrainer } from './episodes/build-episode-trainer.js';
import type { LearnerTask } from './learner-task.js';
import { buildReplayTrainer } from './replay/build-replay-trainer.js';
import type { BuiltTrainer } from './built-trainer.js';
import { buildUnrollTrainer } from './unrolls/build-unroll-trainer.js';

/** Builds what the run's algorithm learns with. */
export function buildTrainer(task: LearnerTask): BuiltTrainer {
  const { algorithm } = task.config;
  switch (algorithm.name) {
    case 'dqn':
      return buildReplayTrainer(task, algorithm);
    case 'reinforce':
    case 'actor-critic':
      return buildEpisodeTrainer(task, algorithm);
    case 'a2c':
    case 'impala':
    case 'ppo':
      return buildUnrollTrainer(task, algorithm);
  }
}
