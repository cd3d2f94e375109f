import type { BuiltTrainer } from './built-trainer.js';
import type { LearnerTask } from './learner-task.js';

/** Builds what the run's algorithm learns with. Loads that alone: every module is a part of the time to the first step. */
export async function buildTrainer(task: LearnerTask): Promise<BuiltTrainer> {
  const { algorithm } = task.config;
  switch (algorithm.name) {
    case 'dqn': {
      const { buildReplayTrainer } = await import('./replay/build-replay-trainer.js');
      return buildReplayTrainer(task, algorithm);
    }
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
