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

/**
 * A training run of manyhands.
 *
 * @param args - its settings
 * @param target - what it has to reach, where that is not the exam
 */
export function manyhands(
  name: string,
  args: readonly string[],
  target: readonly string[] = EXAM,
): Contestant {
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
export function ours(script: string, label = '', args: readonly string[] = []): Contestant {
  const path = fileURLToPath(new URL(`ours/${script}.js`, import.meta.url));
  return { name: `manyhands${label}`, program: 'node', args: () => [path, ...args] };
}

/** A script in `python/`. */
export function python(
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

/** A script in `python/` that trains. */
export const training = (
  name: string,
  venv: VenvName,
  script: string,
  args: readonly string[] = [],
): Contestant =>
  python(name, venv, script, ({ steps }) => [
    ...args,
    ...(steps === null ? ['--every', String(EXAM_EVERY)] : ['--steps', String(steps)]),
  ]);
