import { join } from 'node:path';
import { messageOf } from '../../src/shared/errors.js';
import { parseAnswer } from './answers.js';
import type { Contestant, Turn, VenvName } from './contestant.js';
import type { Match } from './matches.js';
import type { Run } from './results.js';
import { planTurns, type PlannedTurn } from './turns.js';

/** What a process printed, or one line that says why it printed nothing of use. */
export type Attempt = { readonly answer: object } | { readonly error: string };

export interface ContestOptions {
  readonly matches: Readonly<Record<string, Match>>;
  readonly seeds: number;
  /** Runs of manyhands are kept in here. */
  readonly directory: string;
  /** Makes a virtual environment, or finds it made. @returns its Python @throws what `ensureVenv` throws */
  readonly python: (venv: VenvName) => Promise<string>;
  /** Runs a process to its end. Never throws. */
  readonly run: (command: readonly [string, ...string[]]) => Promise<Attempt>;
  readonly signal: AbortSignal;
  /** Called with each run as it ends. */
  readonly onRun: (run: Run, ended: number, planned: number) => void;
}

/** Gives everyone their turns. A run that fails, or a peer that cannot be installed, is a run with an error and stops nobody else. */
export async function contest(options: ContestOptions): Promise<void> {
  const { matches, seeds, directory, run, signal, onRun } = options;
  const interpreters = await findInterpreters(options);
  const isStopped = (): boolean => signal.aborted;
  const turns = planTurns(matches, seeds);
  for (const [index, planned] of turns.entries()) {
    if (isStopped()) return;
    const { match, contestant, seed, part } = planned;
    const { kind, contestants } = matches[match]!;
    const one = contestants.find(({ name }) => name === contestant)!;
    const program = interpreters.get(one.program)!;
    const result =
      'error' in program
        ? program
        : await run([program.path, ...one.args(turnOf(directory, planned, matches[match]!))]);
    // What was cut short by whoever waits says nothing about who ran.
    if (isStopped()) return;
    const checked = 'error' in result ? result : checkAnswer(kind, result.answer);
    const isOurs = one.program === 'node';
    const outcome =
      'error' in checked
        ? { error: checked.error, answer: null }
        : { error: null, answer: checked.answer as Record<string, unknown> };
    onRun({ match, contestant, isOurs, seed, part, ...outcome }, index + 1, turns.length);
  }
}

type Interpreter = { readonly path: string } | { readonly error: string };

async function findInterpreters({
  matches,
  python,
  signal,
}: ContestOptions): Promise<ReadonlyMap<Contestant['program'], Interpreter>> {
  const found = new Map<Contestant['program'], Interpreter>([['node', { path: process.execPath }]]);
  for (const { program } of Object.values(matches).flatMap(({ contestants }) => contestants)) {
    if (program === 'node' || found.has(program)) continue;
    const interpreter = signal.aborted
      ? { error: 'interrupted' }
      : await python(program).then(
          (path) => ({ path }),
          (error: unknown) => ({ error: `not installed: ${messageOf(error)}` }),
        );
    found.set(program, interpreter);
  }
  return found;
}

function turnOf(root: string, { match, contestant, seed, part }: PlannedTurn, { rateSteps }: Match): Turn {
  const name = `${contestant.replaceAll(/[^\w.=-]+/g, '-')}-${part}-${seed}`;
  return {
    seed,
    steps: part === 'target' ? null : (rateSteps ?? null),
    directory: join(root, match, name),
    startedAt: (performance.timeOrigin + performance.now()) / 1000,
  };
}

function checkAnswer(kind: Match['kind'], answer: object): Attempt {
  try {
    parseAnswer(kind, answer);
    return { answer };
  } catch (error) {
    return { error: messageOf(error) };
  }
}
