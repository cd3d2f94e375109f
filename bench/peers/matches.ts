import { manyhands, ours, python, settingsFile, training, type Contestant } from './contestant.js';

/** Contestants that are held against each other. */
export interface Match {
  /** `training`: runs of an algorithm. `pace`: how often something else can be done in a second. */
  readonly kind: 'training' | 'pace';
  readonly title: string;
  readonly contestants: readonly Contestant[];
  /** Environment steps of a training run that is timed for its rates; absent: there are none. */
  readonly rateSteps?: number;
}

const torchLearner = (style: string, threads: number): Contestant => {
  const name = `PyTorch ${style}, ${threads === 1 ? '1 thread' : `${threads} threads`}`;
  return python(name, 'torch', 'learner.py', () => ['--style', style, '--threads', String(threads)]);
};

/** Everything there is to run, by the names that `--only` takes. */
export const MATCHES: Readonly<Record<string, Match>> = {
  own: {
    kind: 'training',
    title: "manyhands' own settings",
    rateSteps: 122_880,
    contestants: [manyhands('--algo dqn', ['--algo', 'dqn']), manyhands('--algo ppo', ['--algo', 'ppo'])],
  },
  'zoo-dqn': {
    kind: 'training',
    title: 'DQN as rl-baselines3-zoo sets it',
    rateSteps: 10_240,
    contestants: [
      manyhands('these settings', ['--config', settingsFile('zoo-dqn')]),
      training('Stable-Baselines3, 1 thread', 'torch', 'sb3.py', ['--algorithm', 'dqn']),
      // The one network here that is large enough to gain from a second thread.
      training('Stable-Baselines3, 2 threads', 'torch', 'sb3.py', ['--algorithm', 'dqn', '--threads', '2']),
    ],
  },
  'zoo-ppo': {
    kind: 'training',
    title: 'PPO as rl-baselines3-zoo sets it',
    rateSteps: 61_440,
    contestants: [
      manyhands('these settings', ['--config', settingsFile('zoo-ppo')]),
      training('Stable-Baselines3', 'torch', 'sb3.py', ['--algorithm', 'ppo']),
    ],
  },
  'cleanrl-ppo': {
    kind: 'training',
    title: 'PPO as CleanRL sets it',
    rateSteps: 122_880,
    contestants: [
      manyhands('these settings', ['--config', settingsFile('cleanrl-ppo')]),
      // While the learner learns, the actor waits: its core is free.
      manyhands('2 learner threads', ['--config', settingsFile('cleanrl-ppo'), '--set', 'learner.threads=2']),
      training('PyTorch, a script of ours', 'torch', 'cleanrl_ppo.py'),
      training('JAX, a script of ours', 'jax', 'jax_ppo.py'),
    ],
  },
  'notebook-195': {
    kind: 'training',
    title: "the course notebook's DQN, to its own 195 over 50 training episodes",
    contestants: [
      manyhands('--preset notebook-dqn', ['--preset', 'notebook-dqn'], []),
      training('PyTorch, a script of ours', 'torch', 'notebook_dqn.py', ['--criterion', 'training']),
    ],
  },
  'notebook-475': {
    kind: 'training',
    title: "the course notebook's DQN",
    rateSteps: 10_240,
    contestants: [
      manyhands('--preset notebook-dqn', ['--preset', 'notebook-dqn']),
      training('PyTorch, a script of ours', 'torch', 'notebook_dqn.py', ['--criterion', 'greedy']),
    ],
  },
  learner: {
    kind: 'pace',
    title: 'DQN updates alone, 4-128-128-2',
    contestants: [
      ours('learner', ', 1 thread', ['1']),
      ours('learner', ', 2 threads', ['2']),
      ...['eager', 'fused', 'compile'].flatMap((style) => [torchLearner(style, 1), torchLearner(style, 2)]),
    ],
  },
  stepping: {
    kind: 'pace',
    title: 'CartPole-v1 alone, random actions',
    contestants: [
      ours('stepping'),
      python('Gymnasium SyncVectorEnv', 'envpool', 'stepping.py', () => ['--library', 'sync']),
      python('Gymnasium CartPoleVectorEnv', 'envpool', 'stepping.py', () => ['--library', 'vector']),
      python('EnvPool, 1 thread', 'envpool', 'stepping.py', () => ['--library', 'envpool', '--threads', '1']),
      python('EnvPool, 2 threads', 'envpool', 'stepping.py', () => [
        '--library',
        'envpool',
        '--threads',
        '2',
      ]),
    ],
  },
};
