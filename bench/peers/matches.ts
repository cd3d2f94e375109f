import { fileURLToPath } from 'node:url';

/** A virtual environment, by the name of its file in `requirements/`. */
export type VenvName = 'torch' | 'jax' | 'envpool';

/** `target`: a training run to its target. `rate`: whatever is timed for its rate alone. */
export type Part = 'target' | 'rate';

/** One process of a contestant. */
export interface Turn {
  readonly seed: number;
  /** Environment steps that a training run is to make, without exams; null: it runs to its target, with them. */
  readonly steps: number | null;
  /** Where a run of manyhands is kept. */
  readonly directory: string;
  /** Seconds of the epoch: peers count from here, since an interpreter cannot tell when it began. */
  readonly startedAt: number;
}

/** Something that is measured in a process of its own. */
export interface Contestant {
  readonly name: string;
  /** What runs it: this Node, or the Python of a virtual environment. */
  readonly program: 'node' | VenvName;
  /** What follows the program. */
  readonly args: (turn: Turn) => readonly string[];
}

/** Contestants that are held against each other. */
export interface Match {
  /** `training`: runs of an algorithm. `pace`: how often something else can be done in a second. */
  readonly kind: 'training' | 'pace';
  readonly title: string;
  readonly contestants: readonly Contestant[];
  /** Environment steps of a training run that is timed for its rates; absent: there are none. */
  readonly rateSteps?: number;
}

/** Environment steps between two exams, on all sides: a multiple of every contestant's round. */
const EXAM_EVERY = 2048;

/** From the compiled file to the checkout: Python and YAML are not compiled. */
const SOURCES = new URL('../../../bench/peers/', import.meta.url);
const CLI = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));

/** Flags of the exam that `python/exam.py` sets. */
const EXAM = [
  ...['--target-return', '475', '--eval-episodes', '100', '--set', 'evaluation.criterion=greedy'],
  ...['--set', `evaluation.everySteps=${EXAM_EVERY}`],
];

/** Flags of a run without exams until its end. */
const withoutExams = (steps: number): readonly string[] => [
  ...['--target-return', 'none', '--set', 'evaluation.criterion=greedy'],
  ...['--set', `evaluation.everySteps=${steps}`, '--steps', String(steps)],
];

/** `manyhands train`. */
function manyhands(name: string, args: readonly string[], target: readonly string[] = EXAM): Contestant {
  return {
    name: `manyhands, ${name}`,
    program: 'node',
    args: ({ seed, steps, directory }) => [
      CLI,
      'train',
      ...args,
      ...(steps === null ? target : withoutExams(steps)),
      ...['--json', '--quiet', '--seed', String(seed), '--out', directory],
    ],
  };
}

/** Settings of a peer, in the words of manyhands. */
export function settingsFile(name: string): string {
  return fileURLToPath(new URL(`settings/${name}.yaml`, SOURCES));
}

/** A program in `ours/` that times a part of manyhands. */
function ours(script: string): Contestant {
  const path = fileURLToPath(new URL(`ours/${script}.js`, import.meta.url));
  return { name: 'manyhands', program: 'node', args: () => [path] };
}

function python(
  name: string,
  venv: VenvName,
  script: string,
  args: (turn: Turn) => readonly string[],
): Contestant {
  const path = fileURLToPath(new URL(`python/${script}`, SOURCES));
  return {
    name,
    program: venv,
    args: (turn) => {
      const { seed, startedAt } = turn;
      return [path, ...args(turn), '--seed', String(seed), '--started-at', String(startedAt)];
    },
  };
}

const training = (name: string, venv: VenvName, script: string, args: readonly string[] = []): Contestant =>
  python(name, venv, script, ({ steps }) => [
    ...args,
    ...(steps === null ? ['--every', String(EXAM_EVERY)] : ['--steps', String(steps)]),
  ]);

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
      ours('learner'),
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
