import { join } from 'node:path';
import { runDirectoryAt } from '../runtime/run-directory.js';
import { trainArguments, type CommonSettings, type Entry } from './entries.js';
import { messageOf } from '../shared/errors.js';
import { evaluationPoints, type EvaluationPoint } from './evaluations.js';
import type { Outcome, RunRecord } from './run-record.js';
import { TrainProcess, type TrainResult } from './train-process.js';

export interface RunContestantsOptions {
  readonly entries: readonly Entry[];
  readonly common: CommonSettings;
  readonly seeds: readonly number[];
  /** Runs at the same time. */
  readonly jobs: number;
  /** Runs' directories are made in here. */
  readonly directory: string;
  /** What starts `manyhands`: program, then its first arguments. */
  readonly command: readonly [string, ...string[]];
  /** Aborting it stops the runs under way and starts no more. */
  readonly signal: AbortSignal;
  /** Called with each run as it ends. */
  readonly onRun: (run: RunRecord) => void;
}

interface PlannedRun {
  readonly entry: Entry;
  readonly seed: number;
  readonly directory: string;
}

/**
 * Trains every entry with every seed, each run in a process of its own.
 *
 * Seeds are outermost and every other one has its entries in reverse, so that whatever slows the machine down for
 * a while, or more and more, falls on all contestants alike.
 *
 * @returns the runs that were begun, in the order of `entries` and of seeds within them
 */
export async function runContestants(options: RunContestantsOptions): Promise<RunRecord[]> {
  const { entries, seeds, jobs, signal, onRun } = options;
  const planned = seeds.flatMap((seed, i) => {
    const round = entries.map((entry, number) => ({
      entry,
      seed,
      directory: directoryOf(options.directory, entry, number, seed),
    }));
    return i % 2 === 0 ? round : round.reverse();
  });
  const records = new Map<PlannedRun, RunRecord>();
  const queue = planned.values();
  const work = async (): Promise<void> => {
    // Workers share the iterator: each run is taken once.
    for (const run of queue) {
      if (signal.aborted) return;
      const record = await perform(run, options);
      records.set(run, record);
      onRun(record);
    }
  };
  await Promise.all(Array.from({ length: Math.min(jobs, planned.length) }, work));
  return entries.flatMap((entry) =>
    seeds.flatMap((seed) =>
      [...records].flatMap(([run, record]) => (run.entry === entry && run.seed === seed ? [record] : [])),
    ),
  );
}

async function perform(
  { entry, seed, directory }: PlannedRun,
  { common, command, signal }: RunContestantsOptions,
): Promise<RunRecord> {
  const { contestant, environment } = entry;
  const args = trainArguments(contestant, environment, common, { seed, directory });
  const child = new TrainProcess([...command, 'train', ...args]);
  const stop = (): void => child.stop();
  signal.addEventListener('abort', stop, { once: true });
  const result = await child.result;
  signal.removeEventListener('abort', stop);

  const { evaluations, damage } = readEvaluations(runDirectoryAt(directory).evaluations);
  const outcome = outcomeOf(result, entry, signal.aborted);
  const isBlind = evaluations.length === 0 && outcome !== 'interrupted';
  const error = 'error' in result ? result.error : isBlind ? damage : null;
  return {
    environment,
    contestant: contestant.label,
    seed,
    outcome: isBlind ? 'failed' : outcome,
    error: outcome === 'interrupted' ? null : error,
    run: directory,
    summary: 'summary' in result ? result.summary : null,
    evaluations,
  };
}

/** A file that cannot be read fails its run, and the comparison goes on. */
function readEvaluations(path: string): {
  readonly evaluations: readonly EvaluationPoint[];
  readonly damage: string;
} {
  try {
    return { evaluations: evaluationPoints(path), damage: 'it left no evaluations' };
  } catch (error) {
    return { evaluations: [], damage: messageOf(error) };
  }
}

function outcomeOf(result: TrainResult, { target }: Entry, isStopping: boolean): Outcome {
  // A child that is stopped before it listens for signals dies of it.
  if ('error' in result) return isStopping ? 'interrupted' : 'failed';
  if (result.summary.reason === 'stopped') return 'interrupted';
  if (target === null) return 'trained';
  return result.summary.solved ? 'solved' : 'unsolved';
}

/** Numbered: labels that differ may look alike once they are fit for a file name. */
function directoryOf(root: string, { contestant, environment }: Entry, number: number, seed: number): string {
  const name = contestant.label.replaceAll(/[^\w.=-]+/g, '-').slice(0, 60);
  return join(root, environment, `${number + 1}-${name}`, `seed-${seed}`);
}
